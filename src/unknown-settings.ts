import { distance } from 'fastest-levenshtein'
import { settingNames } from './config.ts'

/** Words that names of other programs' settings begin with, too: such a name is a slip only where one of ours is near. */
const sharedWords: ReadonlySet<string> = new Set(
  'OPENAI AZURE ANTHROPIC GOOGLE MISTRAL OLLAMA HF HUGGINGFACE HTTP LOG TIME MAIL PUBLIC'.split(' '),
)
/** Nobody's slips: what Node reads, and what Docker and Kubernetes tell of the services beside this one. */
const ofOthers = /^NODE_|_SERVICE_(?:HOST|PORT)(?:_|$)|_PORT(?:_\d+_(?:TCP|UDP)(?:_|$)|$)/
/** Letters that may be wrong in a name, and the length from which on such a name is still the same. */
const slip = { letters: 2, from: 8 }
/** No name of a setting is nearly as long. */
const longestName = 60
/** Within a family, names that differ in no more than this share of their letters are near. */
const nearInFamily = 1 / 3

/**
 * Names in an environment that look like settings of Paperboy and are not, each with what may have been meant: they
 * begin like one of them, or are nearly one. Their values are not looked at, but for whether there is one.
 */
export function unknownSettings(
  environment: Readonly<Record<string, string | undefined>>,
): readonly { name: string; meant: readonly string[] }[] {
  const isSet = (name: string) => (environment[name]?.trim() ?? '') !== ''
  return Object.keys(environment).flatMap((name) => {
    if (settingNames.includes(name) || name.length > longestName || ofOthers.test(name) || !isSet(name))
      return []
    const family = name.includes('_') ? familyOf(name) : []
    // What is set already was not meant by another name.
    const meant = nearest(name, family).filter((near) => !isSet(near))
    const isOurs = family.length > 0 && !sharedWords.has(firstWord(name))
    return isOurs || meant.length > 0 ? [{ name, meant }] : []
  })
}

/** What is said of them, in one line; undefined where there are none. */
export function unknownInWords(unknown: ReturnType<typeof unknownSettings>): string | undefined {
  if (unknown.length === 0) return undefined
  const told = unknown.map(({ name, meant }) =>
    meant.length === 0 ? name : `${name} (did you mean ${meant.join(' or ')}?)`,
  )
  return `No setting is called ${told.join(', ')}. .env.example lists all of them.`
}

const firstWord = (name: string): string => name.toUpperCase().split('_', 1).join('')

const familyOf = (name: string): readonly string[] =>
  settingNames.filter((one) => one.includes('_') && firstWord(one) === firstWord(name))

/** The settings that a name is nearest to, if it is near to any: a slip, words left out or put in, or a part of its family. */
function nearest(name: string, family: readonly string[]): readonly string[] {
  const said = name.toUpperCase()
  const isShared = sharedWords.has(firstWord(name))
  const near = settingNames
    .map((one) => ({ one, letters: distance(said, one) }))
    .filter(({ one, letters }) => {
      if (letters === 0 || (letters <= slip.letters && one.length >= slip.from)) return true
      if (!family.includes(one)) return false
      return (
        holdsWords(said, one) || (!isShared && letters <= nearInFamily * Math.max(said.length, one.length))
      )
    })
  const least = Math.min(...near.map(({ letters }) => letters))
  return near.filter(({ letters }) => letters === least).map(({ one }) => one)
}

/** Whether one of two names has all the words of the other. */
function holdsWords(one: string, other: string): boolean {
  const [some, others] = [new Set(one.split('_')), new Set(other.split('_'))]
  return some.isSubsetOf(others) || others.isSubsetOf(some)
}
