import { foldText } from '../../papers/words.ts'

/** What kind of sentence would answer a question; several may hold. */
export type Wanted = {
  /** A quantity: "how much", "what percentage". */
  number: boolean
  /** An address: "the repo", "code link". */
  link: boolean
  /** Several papers, each worth a sentence: "which papers", "where does … come up". */
  list: boolean
  /** Two or more papers held against each other. */
  comparison: boolean
  /** What something is: "what is TAROT", "tl;dr". */
  gist: boolean
  /** What a paper brings: "which fix is proposed", "what tricks did they add". */
  proposal: boolean
  /** What it was tried on: "which benchmark", "where did they test it". */
  evaluation: boolean
  /** Something that has a name: "which dataset", "what metric". */
  name: boolean
}

const patterns: Readonly<Record<keyof Wanted, RegExp>> = {
  number:
    /\bhow (?:much|many|big|large|long|fast|deep|far|small|often|accurate|high|low|old)\b|\b(?:percent(?:age)?|fraction|number|amount|score|rate|range) of\b|\bwhat (?:size|percentage|fraction|share|number|accuracy|speed|speedup|gain|gains|improvement|range)\b|\bby how\b/,
  link: /\b(?:repo|repository|github|gitlab|url|link to|link 4|link for|code link|project page|website|homepage|download)\b|\bcode (?:available|released|public|open)\b|\bwhere (?:is|can i (?:find|get)) the code\b|\b(?:have|has|with|got|any|releas\w+|publish\w*|shar(?:e|es|ed|ing)|open[- ]?sourc\w+|is there) (?:\w+ )?(?:code|implementation)\b|\b(?:their|its|the) (?:source )?(?:code|implementation)\b|^\W*(?:and |any )?(?:code|implementation)\W*$/,
  list: /^(?:and |so )?(?:do|does|did|are|is|were|have|has|can) (?:they |these |those |the two )?(?:papers )?both\b|\b(?:which|what|any|list|all|other|these|the) (?:\w+ ){0,3}(?:papers|abstracts|works|studies|articles|authors)\b|\b(?:what|any|all|list) (?:\w+ ){0,2}(?:methods|approaches|datasets|tricks|attempts|applications|techniques|models|ways)\b|\bwhich (?:of these|ones)\b|\bwho (?:all|else|ran|runs|uses|used|works?)\b|\bwhere (?:does|do|is|are) .+ (?:come up|used|appear|mentioned|applied|suggested)|\b(?:overview|survey) of\b|\bsummari[sz]e (?:what|the attempts|the work)\b|\bwhats in here\b/,
  comparison:
    /\b(?:compare|comparison|contrast|versus|vs|differ|differs|difference|differences|as opposed to|in contrast|each one|which one|unlike)\b|\b(?:does|do) each\b|\beach (?:treat|handle|use|go|do)\b/,
  gist: /^(?:what(?:'?s| is| are)|whats) (?:an? |the )?\S+(?: \S+)?\??$|\btl;?dr\b|\bwhat does .+ do\b|\b(?:summari[sz]e|explain|describe|introduce)\b|\b(?:main|core|key) (?:idea|point|contribution|finding)\b|\babout\?*$/,
  proposal:
    /\b(?:propose[sd]?|introduce[sd]?|fix(?:es)?|remedy|remedies|solutions?|tricks?|techniques?|added|come up with|invent(?:ed)?|replacement|recipe|approach|strateg(?:y|ies)|idea)\b/,
  evaluation:
    /\b(?:benchmark(?:ed|s)?|data ?sets?|evaluat(?:e|ed|ion)|test(?:ed|s)?|experiment(?:s|ed)?|stress|tried|downstream|logs?|whose data|problems was)\b/,
  name: /\b(?:which|what|who|whose|name)\b/,
}

/** Reads off a question what would answer it, by the words people use for it. */
export function wantedBy(question: string): Wanted {
  const text = foldText(question)
  const asks = (kind: keyof Wanted) => patterns[kind].test(text)
  return {
    number: asks('number'),
    link: asks('link'),
    list: asks('list'),
    comparison: asks('comparison'),
    gist: asks('gist'),
    proposal: asks('proposal'),
    evaluation: asks('evaluation'),
    name: asks('name'),
  }
}
