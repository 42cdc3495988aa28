/** What is known of a paper beside its text. */
export type Fact =
  | 'authors'
  | 'date'
  | 'age'
  | 'votes'
  | 'link'
  | 'ids'
  | 'categories'
  | 'citations'
  | 'funding'

const asking =
  "(?:(?:(?:what|who|where|which) (?:is|are|were|was)|what'?s|(?:can|could|may) (?:i|you|we) (?:have|get|see|give me|show me)|(?:give|show|tell|send)(?: me| us)?|do you (?:have|know)|is there|list|name) )?(?:(?:the|a|an|its|their|all) )*"
const forms: readonly (readonly [Fact, RegExp])[] = [
  [
    'authors',
    new RegExp(
      `^(?:and |so )?(?:by whom|who (?:wrote|authored|published|is behind|made) |who (?:are|is) behind |${asking}(?:names? of (?:the )?)?(?:(?:first|last|senior|lead|corresponding) )?authors?\\b(?! (?:say|claim|propose|find|use|do|argue|suggest)))`,
      'i',
    ),
  ],
  [
    'date',
    /^(?:and |so )?(?:when (?:was|is|did|were|has)\b.{0,200}\b(?:published|come out|appear|appeared|posted|featured|submitted|written)\b|how (?:old|new|recent) (?:is|are)\b|(?:what|which) (?:year|month|day)\b.{0,200}\b(?:published|come out|appear|written)\b|(?:what is |what's )?(?:the |its )?(?:publication date|date of publication|date|year)(?: of\b|\W*$))/i,
  ],
  // Which of several papers is the newer one.
  [
    'age',
    /^(?:and |so )?(?:which|what)(?: (?:one|paper|of (?:them|these|those|the two)))? (?:is|was|are|were) (?:the )?(?:newer|older|newest|oldest|(?:more|most) recent)\b/i,
  ],
  [
    'citations',
    /^(?:and |so )?(?:how many (?:citations\b(?! (?:are|were) in\b)|times (?:is|was|were|has|have)\b.{0,200}\bcited\b)|how often (?:is|was|were|has|have)\b.{0,200}\bcited\b|(?:what is |what's )?(?:the |its )?citation count\b)/i,
  ],
  [
    'funding',
    /^(?:and |so )?(?:(?:who|which (?:company|agency|organi[sz]ation)) (?:paid|pays|funded|funds|financed|finances|sponsored|sponsors)\b|(?:how|by whom) (?:is|was|were)\b.{0,200}\b(?:funded|financed|sponsored|paid for)\b)/i,
  ],
  ['votes', /^(?:and |so )?how many (?:up)?(?:votes|likes)\b/i],
  [
    'ids',
    new RegExp(`^(?:and |so )?${asking}(?:arxiv (?:id|number|identifier)|doi|pmid|pubmed id|ids?)\\b`, 'i'),
  ],
  [
    'link',
    new RegExp(
      `^(?:and |so )?(?:${asking}(?:links?|url|web ?address|pdf|arxiv (?:link|page)) (?:to|of|for)\\b(?! (?:the )?(?:code|data|demo|project))|${asking}(?:link|url|pdf)\\W*$|where can (?:i|we|one) read\\b)`,
      'i',
    ),
  ],
  [
    'categories',
    new RegExp(
      `^(?:and |so )?(?:(?:what|which) (?:arxiv )?categor|${asking}(?:arxiv )?(?:categor(?:y|ies)|keywords)\\b)`,
      'i',
    ),
  ],
]

/** The fact beside its text that a question asks of a paper, where it begins with asking for it; undefined for any other. */
export function askedFact(question: string): Fact | undefined {
  const said = question.slice(0, 300).trim().replace(/\s+/g, ' ')
  return forms.find(([, form]) => form.test(said))?.[0]
}
