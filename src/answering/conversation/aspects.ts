import { distance } from 'fastest-levenshtein'
import { withoutAsking } from '../../language/wanted.ts'
import { foldText } from '../../papers/words.ts'
import { isLightWord } from '../../retrieval/light-words.ts'
import { topicWords } from '../../retrieval/question-words.ts'

/** What one asks of any paper: without a word of a topic beside these, a question is about the papers just shown. */
const aspects = new Set(
  `data dataset datasets set sets benchmark benchmarks metric metrics result results number numbers code repo
  repository github limitation limitations drawback drawbacks weakness weaknesses baseline baselines author authors
  accuracy gain gains improvement improvements evaluation evaluate evaluated experiment experiments tested trained
  training method methods approach approaches architecture model models size parameters cost costs speed faster problem
  problems idea contribution contributions conclusion conclusions finding findings task tasks performance
  future abstract link url key main public available open source released release site website project page
  largest biggest smallest highest online downloadable`.split(/\s+/),
)
/** Question words as they are typed in haste, which say nothing either. */
const slips = new Set('wheres whats hows wich wat wats wher waht wht'.split(' '))
/** From this length on a word is known with one letter wrong ("datsets"). */
const longWord = 6
const aboutPapers = /\bpapers?\b/
/** "what is a data set?" asks what a word means. */
const asksMeaning =
  /^(?:what|who)(?:'?s| is| are) (?!the\b|its\b|their\b|these\b|those\b)(?:an? )?\w+(?: \w+)?\W*$/

const bareNumber = /^\d+$/

/** Whether a word says what a question is about, and is neither what may be asked of any paper nor a bare number. */
export const isTopical = (word: string): boolean =>
  !isAspect(word) && !isLightWord(word) && !bareNumber.test(word)

/** Whether a question only asks what may be asked of any paper ("which data sets?", "is the code public?"). */
export function saysNoTopic(question: string): boolean {
  const text = foldText(question).trim()
  if (asksMeaning.test(text) || aboutPapers.test(text) || withoutAsking(text) !== text) return false
  const words = topicWords(text)
  return words.some(isAspect) && !words.some(isTopical)
}

function isAspect(word: string): boolean {
  if (aspects.has(word) || slips.has(word)) return true
  const isNear = (aspect: string) => aspect.length >= longWord && distance(word, aspect) <= 1
  return word.length >= longWord && aspects.values().some(isNear)
}
