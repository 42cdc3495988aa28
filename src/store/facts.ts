import { z } from 'zod'
import type { Json } from '../lib/json.ts'
import { readJson } from './json-columns.ts'

/** Something small that is known, and since when. */
export type Fact = { name: string; value: Json; at: Date }

/** Small things that outlive a process: how a place is set, what a platform was told. Each has a kind and a name in it. */
export type FactLog = {
  get(kind: FactKind, name: string): Promise<Fact | undefined>
  /** All of a kind, by name. */
  all(kind: FactKind): Promise<readonly Fact[]>
  /** Replaces what was known under this name. Durable when it resolves. */
  put(kind: FactKind, name: string, value: Json, at: Date): Promise<void>
  /** Idempotent. */
  remove(kind: FactKind, name: string): Promise<void>
}

/** Settings of a place; where Discord's commands were registered last; workspaces that removed Paperboy; what feeds showed;
 * what addresses in mails are made with; how much all processes did lately of what they may do so often. */
export type FactKind = 'place' | 'commands' | 'left' | 'feed' | 'mail' | 'pace'

const Row = z.object({ name: z.string(), value: z.string(), at: z.coerce.number() })

/** A row of either engine. */
export function toFact(row: unknown): Fact {
  const { name, value, at } = Row.parse(row)
  return { name, value: readJson(value), at: new Date(at) }
}
