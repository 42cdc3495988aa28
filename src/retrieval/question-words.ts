import { namesIn } from '../papers/names.ts'
import { isStopWord, stem, wordsOf } from '../papers/words.ts'
import { isLightWord } from './light-words.ts'

/** Small talk about papers, which says nothing of their topic. */
const talk: ReadonlySet<string> = new Set(
  `paper papers abstract abstracts article articles study studies author authors work works batch list dump corpus
  summarise summarize summary overview tell say says said mention mentions mentioned describe describes find
  finds look looking show shows know knows kno called call title topic tl dr`
    .split(/\s+/)
    .map(stem),
)

/** A person's words without mentions and mark-up: `<@U123>`, `@name`, `<#C1>`, `*bold*`. */
export function cleanQuestion(text: string): string {
  return text
    .replace(/<[@#!][^<>]*>/g, ' ')
    .replace(/(^|\s)@\w+/g, ' ')
    .replace(
      /(?<![\p{L}\p{N}*_~`])[*_~`]{1,3}(?=[^\s*_~`])|(?<=[^\s*_~`])[*_~`]{1,3}(?![\p{L}\p{N}*_~`])/gu,
      '',
    )
    .replace(/\s+/g, ' ')
    .trim()
}

/** The different words that say what a question is about, in order; its small talk only when there is nothing else. */
export function topicWords(question: string): readonly string[] {
  const words = [...new Set(wordsOf(question).filter((word) => !isStopWord(word) && word.length > 1))]
  const topical = words.filter((word) => !talk.has(stem(word)))
  return topical.length > 0 ? topical : words
}

/** Whether a text names no topic: only small talk about papers, everyday English and grammar ("all the papers"). */
export function namesNoTopic(text: string): boolean {
  return topicWords(cleanQuestion(text)).every(
    (word) => talk.has(stem(word)) || isLightWord(word) || everything.has(word),
  )
}

const everything: ReadonlySet<string> = new Set([
  'everything',
  'anything',
  'research',
  'new',
  'newest',
  'news',
])

const capitalised = String.raw`\p{Lu}\p{Ll}+(?![\p{L}\p{N}])`
/** Behind something else than the end of a sentence, where a capital means nothing. */
const within = String.raw`(?<=[\p{L}\p{N},;:'"’)] ["'“‘(]?)`
const capitalisedWord = new RegExp(within + capitalised, 'gu')
const capitalisedPhrase = new RegExp(`${within}${capitalised}(?:[ -]${capitalised})+`, 'gu')

/** Whether a question is written With A Capital For Every Word, so that capitals mark no names. */
function isTitleCase(question: string): boolean {
  const words = question.split(/\s+/).filter((word) => /^\p{L}/u.test(word))
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word))
  // "What Is ...": nobody writes a verb like that who does not write all words so.
  const [, second = ''] = words
  if (/^\p{Lu}/u.test(second) && isStopWord(second.toLowerCase())) return true
  return words.length > 4 && capitals.length > 0.6 * words.length
}

/** The folded words of a question that are written like names, or with a capital within a sentence. */
export function properNames(question: string): ReadonlySet<string> {
  const plain = isTitleCase(question) ? [] : (question.match(capitalisedWord) ?? [])
  return new Set([...namesIn(question).map(({ name }) => name), ...plain].flatMap(wordsOf))
}

/** Several capitalised words in a row within a sentence: "Segment Anything", "Deep Interest Network". */
export function properPhrases(question: string): readonly string[] {
  return isTitleCase(question) ? [] : (question.match(capitalisedPhrase) ?? [])
}
