import { looksLikeName } from '../papers/names.ts'
import { type Clauses, form, longestLine, papers, readClauses, take } from './clauses.ts'

/** What a line asks of the collection, as far as its words say so exactly. */
export type CollectionLine = Clauses & {
  asks?: 'count' | 'themes' | 'benchmarks' | 'first'
  /** Whether it speaks of papers at all, as a whole. */
  ofPapers: boolean
}

/** What is done with papers on a day. */
const dated =
  /\b(?:published|released|uploaded|submitted|appeared|appear|added|posted|arrived|indexed|featured|dated|written|came in|come in|came out|come out)\b/giu
const whole =
  /\b(?:in |of |from )?(?:the|this|your|our) (?:collection|library|corpus|database|archive|list)\b/giu
/** "On how many plants was it tried?" asks no count of papers. */
const counts = form(
  `(?<!\\b(?:about|on|regarding|concerning|covering|to|with) )\\bhow many\\b|\\b(?:number|count|total) of\\b|^count\\b|\\bhow (?:big|large) is (?:the|your|this|our) (?:collection|library|corpus|database|archive|list)`,
)
const paperWords = new RegExp(`\\b(?:${papers}|collection|library|everything|ones)\\b`, 'iu')
const onePaper = /\b(?:paper|article|abstract|one)\b/iu
const themes = /\b(?:themes?|topics?|subjects?|(?:research )?(?:areas?|fields?))\b/iu
const benchmarks = /\b(?:benchmarks?|data ?sets?|corpora)\b/iu
const mostly = /\b(?:most|common|commonly|often|popular|frequent|frequently|usual|typical)\b/iu
const beginning = /\b(?:read|start|begin)\b/iu
const advised = /\b(?:first|start|begin|recommend|next)\b|^(?:what|which)\b.*\b(?:should|shall)\b/iu
const praised = /\b(?:best|recommend|must-read|worth reading)\b/iu
const mentioned = form('\\b(?:mention|contain|name)s? (?:the words? )?(?<mention>\\S.*)$')
const topicBehind = form(
  '\\b(?:that (?:are|deal with) |which are |are |is )?(?:about|on|regarding|concerning|covering|dealing with|related to|for learning about) (?<topic>\\S.*)$',
)

/**
 * Reads what a line asks of the whole collection: what it wants of the papers, how many, in which order. Only what stands
 * there exactly is taken; whether what is `rest` is about something else is not decided here.
 */
export function readCollectionLine(line: string, today: string, names = true): CollectionLine {
  const plain = line
    .slice(0, longestLine + 1)
    .trim()
    .replace(/[\s.?!]{1,9}$/, '')
  const clauses = readClauses(plain, today, names)
  const ofPapers = paperWords.test(plain)
  const counted = take(clauses.rest, counts)
  const asks = counted ? 'count' : asksOf(clauses.rest, ofPapers)
  const asked = counted?.rest ?? clauses.rest
  const spoken = counted && (take(asked, mentioned) ?? holdingName(asked))
  const about = spoken ?? take(asked, topicBehind)
  const { topic, mention } = about?.said ?? {}
  const heads = asks === 'themes' ? themes : asks === 'benchmarks' ? benchmarks : undefined
  const rest = (about?.rest ?? asked).replace(dated, ' ').replace(whole, ' ')
  const isOne = clauses.order !== undefined && onePaper.test(clauses.rest)
  return {
    ...(isOne && { most: 1 }),
    ...clauses,
    ...(asks && { asks }),
    ofPapers,
    filter: {
      ...clauses.filter,
      ...(topic !== undefined && { topic }),
      ...(mention !== undefined && { mention: mention.replace(/^["“]|["”]$/g, '') }),
    },
    rest: (heads ? rest.replace(new RegExp(heads, 'giu'), ' ') : rest).replace(/\s+/g, ' ').trim(),
  }
}

/** Papers that do something; which are about something, or are there, is said otherwise. */
const ofPapersThat = form(
  `\\b(?:${papers})(?: (?:that|which))? (?!(?:are|is|were|was|do|does|have|has|there|about|on|in|by|from|with)\\b)`,
)
/** More words around a name say more than that it occurs. */
const mostAroundName = 6

/** "papers that evaluate on GPQA-Diamond", "papers involve the OSWorld benchmark": whatever they do with it, they name it. */
function holdingName(asked: string): ReturnType<typeof take> {
  const words = take(asked, ofPapersThat)?.rest.split(' ') ?? []
  const [name, ...more] = words.filter(looksLikeName)
  const isAtEnd = name !== undefined && words.lastIndexOf(name) >= words.length - 2
  return isAtEnd && more.length === 0 && words.length <= mostAroundName
    ? { said: { mention: name }, rest: '' }
    : undefined
}

function asksOf(said: string, ofPapers: boolean): CollectionLine['asks'] {
  if (benchmarks.test(said) && mostly.test(said)) return 'benchmarks'
  if (themes.test(said)) return 'themes'
  return (beginning.test(said) && advised.test(said)) || (praised.test(said) && ofPapers)
    ? 'first'
    : undefined
}
