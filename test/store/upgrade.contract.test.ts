import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { Client } from 'pg'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { openPostgresStore } from '../../src/store/postgres/store.ts'
import type { Store } from '../../src/store/store.ts'
import { syncStates } from '../../src/sync/sync.ts'
import { jobOf } from '../contracts/store-jobs.ts'
import { subscriptionOf } from '../contracts/store-posts.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../fakes/postgres-server.ts'
import { createOldProcess, type OldProcess } from './old-process.ts'

// Engines and processes start here; on a busy machine that takes a while.
vi.setConfig({ hookTimeout: 120_000, testTimeout: 180_000 })

/** A database as the version before jobs made it, with a connection of a process of that version. */
type OldDatabase = {
  old: OldProcess
  /** Opens it with this version, which brings its schema up to date. */
  open(): Promise<Store>
  close(): Promise<void>
}

const fixture = (engine: string) =>
  readFile(join(import.meta.dirname, '..', 'fixtures', 'before-jobs', `${engine}.sql`), 'utf8')

async function oldSqlite(): Promise<OldDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-'))
  const file = join(folder, 'old.sqlite')
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true })
  database.exec('PRAGMA journal_mode = WAL')
  database.exec(await fixture('sqlite'))
  return {
    old: createOldProcess('sqlite', async (sql, values) => database.prepare(sql).all(...values)),
    open: () => openStore(`sqlite:${file}`),
    async close() {
      database.close()
      await rm(folder, { recursive: true })
    },
  }
}

let engine: PGlite | undefined
let schemas = 0
/** In a schema of its own: one engine for all tests, since each takes seconds to start. */
async function oldPglite(): Promise<OldDatabase> {
  engine ??= new PGlite()
  const pglite = engine
  const schema = `old_${++schemas}`
  await pglite.exec(`CREATE SCHEMA ${schema}; SET search_path TO ${schema}`)
  await pglite.exec(await fixture('postgres'))
  const query = async (sql: string, values: readonly unknown[]) =>
    (await pglite.query<Record<string, unknown>>(sql, [...values])).rows
  return {
    old: createOldProcess('postgres', query),
    open: () => openPostgresStore({ ...createPgConfig(pglite), max: 1 }),
    close: async () => void (await pglite.exec(`DROP SCHEMA ${schema} CASCADE`)),
  }
}

let server: PostgresServer | undefined
async function oldPostgres(): Promise<OldDatabase> {
  server ??= await startPostgres()
  const url = await server.makeDatabase()
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(await fixture('postgres'))
  const query = async (sql: string, values: readonly unknown[]) =>
    (await client.query<Record<string, unknown>>(sql, [...values])).rows
  return {
    old: createOldProcess('postgres', query),
    open: () => openStore(url),
    close: () => client.end(),
  }
}

const engines: readonly (readonly [string, () => Promise<OldDatabase>])[] = [
  ['SQLite', oldSqlite],
  ['PGlite', oldPglite],
  ...(findPostgres() ? [['Postgres', oldPostgres] as const] : []),
]
afterAll(() => Promise.all([engine?.close(), server?.stop()]))

const questions = 'questions:slack'
const me = { holder: 'new', lasting: 60_000 }
const channel = subscriptionOf('s').to

describe.each(engines)('a database of the version before jobs in %s', (_, openOld) => {
  let closing: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closing.toReversed()) await close()
    closing = []
  })
  async function upgrade() {
    const database = await openOld()
    const store = await database.open()
    closing = [database.close, store.close]
    return { old: database.old, store }
  }
  /** Everything can be taken over: the holds of the old process have long run out. */
  const takeAll = (store: Store, queue: string) =>
    vi.waitUntil(async () => {
      const taken = await store.jobs.take(queue, me, 9)
      return taken.length > 0 && taken
    })

  it('keeps its questions: what is open, and the keys of what is done', async () => {
    const { store } = await upgrade()
    expect(await store.jobs.unfinished(questions)).toMatchObject([
      { payload: { line: 'question noted' }, notes: { channel: 'C1', parts: ['1.5'] }, attempts: 1 },
      { payload: { line: 'question waiting' }, notes: undefined },
    ])
    expect(await store.jobs.unfinished('questions:discord')).toHaveLength(1)
    for (const key of ['done', 'done again', 'noted', 'noted again', 'waiting'])
      expect(await store.jobs.add([jobOf([key])])).toEqual([])
    expect(await store.jobs.add([jobOf(['elsewhere'])])).toHaveLength(1)
  })

  it('keeps its posts, what became of them, and what they showed', async () => {
    const { store } = await upgrade()
    const ended = await store.jobs.ended('posts:slack', 's', 9)
    expect(ended.map(({ outcome }) => outcome).toSorted()).toEqual(['failed', 'sent', 'skipped'])
    expect(ended[0]?.payload).toMatchObject({ subscription: 's', kind: 'post', to: channel })
    const [open] = await store.jobs.unfinished('posts:slack')
    expect(open?.payload).toEqual({ subscription: 's', day: '2026-11-25', kind: 'post', to: channel })
    expect(open?.notes).toEqual({ attempts: 1, posted: { channel: 'C1', parts: { 0: '7.5' } } })
    expect(open?.dueAt).toEqual(new Date('2026-11-25T08:00:00Z'))
    expect(await store.shown.at(channel, ['p-sent', 'p-open'])).toMatchObject(
      new Map([
        ['p-sent', { votes: 3 }],
        ['p-open', { votes: 4 }],
      ]),
    )
    for (const day of ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25']) {
      const again = jobOf([`s ${day} post`], 0, { queue: 'posts:slack' })
      expect(await store.jobs.add([again])).toEqual([])
    }
    expect(await store.jobs.count('failed', new Date(0))).toBe(1)
  })

  it('knows of which workspace of Slack what was asked is, and of no other place', async () => {
    const database = await openOld()
    for (const conversation of ['T012AB:C1:1.5', 'E9X:D1:2.5', '300:400', '300', 'terminal:1:2', 'T: a: b'])
      await database.old.answer(conversation, conversation)
    const store = await database.open()
    closing = [database.close, store.close]
    const workspaceOf = async (id: string) => (await store.turns.get(id))?.workspace
    expect(await workspaceOf('T012AB:C1:1.5')).toEqual({ platform: 'slack', workspace: 'T012AB' })
    expect(await workspaceOf('E9X:D1:2.5')).toEqual({ platform: 'slack', workspace: 'E9X' })
    for (const id of ['300:400', '300', 'terminal:1:2', 'T: a: b']) {
      expect(await store.turns.get(id)).toBeDefined()
      expect(await workspaceOf(id)).toBeUndefined()
    }
  })

  it('keeps how fetches went and how far imports are, also for an old process that looks', async () => {
    const { old, store } = await upgrade()
    expect(await syncStates(store)).toMatchObject([{ source: 'huggingface', added: 3, updated: 1 }])
    expect(await old.syncs()).toMatchObject([{ source: 'huggingface' }])
    expect(await store.jobs.ended('imports', 'papers.jsonl 9', 1)).toMatchObject([
      { payload: { line: 2000 } },
    ])
    expect(await takeAll(store, 'fetches:huggingface')).toHaveLength(1)
  })

  it('lets an old process end what it answers, and nobody else meanwhile', async () => {
    const { old, store } = await upgrade()
    const [item] = await store.jobs.unfinished(questions)
    const id = item?.id ?? ''
    expect(await old.prolong(id, 'old', 60_000)).toBe(true)
    expect((await takeAll(store, questions)).map(({ payload }) => payload)).toEqual([
      { line: 'question waiting' },
    ])
    await old.note(id, { channel: 'C1', parts: ['1.5', '2.5'] })
    expect((await store.jobs.unfinished(questions))[0]?.notes).toEqual({
      channel: 'C1',
      parts: ['1.5', '2.5'],
    })
    await old.finish(id)
    expect(await store.jobs.unfinished(questions)).toMatchObject([{ payload: { line: 'question waiting' } }])
    expect(await store.jobs.add([jobOf(['noted'])])).toEqual([])
  })

  it('takes from an old process what it does not hold any more, and lets it take over nothing', async () => {
    const { old, store } = await upgrade()
    const [item] = await store.jobs.unfinished(questions)
    const id = item?.id ?? ''
    expect(await old.takeOver('slack', 'other old')).toEqual([])
    await old.prolong(id, 'old', 0)
    expect(await takeAll(store, questions)).toHaveLength(2)
    await store.jobs.note(id, 'new', 'newer')
    expect(await old.prolong(id, 'old', 60_000)).toBe(false)
    await old.note(id, 'older')
    await old.finish(id)
    expect(await old.takeOver('slack', 'old')).toEqual([])
    expect((await store.jobs.unfinished(questions))[0]).toMatchObject({ id, notes: 'newer' })
    expect(await store.jobs.finish(id, 'new')).toBe(true)
    expect(await old.rows()).toBe(2)
  })

  it('loses no question that reaches an old process, and answers none twice', async () => {
    const { old, store } = await upgrade()
    const id = await old.accept(['fresh', 'fresh again'], 'slack', 'old', 1_000)
    expect(id).toBeDefined()
    expect(await store.jobs.add([jobOf(['fresh again'])])).toEqual([])
    expect(await store.jobs.unfinished(questions)).toContainEqual(
      expect.objectContaining({ id, payload: { line: 'fresh' } }),
    )
    // What this version took on is known to the old one.
    await store.jobs.add([jobOf(['ours'])], me)
    expect(await old.accept(['ours'], 'slack', 'old', 1_000)).toBeUndefined()
    expect(await old.accept(['another', 'ours'], 'slack', 'old', 1_000)).toBeUndefined()
    expect(await store.jobs.add([jobOf(['another'])])).toHaveLength(1)
    // It is killed: this version goes on.
    const taken = await vi.waitUntil(
      async () => (await store.jobs.take(questions, me, 9)).find((job) => job.id === id),
      5_000,
    )
    expect(taken.notes).toBeUndefined()
  })

  it('ends the posts and fetches of an old process', async () => {
    const { old } = await upgrade()
    await expect(old.notePost()).rejects.toThrow('deliveries')
    await expect(old.lead()).rejects.toThrow('leases')
  })

  it('is brought up to date by one of several that start at once', async () => {
    const database = await openOld()
    closing = [database.close]
    if (openOld === oldPglite) return
    const stores = await Promise.all([database.open(), database.open(), database.open()])
    for (const store of stores) {
      expect(await store.jobs.unfinished(questions)).toHaveLength(2)
      await store.close()
    }
  })
})
