import { type CollectionLine, readCollectionLine } from '../../language/collection.ts'
import { cleanQuestion, namesNoTopic } from '../../retrieval/question-words.ts'

/**
 * What a line asks of the collection, as far as its words say so exactly; undefined when they are about something else.
 *
 * @param today the asker's day, ISO
 */
export function readAsCollection(line: string, today: string): CollectionLine | undefined {
  const plain = cleanQuestion(line).replace(courtesy, '')
  const exact = [true, false].map((names) => readCollectionLine(plain, today, names)).find(isOfCollection)
  return exact ?? adviceOnTopic(plain)
}

const asksForAdvice =
  /\b(?:what|which(?: (?:papers?|ones?))?) (?:should|shall|can|do) (?:i|we|one) (?:read|start|begin)\b(?: (?:with|by reading))?(?: (?:first|next))?/i

/** "I am building a recommender, what should I read?": what is said beside that is the topic. */
function adviceOnTopic(line: string): CollectionLine | undefined {
  if (!asksForAdvice.test(line)) return undefined
  const words = line
    .replace(asksForAdvice, ' ')
    .trim()
    .split(/[\s,;.?!]+/)
  const start = words.findIndex((word) => !namesNoTopic(word))
  if (start < 0) return undefined
  const topic = words.slice(start).join(' ').trim()
  return { filter: { topic }, asks: 'first', ofPapers: true, rest: '' }
}

const courtesy =
  /^(?:(?:please|hey|hi|ok(?:ay)?|so|and|then|now|well|can you|could you|would you|will you)[\s,]+){1,4}/i
/** Whether a line is about the collection: it says so exactly, and nothing that is left of it is about anything else. */
function isOfCollection({ filter, asks, order, ofPapers, rest }: CollectionLine): boolean {
  if (pointing.test(rest) || arguing.test(rest) || !(rest === '' || namesNoTopic(rest))) return false
  const { topic, ...exact } = filter
  const isNarrowed =
    Object.keys(exact).length > 0 || (order !== undefined && (ofPapers || topic === undefined))
  // What papers say of a topic is answered with their sentences.
  if (topic !== undefined && asks === undefined) return isNarrowed
  return asks === 'count'
    ? ofPapers || isNarrowed || rest === ''
    : asks !== undefined || isNarrowed || (ofPapers && all.test(rest))
}

const pointing = /\b(?:it|its|this|that|these|those|them|they|their|he|she)\b/i
const arguing =
  /^(?:why|how|explain|compare|summari[sz]e|describe|does|do|should|would)\b(?! (?:you|we|i)\b)/i
const all =
  /\b(?:all|every|each|whole|entire|complete|list)\b(?: \w+){0,3}? (?:papers?|articles?|abstracts?|list|collection)\b|\beverything\b/i
