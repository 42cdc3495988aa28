import { commands } from '../../src/commands/all.ts'

/** A page that only one person sees, as they have it before them. */
export type PrivatePage = {
  /** The command lines of its buttons, and a way to press each; -> the page that comes of it. */
  buttons: readonly { line: string; press(): Promise<PrivatePage> }[]
}

/** A platform on which somebody reads alone. */
export type PrivateStage = {
  /** Asks so that only this person sees the answer. */
  open(line: string): Promise<PrivatePage>
  /** Whether a command can be asked like that; left out where each can. */
  takes?(command: string): boolean
  /** What everybody could read so far. */
  seenByAll(): readonly string[]
}

/**
 * Opens every example of every command in private and follows every button, and those of the pages behind it, so many
 * deep. A line that was pressed before is not pressed again: it opens the same page.
 */
export async function sweepPrivatePages(
  { open, takes = () => true, seenByAll }: PrivateStage,
  deep = 3,
): Promise<{ opened: number; pressed: number; seenByAll: readonly string[] }> {
  const seen = new Set<string>()
  const examples = commands.flatMap(({ name, examples }) => (takes(name) ? examples : []))
  let pages = await oneByOne(examples, open)
  for (let depth = 0; depth < deep; depth++) {
    const next = pages
      .flatMap(({ buttons }) => buttons)
      .filter(({ line }) => !seen.has(line) && seen.add(line))
    pages = await oneByOne(next, ({ press }) => press())
  }
  return { opened: examples.length, pressed: seen.size, seenByAll: seenByAll() }
}

async function oneByOne<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  for (const item of items) results.push(await work(item))
  return results
}
