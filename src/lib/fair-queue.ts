import PQueue, { type QueueAddOptions } from 'p-queue'

/** Who waits: groups take turns, and in each group its people, however much one of them asks. */
export type QueueMember = { group: string; person: string }

/** A queue that works on a few items at once and lets those who wait take turns. */
export type FairQueue<T> = {
  /** Adds an item; `work` begins at once where there is room, and on behalf of the one who added it. Never throws. */
  add(item: T, from: QueueMember, work: () => Promise<void>): void
  /** Takes an item out that still waits; false where it is worked on, or was never there. */
  remove(item: T): boolean
  /** Everything that waits, in the order in which it would be taken. */
  waiting(): readonly T[]
  /** How many items are worked on. */
  working(): number
}

type RunFunction = () => Promise<unknown>
type Waiting<T> = { item: T; run: RunFunction; id: string | undefined }
/** Those who come first are next; who was served goes to the end. */
type Rotation<T> = Map<string, Map<string, T[]>>

/**
 * @param concurrency how many items are worked on at once
 * @param onTurn called whenever an item has begun or ended
 */
export function createFairQueue<T>(concurrency: number, onTurn: () => void): FairQueue<T> {
  type Added = QueueAddOptions & { item: T; from: QueueMember }
  let rotation: Rotation<Waiting<T>> = new Map()
  const order = () => orderOf(rotation)

  /** The order in which `p-queue` takes items. */
  class Turns {
    get size(): number {
      return order().length
    }
    enqueue(run: RunFunction, { item, from, id }: Partial<Added> = {}): void {
      if (item !== undefined && from !== undefined) addTo(rotation, { item, run, id }, from)
    }
    dequeue(): RunFunction | undefined {
      return takeFrom(rotation)?.run
    }
    filter(): RunFunction[] {
      return order().map(({ run }) => run)
    }
    remove(id: string): void {
      rotation = copyOf(rotation, (one) => one.id !== id)
    }
    setPriority(): void {}
  }

  const queue = new PQueue<Turns, Added>({ concurrency, queueClass: Turns })
  queue.addEventListener('active', onTurn)
  queue.addEventListener('next', onTurn)
  /** How those who wait leave. */
  const leaving = new Map<T, AbortController>()

  return {
    add(item, from, work) {
      const left = new AbortController()
      leaving.set(item, left)
      const begin = () => {
        leaving.delete(item)
        return work()
      }
      // One that left is told so by the code that took it out.
      queue.add(begin, { item, from, signal: left.signal }).catch(() => undefined)
    },
    remove(item) {
      const left = leaving.get(item)
      leaving.delete(item)
      left?.abort()
      return left !== undefined
    },
    waiting: () => order().map(({ item }) => item),
    working: () => queue.pending,
  }
}

function addTo<T>(rotation: Rotation<T>, one: T, { group, person }: QueueMember): void {
  const people = rotation.get(group) ?? new Map<string, T[]>()
  const items = people.get(person) ?? []
  items.push(one)
  people.set(person, items)
  rotation.set(group, people)
}

function takeFrom<T>(rotation: Rotation<T>): T | undefined {
  const [group, people] = rotation.entries().next().value ?? []
  const [person, items = []] = people?.entries().next().value ?? []
  if (group === undefined || people === undefined || person === undefined) return undefined
  const item = items.shift()
  people.delete(person)
  if (items.length > 0) people.set(person, items)
  rotation.delete(group)
  if (people.size > 0) rotation.set(group, people)
  return item
}

function orderOf<T>(rotation: Rotation<T>): readonly T[] {
  const copy = copyOf(rotation, () => true)
  const all: T[] = []
  for (let next = takeFrom(copy); next !== undefined; next = takeFrom(copy)) all.push(next)
  return all
}

/** The rotation with those that pass; nobody is kept who has nothing to wait for. */
function copyOf<T>(rotation: Rotation<T>, passes: (item: T) => boolean): Rotation<T> {
  const copy: Rotation<T> = new Map()
  for (const [group, people] of rotation) {
    const kept = [...people].map(([person, items]) => [person, items.filter(passes)] as const)
    const left = kept.filter(([, items]) => items.length > 0)
    if (left.length > 0) copy.set(group, new Map(left))
  }
  return copy
}
