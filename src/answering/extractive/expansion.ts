import { looksLikeName } from '../../papers/names.ts'

const asking =
  /\b(?:what (?:does|do|did) (?:the )?(?:name |acronym |abbreviation )?(?<name>\S+) (?:stand for|mean)\b|what is (?<short>\S+) (?:short|an? (?:acronym|abbreviation)) for\b|(?:meaning|full form|full name) of (?<of>[^\s?!.]+))/i
/** Longest words that are short for something, and longest that they are short for, in UTF-16 units. */
const longest = { name: 40, words: 160 }

/** The name that a question asks to be spelled out: what SDIM stands for. */
export function askedExpansion(question: string): string | undefined {
  const { name, short, of } = asking.exec(question)?.groups ?? {}
  const said = (name ?? short ?? of ?? '').replace(/^["“'‘]|["”'’]$/g, '')
  return said.length <= longest.name && looksLikeName(said) ? said : undefined
}

/** Whether a text writes out what a name is short for: "Deep Interest Network (DIN)", or the other way round. */
export function spellsOut(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const before = text.slice(Math.max(0, at - longest.words), at)
    const behind = text.slice(at + name.length, at + name.length + longest.words)
    const [, inside] = /^\s*\(([^()]+)\)/.exec(behind) ?? []
    if (inside !== undefined && isShortFor(name, inside)) return true
    if (before.endsWith('(') && /^\s*\)/.test(behind) && isShortFor(name, before.slice(0, -1))) return true
  }
  return false
}

/** Whether the capitals of a name stand at beginnings of words, the last words first, in their order. */
function isShortFor(name: string, words: string): boolean {
  const letters = name.toLowerCase().replace(/[^a-z]/g, '')
  const parts = words
    .trim()
    .toLowerCase()
    .split(/[\s-]+/)
  const initials = parts.map((word) => word.charAt(0))
  // Some letters stand inside of a word, as in SPurIous: the first letter begins one at least.
  const whole = parts.join('')
  return letters.length > 1 && initials.includes(letters.charAt(0)) && holdsInOrder(whole, letters)
}

function holdsInOrder(text: string, letters: string): boolean {
  let place = 0
  for (const letter of text) if (letter === letters.charAt(place)) place += 1
  return place === letters.length
}
