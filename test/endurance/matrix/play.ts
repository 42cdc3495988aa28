import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, inject } from 'vitest'
import { openStore } from '../../../src/store/open.ts'
import { storeIn } from '../../e2e/digests/due-post.ts'
import { freshFolder } from '../../e2e/paperboy.ts'
import { formatTable } from '../../eval/table.ts'
import { findPostgres, type PostgresServer, startPostgres } from '../../fakes/postgres-server.ts'
import type { Stage } from './stage.ts'
import { stageInDiscord } from './stage-in-discord.ts'
import { stageInSlack } from './stage-in-slack.ts'

export const platforms: readonly (readonly ['Slack' | 'Discord', () => Promise<Stage>])[] = [
  ['Slack', stageInSlack],
  ['Discord', stageInDiscord],
]

export const engines = ['SQLite', ...(findPostgres() ? ['Postgres'] : [])]

/** Where the processes of a case meet: databases of their own on each engine, with the server for as long as tests run. */
export function useEngines() {
  let server: PostgresServer | undefined
  beforeAll(async () => {
    if (findPostgres()) server = await startPostgres()
  }, 120_000)
  afterAll(() => server?.stop())

  return async (engine: string) => {
    const folder = freshFolder()
    // Each process would fill it first.
    if (engine === 'SQLite') copyFileSync(inject('shippedStore'), join(folder, 'paperboy.sqlite'))
    const url = engine === 'Postgres' ? await server?.makeDatabase() : undefined
    const settings: Record<string, string> = url === undefined ? {} : { DATABASE_URL: url }
    const store = url === undefined ? await storeIn(folder) : await openStore(url)
    return { surroundings: { folder, settings }, store }
  }
}

type Row = readonly (string | number)[]
/** Prints what came of each case when all were played. */
export function useTable(head: readonly string[]) {
  const rows: Row[] = []
  const byPlay = (one: Row, other: Row) => `${one[2]}${one[1]}`.localeCompare(`${other[2]}${other[1]}`)
  afterAll(() => void process.stdout.write(`${formatTable([...head], rows.toSorted(byPlay))}\n`))
  return (...row: Row) => void rows.push(row)
}
