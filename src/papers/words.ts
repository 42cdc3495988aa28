import { stemmer } from 'stemmer'
import { memoize } from '../lib/memoize.ts'

/** Words that carry no topic: grammar, and the small talk of questions. Apostrophes and case are gone already. */
const stopWords: ReadonlySet<string> = new Set(
  `a about above after again against all also am an and any are arent as at be because been before being below
  between both but by can cannot cant could couldnt d did didnt do does doesnt doing dont down during each either else
  ever every few for from further get gets give gives go goes going got had hadnt has hasnt have havent having he her
  here hers herself him himself his how however i if im in instead into is isnt it its itself ive just kind less let
  lets ll m me might more most much must my myself n neither no nor not now of off on once one ones only or other our
  ours ourselves out over own per please r re s same shall she should shouldnt so some such t than that thats the
  their theirs them themselves then there these they thing things this those though through thus to too u under until
  up upon us ve versus very via vs was wasnt we were werent what whats when where whether which while who whom whose
  why will with within without wont would wouldnt y yes yet you your yours yourself yourselves
  anyone anything hello hey hi kinda maybe ok okay plz really someone something somebody thanks thank thx yo
  lol hmm sry sorry tldr pls btw yeah nah dumb gonna wanna gotta w r 4 2`.split(/\s+/),
)

/** Whether a lower-case word says nothing of the topic. */
export function isStopWord(word: string): boolean {
  return stopWords.has(word)
}

const stemOf = memoize(stemmer, 50_000)

/** Porter stem of a lower-case word (Porter 1980, the same algorithm as SQLite's `porter` tokenizer). */
export function stem(word: string): string {
  // Only letters are taken off. Numbers are not worth remembering: there is no end of them.
  return word.length < 3 || endsInDigit(word) ? word : stemOf(word)
}

function endsInDigit(word: string): boolean {
  const code = word.charCodeAt(word.length - 1)
  return code >= 0x30 && code <= 0x39
}

/** Most abstracts are plain ASCII, for which folding and matching are several times faster. */
const ascii = /^\p{ASCII}*$/u

/** Lower case, without diacritics and apostrophes: the form in which words are compared. */
export function foldText(text: string): string {
  const plain = ascii.test(text) ? text : text.normalize('NFKD').replace(/\p{M}+|[’ʼ]/gu, '')
  return plain.replace(/['`]/g, '').toLowerCase()
}

/** The runs of letters and digits in a text, folded, in order: how SQLite's `unicode61` tokenizer sees it. */
export function wordsOf(text: string): readonly string[] {
  const folded = foldText(text)
  return folded.match(ascii.test(folded) ? /[a-z0-9]+/g : /[\p{L}\p{N}]+/gu) ?? []
}
