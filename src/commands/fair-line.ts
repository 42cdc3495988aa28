export type FairLine<T> = {
  add(item: T, from: { workspace: string; person: string }): void
  /** The next item, which leaves the line; undefined when it is empty. */
  take(): T | undefined
  remove(item: T): void
  /** Everything that waits, in the order in which it would be taken. */
  order(): readonly T[]
}

/** Those who come first are next; who was served goes to the end. */
type Rotation<T> = Map<string, Map<string, T[]>>

/** A line in which workspaces take turns, and in each workspace its people, however much one of them asks. */
export function createFairLine<T>(): FairLine<T> {
  let waiting: Rotation<T> = new Map()
  return {
    add(item, { workspace, person }) {
      const people = waiting.get(workspace) ?? new Map<string, T[]>()
      const items = people.get(person) ?? []
      items.push(item)
      people.set(person, items)
      waiting.set(workspace, people)
    },
    take: () => takeFrom(waiting),
    remove(item) {
      waiting = copyOf(waiting, (other) => other !== item)
    },
    order() {
      const copy = copyOf(waiting, () => true)
      const items: T[] = []
      for (let next = takeFrom(copy); next !== undefined; next = takeFrom(copy)) items.push(next)
      return items
    },
  }
}

function takeFrom<T>(waiting: Rotation<T>): T | undefined {
  const [workspace, people] = waiting.entries().next().value ?? []
  const [person, items = []] = people?.entries().next().value ?? []
  if (workspace === undefined || people === undefined || person === undefined) return undefined
  const item = items.shift()
  people.delete(person)
  if (items.length > 0) people.set(person, items)
  waiting.delete(workspace)
  if (people.size > 0) waiting.set(workspace, people)
  return item
}

/** The line with those that pass; nobody is kept who has nothing to wait for. */
function copyOf<T>(waiting: Rotation<T>, passes: (item: T) => boolean): Rotation<T> {
  const copy: Rotation<T> = new Map()
  for (const [workspace, people] of waiting) {
    const kept = [...people].map(([person, items]) => [person, items.filter(passes)] as const)
    const left = kept.filter(([, items]) => items.length > 0)
    if (left.length > 0) copy.set(workspace, new Map(left))
  }
  return copy
}
