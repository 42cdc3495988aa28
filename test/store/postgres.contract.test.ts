import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createRunner } from '../../src/jobs/runner.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import { openStore } from '../../src/store/open.ts'
import { openPostgresStore } from '../../src/store/postgres/store.ts'
import type { Store } from '../../src/store/store.ts'
import { storeContract } from '../contracts/store.ts'
import { holdOf, jobOf } from '../contracts/store-jobs.ts'
import { turnOf } from '../contracts/store-turns.ts'
import { keepsOldVectors, oldPostgres } from '../contracts/store-vectors.ts'
import { silentLog } from '../digests/posting.ts'
import { eventually } from '../eventually.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../fakes/postgres-server.ts'
import { listen } from '../loopback.ts'

vi.setConfig({ hookTimeout: 120_000, testTimeout: 60_000 })

const reason = findPostgres() === undefined ? ' (skipped: this machine has no Postgres server)' : ''

describe.skipIf(reason !== '')(`a Postgres server${reason}`, () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())

  async function withStores(count: number, work: (stores: readonly Store[], url: string) => Promise<void>) {
    const url = await server.makeDatabase()
    const stores = await Promise.all(Array.from({ length: count }, () => openStore(url)))
    try {
      await work(stores, url)
    } finally {
      await Promise.all(stores.map((store) => store.close()))
    }
  }

  storeContract('it', { shared: true }, async () => ({
    url: await server.makeDatabase(),
    remove: async () => undefined,
  }))

  it('is made ready once, however many processes start at once', () =>
    withStores(8, async (stores) => {
      for (const store of stores) expect(await store.papers.count()).toBe(0)
    }))

  it('adds each paper once, no matter which process brings it', () =>
    withStores(4, async (stores) => {
      const papers = Array.from({ length: 50 }, (_, index) =>
        makePaper({ title: `On Cats, part ${index}`, abstract: `Cats ${index} purr.`, source: 'test' }),
      )
      const counts = await Promise.all(
        stores.map((store, index) => store.papers.put(index % 2 === 0 ? papers : papers.toReversed())),
      )
      expect(counts.map(({ added }) => added).toSorted()).toEqual([0, 0, 0, 50])
      expect(await stores[0]?.papers.count()).toBe(50)
      expect(await stores[1]?.words.frequencies(['cat'])).toEqual(new Map([['cat', 50]]))
    }))

  it('reads no table from end to end to store papers or to find them by a word that many hold', () =>
    withStores(1, async ([store], url) => {
      if (!store) return
      const papers = Array.from({ length: 1_500 }, (_, index) =>
        makePaper({
          title: `On cats, part ${index}`,
          abstract: `Number ${index} purrs. ${index % 2 === 0 ? 'Even so. ' : ''}${'And on. '.repeat(200)}`,
          ids: { arxiv: `2401.${String(index).padStart(5, '0')}` },
          source: 'test',
        }),
      )
      await store.papers.put(papers)
      const client = new Client({ connectionString: url })
      await client.connect()
      try {
        await client.query('ANALYZE')
        const scans = async () => {
          // What sessions did is told when they end, so they are ended.
          await client.query(
            'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
          )
          await eventually(async () => {
            const { rows } = await client.query(
              'SELECT count(*)::int AS others FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
            )
            expect(rows).toEqual([{ others: 0 }])
          })
          const { rows } = await client.query(
            "SELECT relname, seq_scan::int AS scans FROM pg_stat_user_tables WHERE relname IN ('papers', 'vocabulary') ORDER BY relname",
          )
          return rows
        }
        const before = await scans()
        const changed = papers
          .slice(0, 20)
          .map((one) => ({ ...one, abstract: one.abstract.replace('purrs', 'sleeps') }))
        expect(await store.papers.put(changed)).toMatchObject({ updated: 20 })
        expect(await store.words.search(['even'], 30)).toHaveLength(30)
        expect(await store.papers.completions('2401.014', 9)).toHaveLength(9)
        expect(await scans()).toEqual(before)
      } finally {
        await client.end()
      }
    }))

  it('goes on when its connections are killed, and loses nothing', () =>
    withStores(1, async ([store], url) => {
      if (!store) return
      const name = new URL(url).pathname.slice(1)
      const killAll = () =>
        server.run(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`)
      const kept: string[] = []
      for (let index = 0; index < 100; index++) {
        // In the middle of some, before others, and never more often than there is something to do.
        const killing = index % 3 === 0 ? killAll() : undefined
        await store.turns.append(turnOf(`turn ${index}`, index))
        // What fails may be done or not; what does not fail is done.
        const added = await store.jobs.add([jobOf([`${index}`])], holdOf()).catch(() => [])
        kept.push(...added.map(({ id }) => id))
        await killing
      }
      expect(await store.turns.recent('thread', 1_000)).toHaveLength(100)
      const unfinished = await store.jobs.unfinished('questions:slack')
      expect(unfinished.map(({ id }) => id)).toEqual(expect.arrayContaining(kept))
    }))

  it('goes on by another connection when the server falls silent on one, as after a failover', async () => {
    const url = new URL(await server.makeDatabase())
    const proxy = await startProxy(Number(url.port))
    url.port = String(proxy.port)
    const store = await openPostgresStore({ connectionString: url.href, query_timeout: 500 })
    try {
      await store.turns.append(turnOf('a'))
      proxy.silence()
      expect(await store.turns.get('a')).toEqual(turnOf('a'))
      expect(await store.papers.put([makePaper({ title: 'On Cats', source: 'test' })])).toMatchObject({
        added: 1,
      })
      expect(await store.papers.count()).toBe(1)
    } finally {
      await store.close()
      await proxy.stop()
    }
  })

  it('goes on when it is started anew in the middle of work', () =>
    withStores(2, async (stores) => {
      const work = stores.map(async (store, part) => {
        for (let index = 0; index < 100; index++) {
          const paper = makePaper({ title: `Part ${part}, number ${index}`, source: 'test' })
          await store.papers.put([paper])
        }
      })
      await server.restart()
      await Promise.all(work)
      expect(await stores[0]?.papers.count()).toBe(200)
      expect(await stores[1]?.words.frequencies(['number'])).toEqual(new Map([['number', 200]]))
    }))

  it.each([
    ['a wrong password', (url: URL) => Object.assign(url, { password: 'wrong' }), 'refused the password'],
    ['no password', (url: URL) => Object.assign(url, { password: '' }), 'wants a password'],
    ['no such database', (url: URL) => Object.assign(url, { pathname: '/nowhere' }), 'no such database'],
    ['no server there', (url: URL) => Object.assign(url, { port: '1' }), 'cannot be reached'],
    ['no secure connection', (url: URL) => Object.assign(url, { search: 'sslmode=verify-full' }), 'secure'],
  ])('says what to do about %s, without the password', async (_, change, message) => {
    const url = change(new URL(await server.makeDatabase()))
    const error = await openStore(url.href).catch((error: unknown) => error)
    expect(error).toMatchObject({ name: 'PaperboyError', message: expect.stringContaining(message) })
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/wrong|not%20a|not a secret/)
  })

  it('keeps away from the tables of others and of newer versions', async () => {
    const foreign = new URL(await server.makeDatabase())
    await server.run('CREATE TABLE IF NOT EXISTS theirs (a int)')
    foreign.pathname = '/postgres'
    await expect(openStore(foreign.href)).rejects.toThrow('belongs to another program')
    await server.run('DROP TABLE theirs')
    await (await openStore(foreign.href)).close()
    await server.run('UPDATE paperboy SET version = 99')
    await expect(openStore(foreign.href)).rejects.toThrow('newer Paperboy')
  })

  it('keeps the vectors that an older version stored', async () => {
    const url = await server.makeDatabase()
    const old = new Client({ connectionString: url })
    await old.connect()
    await old.query(oldPostgres)
    await old.end()
    const store = await openStore(url)
    await keepsOldVectors(store)
    await store.close()
  })

  it('is reached through PgBouncer, which refuses startup parameters that it does not know', async () => {
    const url = new URL(await server.makeDatabase())
    const refused = await refuseParameters(Number(url.port))
    url.port = String(refused.port)
    const store = await openStore(url.href)
    try {
      expect(await store.papers.count()).toBe(0)
      expect(refused.asked()).toContain('application_name')
    } finally {
      await store.close()
      await refused.stop()
    }
  })

  it('holds work by its own clock, whatever those of the machines say', () =>
    withStores(2, async ([one, other]) => {
      if (!one || !other) return
      const behind = { now: () => new Date(Date.now() - 15_000) }
      const runners = [
        createRunner({ store: one, clock: behind, log: silentLog }),
        createRunner({ store: other, clock: { now: () => new Date(Date.now() + 15_000) }, log: silentLog }),
      ]
      const begun: string[] = []
      const answering = Promise.withResolvers<'done'>()
      const [first, second] = runners.map((runner, place) => {
        const queue = runner.queue('questions:slack')
        queue.serve((held) => {
          begun.push(`${place} took over ${held.job.payload}`)
          void queue.work(held, async () => 'done')
        })
        return queue
      })
      const [held] = (await first?.add([jobOf(['1'], 0, { payload: 'it' })])) ?? []
      if (held) void first?.work(held, () => answering.promise)
      await sleep(11_000)
      expect(begun).toEqual([])
      expect(held?.isMine()).toBe(true)
      answering.resolve('done')
      await vi.waitFor(async () => expect(await one.jobs.unfinished('questions:slack')).toEqual([]))
      for (const queue of [first, second]) await queue?.drain({ finish: 1, end: 1 })
    }))

  it('says who may not make tables, and which extensions it lacks', async () => {
    const url = new URL(await server.makeDatabase())
    const store = await openStore(url.href)
    for (const name of ['pg_textsearch', 'vector'])
      expect(await store.notes()).toContainEqual(expect.stringContaining(`extension ${name} `))
    await store.close()
    await server.run("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    const other = Object.assign(new URL(await server.makeDatabase()), {
      username: 'guest',
      password: 'guest',
    })
    await expect(openStore(other.href)).rejects.toThrow('no right')
  })
})

/** Stands between a store and its server. Once silenced, connections stay open but nothing goes through; new ones work. */
async function startProxy(serverPort: number) {
  const connections = new Set<Socket>()
  const proxy = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1')
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      connections.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => to.destroy())
      from.pipe(to)
    }
  })
  return {
    port: await listen(proxy),
    silence() {
      for (const connection of connections) connection.unpipe().resume()
    },
    async stop() {
      for (const connection of connections) connection.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}

/**
 * Stands between a store and its server, and lets a connection begin only with the startup parameters that PgBouncer
 * takes (https://www.pgbouncer.org/config.html#ignore_startup_parameters).
 */
async function refuseParameters(serverPort: number) {
  const known = new Set([
    'user',
    'database',
    'client_encoding',
    'datestyle',
    'timezone',
    'standard_conforming_strings',
  ])
  for (const name of ['application_name', 'intervalstyle']) known.add(name)
  const asked: string[] = []
  const proxy = createServer((client) => {
    client.once('data', (packet) => {
      const names = packet
        .subarray(8)
        .toString()
        .split('\0')
        .filter((_, index) => index % 2 === 0)
        .filter((name) => name !== '')
      asked.push(...names)
      const unknown = names.find((name) => !known.has(name.toLowerCase()))
      if (unknown !== undefined) {
        const fields = `SFATAL\0C08P01\0Munsupported startup parameter: ${unknown}\0\0`
        const head = Buffer.alloc(5)
        head.write('E')
        head.writeInt32BE(fields.length + 4, 1)
        client.end(Buffer.concat([head, Buffer.from(fields)]))
        return
      }
      const upstream = connect(serverPort, '127.0.0.1')
      upstream.write(packet)
      client.pipe(upstream).pipe(client)
      for (const [one, other] of [
        [client, upstream],
        [upstream, client],
      ] as const)
        one.on('error', () => other.destroy()).on('close', () => other.destroy())
    })
  })
  return {
    port: await listen(proxy),
    asked: () => asked,
    async stop() {
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
