import { PaperboyError } from '../../src/lib/errors.ts'
import { miniSearch, okapiBm25, orama } from './baselines.ts'
import type { EngineKind } from './engine.ts'
import { paperboy, paperboyByMeaning, paperboyMade } from './paperboy.ts'
import { createStoreEngine, createStoreEngineByMeaning } from './store-engine.ts'
import { storeOpeners } from './store-openers.ts'

const { sqlite, pglite, postgres } = storeOpeners

const engines: ReadonlyMap<string, EngineKind> = new Map([
  ['sqlite', createStoreEngine('SQLite', sqlite)],
  ['pglite', createStoreEngine('PGlite', pglite)],
  ['postgres', createStoreEngine('Postgres', postgres)],
  ['words', paperboy],
  ['meaning', paperboyByMeaning],
  ['meaning-made', paperboyMade],
  ['pglite-made', createStoreEngineByMeaning('PGlite', pglite)],
  ['minisearch', miniSearch],
  ['orama', orama],
  ['okapibm25', okapiBm25],
])

/** What is compared, the engine the others are measured by first; a server of Postgres is not on every machine. */
export const compared = ['sqlite', 'pglite', 'minisearch', 'orama', 'okapibm25']

/**
 * The engine that is called so on a command line.
 *
 * @throws PaperboyError naming the engines there are.
 */
export function findEngine(name: string): EngineKind {
  const kind = engines.get(name)
  if (kind) return kind
  throw new PaperboyError(`There is no engine "${name}".`, `Take ${[...engines.keys()].join(', ')}.`)
}
