import { looksLikeName } from '../papers/names.ts'
import { isStopWord } from '../papers/words.ts'
import { type Clauses, form, longestLine, papers, readClauses, take } from './clauses.ts'

/** What a line asks of the collection, as far as its words say so exactly. */
export type CollectionLine = Clauses & {
  asks?: 'count' | 'first' | Heads
  /** Whether it mentions papers at all, as a whole. */
  ofPapers: boolean
  /** Set where it mentions papers that were shown ("of these"), or of some that may have been ("only ...", "which ones"). */
  ofShown?: 'surely' | 'maybe'
  /** Set where papers are meant that do something with what `mention` says, whether in these words or in others. */
  loosely?: true
}

/** What papers fall into groups by. */
export type Heads = 'themes' | 'benchmarks' | 'authors' | 'categories'

/** What is done with papers on a day. */
const dated =
  /\b(?:published|released|uploaded|submitted|appeared|appear|added|posted|arrived|indexed|featured|dated|written|came in|come in|came out|come out)\b/giu
const whole =
  /\b(?:in |of |from )?(?:the|this|your|our) (?:collection|library|corpus|database|archive|list)\b/giu
/** "On how many plants was it tried?" asks no count of papers. */
const counts = form(
  `(?<!\\b(?:about|on|regarding|concerning|covering|to|with) )\\bhow many\\b|\\b(?:number|count|total|share|percentage|per ?cent|proportion|fraction) of\\b|^count\\b|\\bhow (?:big|large) is (?:the|your|this|our) (?:collection|library|corpus|database|archive|list)`,
)
const paperWords = new RegExp(`\\b(?:${papers}|collection|library|everything|ones)\\b`, 'iu')
const onePaper = /\b(?:paper|article|abstract|one)\b/iu
/** Papers that were shown are meant for sure, and perhaps. */
const shown = form(
  '\\b(?:(?:out )?of |among )?(?:these|those|them)(?: ones)?\\b|\\b(?:is|was|are|were) (?:that|it|they)(?= (?:in (?:all|total)|all together|altogether)$|$)',
)
const perhapsShown = form('^(?:(?:and|but|so|now) )*(?:only|just)\\b|\\b(?:which|the) ones?\\b')
const inAll = form('\\b(?:in (?:all|total)|all together|altogether)$')
const themes = /\b(?:themes?|topics?|subjects?|(?:research )?(?:areas?|fields?))\b/iu
const benchmarks = /\b(?:benchmarks?|data ?sets?|corpora)\b/iu
const authors = /\b(?:who|authors?|researchers?)\b/iu
const categories = /\bcategor(?:y|ies)\b/iu
const mostly =
  /\b(?:most|more than one|several|common|commonly|often|popular|frequent|frequently|usual|typical)\b/iu
const beginning = /\b(?:read|start|begin)\b/iu
const advised = /\b(?:first|start|begin|recommend|next)\b|^(?:what|which)\b.*\b(?:should|shall)\b/iu
const praised = /\b(?:best|recommend|must-read|worth reading)\b/iu
const mentioned = form('\\b(?:mention|contain|name)s? (?:the words? )?(?<mention>\\S.*)$')
const occurring = form(
  '\\b(?:(?:does|do) (?:the )?(?:(?:words?|names?|terms?) )?(?<mention>\\S.*) (?:occur|appear|come up|show up)|(?:is|are) (?:the )?(?:(?:words?|names?|terms?) )?(?<named>\\S.*) (?:mentioned|named))$',
)
const topicBehind = (about: string) =>
  form(`\\b(?:that (?:are|deal with) |which are |are |is )?(?:${about}) (?<topic>\\S.*)$`)
const surelyAbout = 'about|regarding|concerning|covering|dealing with|related to|for learning about'
const aboutTopic = topicBehind(surelyAbout)
/** "papers on X", but not "papers that evaluate on X". */
const onTopic = topicBehind(`${surelyAbout}|on`)

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
  const [asked, ofShown] = withoutShown(counted?.rest ?? clauses.rest)
  const spoken = counted && (take(asked, mentioned) ?? take(asked, occurring) ?? take(asked, aboutTopic))
  // Whom papers are by may belong to what they do: "use data from Alibaba".
  const does = counted && !spoken && clauses.filter.by === undefined ? done(asked, ofShown) : undefined
  const about = spoken ?? does ?? take(asked, onTopic)
  const { topic, named, mention = named } = about?.said ?? {}
  const rest = (about?.rest ?? asked).replace(dated, ' ').replace(whole, ' ')
  const isOne = clauses.order !== undefined && onePaper.test(clauses.rest)
  const head = headIn(asks)
  return {
    ...(isOne && { most: 1 }),
    ...clauses,
    ...(asks && { asks }),
    ofPapers,
    ...(ofShown && { ofShown }),
    ...(does && { loosely: true }),
    filter: {
      ...clauses.filter,
      ...(topic !== undefined && { topic }),
      ...(mention !== undefined && { mention: mention.replace(/^["“]|["”]$/g, '') }),
    },
    rest: (head ? rest.replace(new RegExp(head, 'giu'), ' ') : rest).replace(/\s+/g, ' ').trim(),
  }
}

/** A line without its words for papers that were shown. */
function withoutShown(said: string): readonly [rest: string, ofShown?: 'surely' | 'maybe'] {
  const sure = take(said, shown)
  if (sure) return [sure.rest.replace(inAll, '').trim(), 'surely']
  const perhaps = take(said, perhapsShown)
  return perhaps ? [perhaps.rest, 'maybe'] : [said]
}

/** Papers that do something; which are about something, or are there, is said otherwise. */
const ofPapersThat = form(
  `^(?:(?:what|which|in|of|among|all|the|your|our) )*(?:${papers})(?: (?:that|which))? (?!(?:are|is|were|was|do|does|have|has|there|about|on|in|by|from|with)\\b)(?<done>\\S.*)$`,
)
/** More words than these tell more than what papers do with one thing. */
const mostDone = 6
/** What holds a clause of its own is no thing that papers do something with. */
const clause = /\b(?:that|which|who|whether|if|when|where|why|how|than|because)\b/iu

/** "papers that evaluate on GPQA-Diamond", "papers use reinforcement learning": whatever they do with it, they name it. */
function done(asked: string, ofShown?: string): ReturnType<typeof take> {
  const said = ofShown && !paperWords.test(asked) ? `papers ${asked}` : asked
  const words = take(said, ofPapersThat)?.said.done?.split(' ') ?? []
  if (words.length > mostDone || words.some((word) => clause.test(word))) return undefined
  const [name, ...more] = words.filter(
    (word, place) => looksLikeName(word) || (place > 0 && capital.test(word)),
  )
  const isAtEnd = name !== undefined && words.lastIndexOf(name) >= words.length - 2
  if (isAtEnd && more.length === 0) return { said: { mention: name }, rest: '' }
  const behind = words.slice(1)
  const start = behind.findIndex((word) => !isStopWord(word.toLowerCase()))
  return start < 0 ? undefined : { said: { mention: behind.slice(start).join(' ') }, rest: '' }
}

const capital = /^\p{Lu}/u

function asksOf(said: string, ofPapers: boolean): CollectionLine['asks'] {
  if (mostly.test(said)) {
    if (benchmarks.test(said)) return 'benchmarks'
    if (categories.test(said)) return 'categories'
    if (authors.test(said) && ofPapers) return 'authors'
  }
  if (themes.test(said)) return 'themes'
  return (beginning.test(said) && advised.test(said)) || (praised.test(said) && ofPapers)
    ? 'first'
    : undefined
}

/** The words that ask for groups. */
function headIn(asks: CollectionLine['asks']): RegExp | undefined {
  return asks === 'themes' || asks === 'benchmarks' || asks === 'authors' || asks === 'categories'
    ? { themes, benchmarks, authors, categories }[asks]
    : undefined
}
