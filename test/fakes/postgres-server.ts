import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync } from 'node:fs'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { freePort } from '../loopback.ts'

/** A real Postgres server on loopback, of a test's own. */
export type PostgresServer = {
  /** The address of a new, empty database. */
  makeDatabase(): Promise<string>
  /** Runs SQL as the superuser. */
  run(sql: string): Promise<readonly Record<string, unknown>[]>
  /** Ends every connection at once and starts anew, as a failover does. */
  restart(): Promise<void>
  /** Stops it and removes its files. */
  stop(): Promise<void>
}

const password = 'not a secret: loopback only'

/** The folder of the machine's server programs; undefined when there are none. Debian keeps them off the path. */
export function findPostgres(): string | undefined {
  const folders = [
    ...(process.env.PATH ?? '').split(':'),
    ...globSync('/usr/lib/postgresql/*/bin').toSorted(byVersion),
  ]
  return folders.find((folder) =>
    ['postgres', 'initdb'].every((program) => existsSync(join(folder, program))),
  )
}

/** The newest first. */
const byVersion = (one: string, other: string) => other.localeCompare(one, 'en', { numeric: true })

/**
 * Starts a server with an empty cluster.
 *
 * @throws when the machine has no server programs: see `findPostgres`
 */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = findPostgres()
  if (programs === undefined) throw new Error('no Postgres server on this machine')
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-postgres-'))
  const user = await unprivileged()
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, password)
  for (const path of user ? [folder, passwordFile] : []) await chown(path, user?.uid ?? 0, user?.gid ?? 0)
  const data = join(folder, 'data')
  const cluster = ['-D', data, '-U', 'ada', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  await promisify(execFile)(join(programs, 'initdb'), [...cluster, '--no-sync', '-E', 'UTF8'], {
    ...user,
    cwd: folder,
  })
  const port = await freePort()
  const addressOf = (database: string) =>
    `postgres://ada:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`

  async function run(sql: string) {
    const client = new Client({ connectionString: addressOf('postgres') })
    try {
      await client.connect()
      return (await client.query<Record<string, unknown>>(sql)).rows
    } finally {
      await client.end()
    }
  }

  async function start(): Promise<ChildProcess> {
    const settings = ['fsync=off', 'max_connections=200', 'listen_addresses=127.0.0.1']
    const given = [...settings, `unix_socket_directories=${folder}`].flatMap((setting) => ['-c', setting])
    const server = spawn(join(programs ?? '', 'postgres'), ['-D', data, '-p', `${port}`, ...given], {
      ...user,
      cwd: folder,
      stdio: 'ignore',
    })
    while (server.exitCode === null) {
      const answers = await run('SELECT 1').then(
        () => true,
        () => false,
      )
      if (answers) return server
      await sleep(50)
    }
    throw new Error('the Postgres server did not start')
  }

  /** "Immediate" shutdown (https://www.postgresql.org/docs/current/server-shutdown.html): like a crash. */
  async function end(server: ChildProcess): Promise<void> {
    const ended = once(server, 'close')
    server.kill('SIGQUIT')
    await ended
  }

  let server = await start()
  let databases = 0
  return {
    async makeDatabase() {
      const name = `papers_${++databases}`
      await run(`CREATE DATABASE ${name}`)
      return addressOf(name)
    },
    run,
    async restart() {
      await end(server)
      server = await start()
    },
    async stop() {
      await end(server)
      await rm(folder, { recursive: true })
    },
  }
}

/** The server refuses to run as root. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const idOf = async (kind: '-u' | '-g') => Number((await promisify(execFile)('id', [kind, 'nobody'])).stdout)
  return { uid: await idOf('-u'), gid: await idOf('-g') }
}
