import { distance } from 'fastest-levenshtein'
import type { Command } from './command.ts'

/** No name of a command is nearly as long. */
const longestSlip = 40
/** From this length on a name stays recognisable with one more letter wrong. */
const longName = 6

/**
 * The listed command a person may have meant by a word that is no command: the first letter stands and two letters are
 * swapped ("hlep") or one letter is wrong, two in a long name.
 *
 * @param alone whether the word is the whole line; in front of other words only a long name with one wrong letter
 *   counts, since most lines begin with ordinary words ("shop recommendations")
 */
export function nearestCommand(
  word: string,
  alone: boolean,
  commands: readonly Command[],
): Command | undefined {
  if (word.length > longestSlip) return undefined
  const typed = word.toLowerCase()
  const ranked = commands
    .filter(({ name, hidden }) => !hidden && name[0] === typed[0] && name !== typed)
    .map((command) => ({ command, slips: slips(typed, command.name) }))
    .filter(({ command, slips }) => slips <= allowed(command.name, alone))
    .sort((a, b) => a.slips - b.slips)
  return ranked[0]?.command
}

/** Letters that are wrong; a swap of letters counts as half a slip, so that it is forgiven everywhere. */
function slips(typed: string, name: string): number {
  const sorted = (word: string) => [...word].sort().join('')
  return sorted(typed) === sorted(name) ? 0.5 : distance(typed, name)
}

function allowed(name: string, alone: boolean): number {
  const long = name.length >= longName
  if (alone) return long ? 2 : 1
  return long ? 1 : 0.5
}
