import type { MenuEntry } from '../../platform/menu.ts'

/** Words of the chat itself, not of Paperboy. */
export const leaving: readonly string[] = ['exit', 'quit']

/** What Tab offers: the words that can stand where the line ends, and the part of the line they replace. */
export function complete(line: string, menu: readonly MenuEntry[]): [string[], string] {
  const names = menu.map((command) => command.name)
  const [first = '', second, ...more] = line.trimStart().split(/\s+/)
  if (second === undefined) return [startingWith(first, [...names, ...leaving]), first]
  const command = menu.find(({ name }) => name === first.toLowerCase())
  const takesName = command?.options.some((option) => option.kind === 'command') && more.length === 0
  return [takesName ? startingWith(second, names) : [], second]
}

function startingWith(start: string, words: readonly string[]): string[] {
  return words.filter((word) => word.startsWith(start.toLowerCase())).map((word) => `${word} `)
}
