import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { pg_textsearch } from '@electric-sql/pglite-pg_textsearch'
import { vector } from '@electric-sql/pglite-pgvector'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Clock } from '../../src/lib/clock.ts'
import { openPostgresStore } from '../../src/store/postgres/store.ts'
import { storeContract } from '../contracts/store.ts'
import { keepsOldVectors, oldPostgres } from '../contracts/store-vectors.ts'

// Two engines start in WebAssembly; on a busy machine that takes a while.
vi.setConfig({ hookTimeout: 120_000, testTimeout: 30_000 })

/** Postgres in this process: the same SQL as on a server, with one connection. */
function contractOn(name: string, start: () => PGlite): void {
  let engine: PGlite
  beforeAll(async () => {
    engine = start()
    await engine.waitReady
    await useSchema('contract')
  })
  afterAll(() => engine.close())

  const useSchema = (schema: string) =>
    engine.exec(`CREATE SCHEMA ${schema}; SET search_path TO ${schema}, public`)
  /** Takes a third of the time that making the tables anew does. */
  async function emptyTables() {
    const { rows } = await engine.query<{ tablename: string }>(
      "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'paperboy'",
    )
    const tables = rows.map(({ tablename }) => tablename)
    await engine.exec(`TRUNCATE ${tables.join()} CASCADE; UPDATE paperboy SET papers = 0`)
  }
  const open = (clock?: Clock) => openPostgresStore({ ...createPgConfig(engine), max: 1 }, clock)

  storeContract(name, { shared: false }, async () => ({
    url: 'postgres://in-process',
    open,
    remove: emptyTables,
  }))

  it(`${name} keeps the vectors that an older version stored`, async () => {
    await useSchema('old')
    await engine.exec(oldPostgres)
    const store = await open()
    await keepsOldVectors(store)
    await engine.exec('DELETE FROM papers')
    expect((await engine.query('SELECT * FROM sentence_vectors')).rows).toEqual([])
    await store.close()
  })
}

contractOn('Postgres with both extensions', () => {
  const engine = new PGlite({ extensions: { pg_textsearch, vector } })
  void engine.exec('CREATE EXTENSION pg_textsearch; CREATE EXTENSION vector')
  return engine
})

contractOn('Postgres without extensions', () => new PGlite())
