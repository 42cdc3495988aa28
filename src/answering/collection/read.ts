import { readClauses } from '../../language/clauses.ts'
import { type CollectionLine, readCollectionLine } from '../../language/collection.ts'
import { type Advice, readAdvice } from '../../language/reading-advice.ts'
import { asksForPapers } from '../../language/wanted.ts'
import type { PaperId } from '../../papers/paper.ts'
import { cleanQuestion, namesNoTopic, topicWords } from '../../retrieval/question-words.ts'
import type { Turn } from '../../store/store.ts'
import { isTopical } from '../conversation/aspects.ts'
import { listingOf } from './listing-line.ts'

/**
 * What a line asks of the collection, as far as its words say so exactly; undefined when they are about something else.
 *
 * @param today the asker's day, ISO
 */
export function readAsCollection(line: string, today: string): CollectionLine | undefined {
  const plain = cleanQuestion(line).replace(courtesy, '')
  const exact = [true, false].map((names) => readCollectionLine(plain, today, names)).find(isOfCollection)
  const advice = exact === undefined || exact.asks === 'first' ? readAdvice(plain) : undefined
  if (exact) return { ...mostOf(advice), ...exact }
  return advice && adviceOnTopic(advice)
}

const mostOf = (advice: Advice | undefined) => (advice?.most === undefined ? {} : { most: advice.most })

/** "I am building a recommender, what should I read?": what is said beside that is the topic. */
function adviceOnTopic(advice: Advice): CollectionLine | undefined {
  const words = advice.rest.split(/[\s,;.?!]+/)
  const isSaid = (word: string) => word !== '' && !namesNoTopic(word)
  const [start, end] = [words.findIndex(isSaid), words.findLastIndex(isSaid)]
  const topic = words.slice(start, end + 1).join(' ')
  if (start < 0 || pointing.test(topic)) return undefined
  return { filter: { topic }, asks: 'first', ofPapers: true, rest: '', ...mostOf(advice) }
}

const courtesy =
  /^(?:(?:please|hey|hi|ok(?:ay)?|so|and|then|now|well|can you|could you|would you|will you)[\s,]+){1,4}/i
/** Whether a line is about the collection: it says so exactly, and nothing that is left of it is about anything else. */
function isOfCollection({ filter, asks, order, ofPapers, ofShown, loosely, rest }: CollectionLine): boolean {
  if (pointing.test(rest) || arguing.test(rest) || ofAsker.test(rest) || !(rest === '' || namesNoTopic(rest)))
    return false
  const { topic, ...exact } = filter
  // "how many papers compare several models?": what any paper may do is no word that it would mention.
  if (loosely && !topicWords(exact.mention ?? '').some(isTopical)) return false
  const isNarrowed =
    Object.keys(exact).length > 0 || (order !== undefined && (ofPapers || topic === undefined))
  // What papers say of a topic is answered with their sentences; all papers on it are a list.
  if (topic !== undefined && asks === undefined) return isNarrowed || (giving.test(rest) && every.test(rest))
  return asks === 'count'
    ? ofPapers || isNarrowed || rest === '' || ofShown !== undefined
    : asks !== undefined || isNarrowed || (ofPapers && (all.test(rest) || asksForPapers(rest)))
}

const pointing = /\b(?:it|its|this|that|these|those|them|they|their|he|she)\b/i
const arguing =
  /^(?:why|how|explain|compare|summari[sz]e|describe|does|do|should|would)\b(?! (?:you|we|i)\b)/i
const every = /\b(?:all|every|everything|whatever)\b/i
/** Who is told everything about something is told no list. */
const giving =
  /^(?:(?:list|show|give|get|find|fetch|send|i (?:want|need)|i would like|all|every|everything)\b|$)|\bhave\b/i
/** What the asker said: a day beside it is that of the conversation, not of papers. */
const ofAsker = /\b(?:i|we) (?:have |had |just )*(?:ask|asked|say|said|tell|told|write|wrote|type|typed)\b/i
const all =
  /\b(?:all|every|each|whole|entire|complete|list)\b(?: \w+){0,3}? (?:papers?|articles?|abstracts?|list|collection)\b|\beverything\b/i

/** What a line asks for, and of which papers where not of all. */
export type ReadOf = CollectionLine & { among?: readonly PaperId[] }

/**
 * The same in a conversation: "only those with code" goes on with the list before, as far as its line says what it was of;
 * else with the papers that were shown. Undefined where nothing was shown that its words surely mean.
 *
 * @param history newest first
 */
export function readInConversation(
  line: string,
  today: string,
  history: readonly Turn[],
): ReadOf | undefined {
  const asked = readAsCollection(line, today)
  if (!asked?.ofShown) return asked
  const last = history.find((turn) => turn.papers.length > 0 || listingOf(turn) !== undefined)
  const wanted = last && wantedIn(last, today)
  const { topic } = asked.filter
  if (wanted && (topic === undefined || wanted.topic === undefined))
    return { ...asked, filter: { ...wanted, ...asked.filter } }
  if (last && last.papers.length > 1) return { ...asked, among: last.papers }
  // Without any, "how many of these papers" are those that are here.
  return asked.asks === 'count' || asked.ofPapers || asked.ofShown === 'maybe' ? asked : undefined
}

/** What the papers of a turn were wanted by; undefined where it does not say so exactly. */
function wantedIn(turn: Turn, today: string): CollectionLine['filter'] | undefined {
  const listing = listingOf(turn)
  if (listing) return filterOf(listing.line, today)
  const { filter, rest } = readCollectionLine(turn.question ?? '', today)
  return turn.papers.length > 1 && filter.topic !== undefined && namesNoTopic(rest) ? filter : undefined
}

/** What typed clauses want, where words that are not are the topic. */
export function filterOf(words: string, today: string, names = true): CollectionLine['filter'] {
  const { rest, filter } = readClauses(words, today, names)
  const topic = namesNoTopic(rest) ? '' : rest.replace(/^(?:about|on)\s+/i, '')
  return { ...filter, ...(topic !== '' && { topic }) }
}
