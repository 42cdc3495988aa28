import { namesIn } from '../../papers/names.ts'
import { namesNoTopic } from '../../retrieval/question-words.ts'
import { readReference } from '../reference.ts'
import { anyOf, type Intent, intent, words } from './intent.ts'

const papers = '(?:papers?|articles?|abstracts?|stud(?:y|ies)|publications?|literature|research|works?|stuff)'
/** "give me a", "can we have the" */
const giving = '(?:(?:give|get|show|make|write|tell|send|draw|list)(?: me| us)? )?(?:an? |the |some )?'
const about = '(?:about|on|regarding|concerning|around|covering|dealing with|related to)'
const kinds =
  '(?:(?:any|some|all|the|more|other|recent|new|newer|latest|good|interesting|best|great|relevant|a|an|few|couple|of|one|great) )*'
const pointsAtSeveral = '(?:them|these|those|both|the two|all of (?:them|these)|these papers|those papers)'

/** Others than those that were shown: which those are, a conversation knows. */
const besides = /\b(?:other|another|one more)\b/i
/** "other GCNs", "existing methods": kinds of methods, no paper. */
const generic =
  /^(?:others?|existing|previous|prior|earlier|standard|vanilla|plain|usual|most|all|any|sota|baselines?)\b|\b\p{Lu}{2,}s$/u
/** A clause instead of a topic: what follows is a question, which an answer serves better. */
const clause = /^(?:how|why|what|whether|when|where|who|which|if|that)\b/i
/** A name that goes on ("FinalMLP on Criteo") is more than a paper's name. */
const goesOn = /\s(?:on|for|in|with|when|at|under|from|during|using|that|which|by|of)\s/i
const mostNameWords = 5

/** A topic, unless it is a clause or says nothing. */
const topicOf = (said: string | undefined): string | undefined =>
  said === undefined || clause.test(said) || namesNoTopic(said) ? undefined : said

/** "it", "the second one", "#2". */
const isPointer = (said: string): boolean => readReference(said).kind !== 'text'

/** Whether words are how one names a paper: a pointer, or few words with a name such as HSTU or DeepFM. */
function isPaperName(said: string): boolean {
  if (isPointer(said)) return true
  if (generic.test(said)) return false
  return !goesOn.test(said) && said.split(/\s+/).length <= mostNameWords && namesIn(said).length > 0
}

function pair(one: string | undefined, other: string | undefined): string | undefined {
  if (!one || !other || !isPaperName(one) || !isPaperName(other)) return undefined
  return `${one} | ${other}`
}

export const paperOf = (said: string | undefined): string | undefined =>
  said !== undefined && isPaperName(said) ? said : undefined
const pointerOf = (said: string | undefined): string | undefined =>
  said !== undefined && isPointer(said) ? said : undefined

/** What people say when they want to read. */
export const paperIntents: readonly Intent[] = [
  intent(
    'evidence',
    anyOf(`
      ${giving}(?:your |its |exact )?(?:evidence|sources?|citations?|proof|exact sentences?)(?: for (?:that|this|it))?
      where (?:does it|do they|does the (?:paper|abstract)) say (?:that|so|this)
      (?:which|what) sentences? (?:says?|supports?|proves?) (?:that|this|it)
      prove it|says who|who says(?: so| that)?|how do you know(?: that| this)?
      are you sure(?: about (?:that|this))?|is that (?:really )?true`),
  ),
  intent(
    'summarize',
    words(
      `(?:what|wat) do (?:the |these |those |your |our |all )*${papers}(?: here)? say ${about} (?<topic>.+)`,
    ),
    ({ topic }) => topicOf(topic),
  ),
  intent(
    'summarize',
    words(
      `${giving}(?:quick |short |brief |good |general |rough )?(?:overview|summary|synopsis|recap|round-?up) (?:of|on|about|over) (?<topic>.+)`,
    ),
    ({ topic }) => (topic && isPointer(topic) ? topic : topicOf(withoutPapersOn(topic))),
  ),
  intent(
    'summarize',
    words(
      `(?:sum up|summari[sz]e|recap|brief (?:me|us) on|catch (?:me|us) up on|get (?:me|us) up to speed (?:on|with)|bring (?:me|us) up to speed (?:on|with)) (?<topic>.+)`,
    ),
    ({ topic }) => (topic && isPaperName(topic) ? topic : topicOf(withoutPapersOn(topic))),
  ),
  intent(
    'summarize',
    words(
      `(?:what(?:'?s| is) )?(?:the )?(?:state of the art|latest|current state|status quo) (?:in|on|of|with|for) (?<topic>.+)`,
    ),
    ({ topic }) => (topic && isPaperName(topic) ? undefined : topicOf(topic)),
  ),
  intent(
    'compare',
    words(
      `(?:(?:what(?:'?s| is| are) )?(?:the )?(?:main |key |biggest )?differences? between|contrast) (?<one>.+?) (?:and|with|vs\\.?|versus) (?<other>.+)`,
    ),
    ({ one, other }) => pair(one, other),
  ),
  intent(
    'compare',
    words(
      '(?!(?:compare|explain|describe|discuss|show|tell|give|why|how|what|which|who|when|is|are|does|do|can|should)\\b)(?<one>.+?) (?:vs\\.?|versus) (?<other>.+)',
    ),
    ({ one, other }) => pair(one, other),
  ),
  intent(
    'compare',
    words(
      `how (?:does|do|is|are|did) (?<one>.+?) (?:differ from|different (?:from|to|than)|compare (?:to|with|against)|compared? to) (?<other>.+)`,
    ),
    ({ one, other }) => pair(one, other),
  ),
  intent(
    'compare',
    words(
      'how (?:do|are|is) (?<one>.+?) and (?<other>.+?) (?:differ(?:ent)?|compare)(?: (?:from|to) each other)?',
    ),
    ({ one, other }) => pair(one, other),
  ),
  intent('compare', words('(?:versus|vs\\.?|compared (?:to|with)|against) (?<other>.+)'), ({ other }) =>
    pair('it', other),
  ),
  intent(
    'compare',
    words(
      `(?:put|set|show|hold|lay)(?: me)? (?<several>.+?) (?:side by side|next to each other|against each other|beside each other|head to head)`,
    ),
    ({ several }) => pointerOf(several),
  ),
  intent(
    'compare',
    anyOf(`
      how (?:do|are) (?:they|(?<several>${pointsAtSeveral})) (?:compare|differ|different)
      (?:what(?:'?s| is| are) )?(?:the )?(?:main |key )?differences? between (?<several>${pointsAtSeveral})`),
    ({ several = 'these' }) => several,
  ),
  intent(
    'similar',
    words(
      `(?:(?:find|show|give|get|list|i(?:'d| would) (?:like|love) to (?:see|read)|can i (?:see|get)|do you have|i want(?: to see)?)(?: me| us)? )?${kinds}(?:(?:papers?|something|anything|works?|ones?)(?: else)? )?(?:like|similar to|close to) (?<paper>.+)`,
    ),
    ({ paper }) => paperOf(paper),
  ),
  intent(
    'similar',
    anyOf(`
      who else (?:does|did|has done|tries|tried|works on|is working on|looks at) (?:this|that|it|so|the same|something similar|something like (?:this|that|it))
      (?:(?:are there|(?:find|show|give|list)(?: me| us)?) )?${kinds}(?:related|similar) ${papers}(?: here| on (?:this|that|it))?
      ${kinds}(?:(?:something|anything|papers?) )?similar(?: ones)?
      (?:are there |(?:find|show|give)(?: me| us)? )?${kinds}(?:papers?|ones?|works?|others?|anything|something)(?: else)? (?:in (?:the same|a similar|this|that) (?:spirit|vein|direction|line)|along (?:these|the same|similar|those) lines|(?:of|in) (?:this|that|the same) (?:kind|sort|type|area)|(?:that|who|which) (?:do|does) (?:the same(?: thing)?|this|that|it|something similar))
      (?:are there |(?:find|show|give)(?: me| us)? )?(?:any )?(?:other|more) papers?(?: (?:on|about) (?:this|that|it|the same(?: topic| thing)?))?
      more like (?:this|that|it)
      is there ${kinds}(?:something|anything|paper) like (?:this|that|it)`),
    () => 'it',
  ),
  intent(
    'similar',
    words(
      `(?:(?:find|show|give|list)(?: me| us)? )?${kinds}(?:related|similar) ${papers} (?:to|like) (?<paper>.+)`,
    ),
    ({ paper }) => paperOf(paper),
  ),
  intent(
    'search',
    words(
      `(?:(?:find|search(?: for)?|look (?:up|for)|list|show|give|get|fetch|recommend|suggest|bring up|i(?:'m| am) looking for|i need|i want|is there|are there|do you (?:have|know(?: of)?)|have you got|got)(?: me| us)? )?(?<which>${kinds})(?<what>${papers}|something|anything)(?: here| out there)? ${about} (?<topic>.+)`,
    ),
    // "Research on ..." with a capital is a title.
    ({ which = '', what = '', topic }) =>
      /^(?:Research|Stud|Work|Literature)/.test(what) || besides.test(which) ? undefined : topicOf(topic),
  ),
  intent(
    'search',
    words(
      `(?:find|search for|look (?:up|for)|i(?:'m| am) looking for) ${kinds}(?<topic>(?!out\\b).+? (?:papers|articles|research|literature))`,
    ),
    ({ topic }) => topicOf(topic?.replace(/\s+\S+$/, '')),
  ),
  intent(
    'search',
    words(`(?:what|which ${papers}) do (?:we|you|i) have ${about} (?<topic>.+)`),
    ({ topic }) => topicOf(topic),
  ),
  intent(
    'map',
    words(
      `(?:draw|plot|visuali[sz]e|show|make|give|paint)(?: me| us)? ?(?:an? |the )?(?:map|picture|plot|landscape) (?:of|for|about|on) (?<topic>.+)|map (?:of|out) (?<rest>.+)|visuali[sz]e (?<all>.+)`,
    ),
    ({ topic, rest, all }) => {
      const said = withoutPapersOn(topic ?? rest ?? all) ?? ''
      return clause.test(said) ? undefined : namesNoTopic(said) ? '' : said
    },
  ),
  intent(
    'show',
    words(
      `(?:open|read|display|view|pull up|bring up|expand|see|(?:${giving}(?:details?|full abstract|abstract|link) (?:of|on|about|for|to))|(?:tell|show) (?:me|us) (?:more )?about|more (?:about|on)) (?<paper>.+)`,
    ),
    ({ paper }) => pointerOf(paper),
  ),
  intent('show', words(`(?:open|${giving}(?:full )?abstract (?:of|for)) (?<paper>.+)`), ({ paper }) =>
    paperOf(paper),
  ),
  intent(
    'next',
    anyOf(`
      (?:(?:show|give|list|see|get)(?: me| us)? )?(?:the )?(?:more(?: of (?:them|these|those)| papers| results)?|next(?: page| ones?| papers| \\d{1,2})?|(?:rest|remainder)(?: of (?:them|these|those|it|the list|the papers))?|remaining (?:ones|papers))`),
  ),
  intent(
    'back',
    anyOf(
      `(?:go |take me )?back(?: please| one page| to the (?:list|last one))?|(?:the )?previous (?:page|list|one)`,
    ),
  ),
  intent(
    'today',
    anyOf(`
      (?:what(?:'?s| is)|wats|anything|something|is there anything) new(?: today| this morning| now| here)?
      (?:(?:what are|what(?:'?s| is)|show|give|list|get)(?: me| us)? )?(?:the |all )?(?:today'?s|newest|latest|new) (?:papers?|list|articles)(?: today| please| of today| from today)?
      (?:any|show me|show) new papers(?: today)?|what came (?:out|in) today`),
  ),
  intent(
    'today',
    words(
      `(?:(?:show|give|list|get|what are|which are|what were)(?: me| us)? )?(?:the |all )?(?:papers?|list) (?:of|from|for) (?<day>today|yesterday|(?:last )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|\\d{1,2}(?:th|st|nd|rd)? \\p{L}{3,9}(?: \\d{4})?|\\p{L}{3,9} \\d{1,2}|\\d{4}-\\d\\d-\\d\\d)|(?:what came (?:out|in) |(?:show(?: me| us)? )?(?=yesterday's))(?<past>yesterday)(?:'?s (?:papers|list))?`,
    ),
    ({ day, past }) => day ?? past ?? '',
  ),
  intent(
    'trending',
    words(
      `(?:(?:what(?:'?s| is| are)|show|give|list)(?: me| us)? )?(?:the )?(?:(?:trending|hot|hottest|popular)(?: papers?)?(?: right now| now| lately| these days| today)?(?:(?: of| in| for)? (?:the |this |last |past )*(?<span>week|month))?|(?:most popular|most upvoted|most voted|top)(?: papers?)?(?: right now| now| lately)?(?: of| in| for)? (?:the |this |last |past )*(?<voted>week|month))`,
    ),
    ({ span, voted }) => span ?? voted ?? 'week',
  ),
  intent(
    'trending',
    words(
      `(?:(?:what(?:'?s| is| are)|show|give|list)(?: me| us)? )?(?:the )?(?:trending|hot|hottest|most popular|popular)(?: papers?)?(?: right now| now| lately)?(?:(?: of| in| for)? (?:the |this |last |past )*(?<span>week|month))? (?<scope>here|in here|in (?:this|our) (?:channel|group|place)|everywhere|in all (?:channels|places))(?: (?:the |this |last |past )*(?<then>week|month))?`,
    ),
    ({ span, then, scope = '' }) =>
      `${span ?? then ?? 'week'} ${/everywhere|all/i.test(scope) ? 'everywhere' : 'here'}`,
  ),
]

/** "the papers on diffusion" or "what the papers say about diffusion" -> "diffusion". */
function withoutPapersOn(said: string | undefined): string | undefined {
  const lead = `(?:(?:all|the|our|recent|new|these)\\s+)*${papers}\\s+(?:say\\s+)?${about}\\s+`
  return said?.replace(new RegExp(`^(?:what\\s+)?${lead}`, 'i'), '')
}
