import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { move } from '../../src/operator/move.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { holdOf, jobOf } from '../contracts/store-jobs.ts'
import { subscriptionOf } from '../contracts/store-posts.ts'
import { turnOf } from '../contracts/store-turns.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../fakes/postgres-server.ts'

// Engines and processes start here; on a busy machine that takes a while.
vi.setConfig({ hookTimeout: 120_000, testTimeout: 180_000 })

const reason = findPostgres() === undefined ? ' (skipped: this machine has no Postgres server)' : ''
const main = join(import.meta.dirname, '..', '..', 'src', 'main.ts')

describe.skipIf(reason !== '')(`a move from SQLite to Postgres${reason}`, () => {
  let server: PostgresServer
  let folder: string
  let from: string
  let to: string
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-'))
    from = `sqlite:${join(folder, 'old.sqlite')}`
    to = await server.makeDatabase()
  })
  afterEach(() => rm(folder, { recursive: true }))

  async function withStore<T>(url: string, work: (store: Store) => Promise<T>): Promise<T> {
    const store = await openStore(url)
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  }

  const papers = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      makePaper({
        title: `CAT${index}: On Cats, “part” ${index}\0`,
        abstract: `We propose CAT${index}. Cats purr at ${index} Hz.`,
        source: 'test',
        upvotes: index,
        ...(index % 2 === 0
          ? { date: '2025-03-13' }
          : { ids: { arxiv: `2401.${10_000 + index}`, doi: `10.1000/A.${index}` } }),
      }),
    )

  /** Something in every table. */
  async function fill(store: Store) {
    await store.papers.put(papers(20))
    const [one] = papers(1)
    if (one)
      await store.vectors.put({ model: 'small', dimensions: 2 }, [
        {
          of: one,
          paper: Float32Array.of(1, 0),
          passages: [Float32Array.of(0, 1), Float32Array.of(0.6, 0.8)],
        },
      ])
    await store.turns.append(turnOf('a', 1, { line: 'why\0?', question: 'why?' }))
    await store.feedback.put({ turn: 'a', person: 'ada', rating: 'wrong', claim: 1, at: new Date(5) })
    const some = [jobOf(['done']), jobOf(['event', 'message'], 3)]
    const [done, open] = await store.jobs.add(some, { holder: 'one', lasting: 3_600_000 })
    await store.jobs.finish(done?.id ?? '', 'one')
    await store.jobs.note(open?.id ?? '', 'one', { far: null })
    await store.jobs.record([jobOf(['post'], 4, { queue: 'posts:slack', series: 's' })], 'skipped')
    await store.usage.record({
      at: new Date(5),
      model: 'small',
      ...{ calls: 1, inputTokens: 2, outputTokens: 3, cost: 0.1 },
    })
    await store.subscriptions.put(subscriptionOf('s', 5))
    await store.subscriptions.put(subscriptionOf('t', 6, { paused: 'Asked to.' }))
    await store.shown.add(subscriptionOf('s').to, 'post', [{ paper: 'a', votes: 3 }], new Date(6))
  }

  /** What can be seen of everything. */
  const look = async (store: Store) => ({
    papers: await store.papers.get(papers(20).map(({ id }) => id)),
    count: await store.papers.count(),
    named: await store.papers.named('CAT7', 5),
    titled: await store.papers.titled('cat part 7', 5),
    completed: await store.papers.completions('cat1', 5),
    found: (await store.words.search(['purr'], 50)).length,
    frequencies: await store.words.frequencies(['cat', 'purr', 'dog']),
    near: await store.vectors.search({ model: 'small', dimensions: 2 }, Float32Array.of(1, 0), 5),
    vectors: await store.vectors.get(
      'small',
      papers(20).map(({ id }) => id),
    ),
    turn: await store.turns.get('a'),
    rated: await store.feedback.of('a'),
    unfinished: await store.jobs.unfinished('questions:slack'),
    ended: await store.jobs.ended('posts:slack', 's', 9),
    usage: await store.usage.since(new Date(0)),
    next: await store.subscriptions.next(9),
    subscriptions: await store.subscriptions.count(),
    shown: await store.shown.at(subscriptionOf('s').to, ['a']),
    again: await store.jobs.add([jobOf(['done'])], holdOf()),
    held: await store.jobs.take('questions:slack', holdOf('two'), 9),
  })

  async function run(addresses = { from, to }) {
    let output = ''
    const write = (text: string) => {
      output += text
    }
    const signal = new AbortController().signal
    await move(addresses, { stdout: { write }, stderr: { write }, now: () => 0, signal })
    return output
  }

  it('brings everything over, and leaves the file as it was', async () => {
    await withStore(from, fill)
    const old = new DatabaseSync(from.replace('sqlite:', ''))
    // As an older version stored them: float32.
    old.exec("INSERT INTO vectors (model, paper, vector) VALUES ('small', 7, x'cdcc4c3f9a99193f')")
    old.close()
    const before = await withStore(from, look)
    expect([...before.vectors.values()].map(({ passages }) => passages?.length)).toEqual([2, undefined])
    expect(before.near).toHaveLength(2)
    const output = await run()
    expect(output).toContain('  papers: 20\n')
    expect(output).not.toContain('not%20a')
    // U+0000 is what Postgres cannot hold.
    const turn = { ...before.turn, line: 'why\ufffd?' }
    expect(await withStore(to, look)).toEqual({ ...before, turn })
    expect(await withStore(from, look)).toEqual(before)
    await withStore(to, async (store) => {
      // New rows get new numbers.
      expect(await store.papers.put([makePaper({ title: 'New', source: 'test' })])).toMatchObject({
        added: 1,
      })
      expect(await store.jobs.add([jobOf(['new'])], holdOf())).toHaveLength(1)
    })
  })

  it('goes on where it was killed, and is closed to others until it is complete', async () => {
    const all = papers(4_000)
    await withStore(from, (store) => store.papers.put(all))
    const watching = new Client({ connectionString: to })
    await watching.connect()
    let kills = 0
    for (const wait of [2, 3, 4]) {
      const child = spawn(process.execPath, [main, 'move', '--to', to], {
        env: { ...process.env, DATABASE_URL: from },
        stdio: 'inherit',
      })
      const ended = once(child, 'exit')
      await vi.waitUntil(async () => child.exitCode !== null || (await copied(watching)) >= wait * 500, {
        timeout: 50_000,
        interval: 5,
      })
      child.kill('SIGKILL')
      const [, signal] = await ended
      if (signal === 'SIGKILL') kills++
    }
    await watching.end()
    expect(kills).toBe(3)
    await expect(openStore(to)).rejects.toThrow('not complete')
    const elsewhere = `sqlite:${join(folder, 'other.sqlite')}`
    await withStore(elsewhere, async () => undefined)
    await expect(run({ from: elsewhere, to })).rejects.toThrow('Another database is on its way')
    expect(await run()).toContain('  papers: 4,000\n')
    await withStore(to, async (store) => {
      expect(await store.papers.count()).toBe(4_000)
      expect(await store.words.frequencies(['purr'])).toEqual(new Map([['purr', 4_000]]))
      expect(await store.papers.put(all.slice(0, 500))).toMatchObject({ unchanged: 500 })
    })
  })

  /** How many papers the last finished step left at the other end. */
  async function copied(client: Client): Promise<number> {
    const found = await client.query('SELECT count(*)::int AS papers FROM papers').catch(() => undefined)
    return found?.rows[0]?.papers ?? 0
  }

  it('is refused where there is nothing to move, or data already', async () => {
    await expect(run()).rejects.toThrow('There is no database')
    await expect(run({ from: to, to })).rejects.toThrow('nothing to move')
    await withStore(from, fill)
    await expect(run({ from, to: 'mysql://x' })).rejects.toThrow('not the address of a Postgres')
    await withStore(to, (store) => store.turns.append(turnOf('theirs')))
    await expect(run()).rejects.toThrow('holds data already')
  })

  it('tells when the file was written to meanwhile', async () => {
    await withStore(from, fill)
    const controller = new AbortController()
    const { moveStore } = await import('../../src/store/move/move.ts')
    const file = from.replace('sqlite:', '')
    const interrupted = moveStore({
      ...{ file, to, signal: controller.signal },
      onProgress: ({ table }) => table === 'usage' && controller.abort(),
    })
    await expect(interrupted).rejects.toThrow('aborted')
    await withStore(from, (store) => store.turns.forget('thread'))
    await expect(run()).rejects.toThrow('turns has 1 row there and 0 rows here')
  })
})
