import { patience } from '../../eventually.ts'

/** A reply as a person of some platform has it before them. */
export type Page = {
  /** Everything that is read, white space folded. */
  words: string
  /** Every address that can be opened from it, sorted. */
  links: readonly string[]
  /** The commands that it offers to run next, by name, sorted. */
  actions: readonly string[]
}

/** Has a conversation on one platform, each line after the reply to the one before; -> the replies. */
export type Talk = (lines: readonly string[]) => Promise<readonly Page[]>

/** A page in the form in which pages of all platforms can be compared. */
export function page(words: string, links: readonly string[], commandLines: readonly string[]): Page {
  const names = commandLines.map((line) => line.split(' ')[0] ?? '')
  const sorted = (values: readonly string[]) => [...new Set(values)].toSorted()
  // Platforms break a name apart so that it cannot ping; readers do not see that.
  const read = words.replaceAll('\u200B', '').replace(/\s+/g, ' ')
  return { words: read, links: sorted(links), actions: sorted(names.filter((name) => name !== 'feedback')) }
}

/** Waits until `read` gives something and has given the same for a while. */
export async function settled<T>(read: () => readonly T[]): Promise<readonly T[]> {
  const quiet = 700
  const started = Date.now()
  let last = ''
  let since = started
  for (;;) {
    const now = read()
    const state = JSON.stringify(now)
    if (state !== last) since = Date.now()
    last = state
    if (now.length > 0 && Date.now() - since >= quiet) return now
    if (Date.now() - started > patience) throw new Error('There was no reply.')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
