import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { findPostgres, startPostgres } from '../fakes/postgres-server.ts'
import { dueNow, fill, storeIn } from './digests/due-post.ts'
import { freshFolder, runPaperboy } from './paperboy.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/backup.md'), 'utf8')
/** The commands of the page that begin like this. */
const commands = (start: string) => page.split('\n').filter((line) => line.startsWith(start))
const shell = (command: string, folder: string, env: Record<string, string> = {}) => {
  const path = [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter)
  return promisify(execFile)('bash', ['-c', command], { cwd: folder, env: { PATH: path, ...env } })
}
const to = { platform: 'slack', workspace: 'T1', kind: 'channel', channel: 'C1' } as const
const isThere = (command: string) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => globSync(join(folder, command)).length > 0)

it.each([
  ['sqlite3', 'sqlite3 '],
  ['node', 'node_modules/.bin/node '],
])('the copy that %s makes of an open database is whole', async (program, start) => {
  if (program === 'sqlite3' && !isThere(program)) return
  const folder = freshFolder()
  const store = await storeIn(folder)
  await fill(store, [dueNow('k1', to, new Date())])
  const [command = ''] = commands(start)
  expect(command).toContain('VACUUM INTO')
  await shell(command.replaceAll('var/', '').replace('node_modules/.bin/', ''), folder)
  const [copy = ''] = globSync(['copy.sqlite', 'paperboy-*.sqlite'], { cwd: folder })
  const [before, copied] = [await store.papers.count(), await openStore(`sqlite:${join(folder, copy)}`)]
  expect([await copied.papers.count(), (await copied.subscriptions.get('k1'))?.id]).toEqual([before, 'k1'])
  await copied.close()
  await store.close()
  const looked = await runPaperboy(['status'], {
    folder,
    settings: { DATABASE_URL: `sqlite:${copy}`, SHIPPED_PAPERS: 'off' },
  })
  expect([looked.code, looked.stdout]).toEqual([0, expect.stringContaining(`${before} papers`)])
})

it.skipIf(!findPostgres())('a dump of Postgres brings everything back', async () => {
  const server = await startPostgres()
  const url = await server.makeDatabase()
  const folder = freshFolder()
  const env = { DATABASE_URL: url, PATH: [findPostgres(), process.env.PATH].join(delimiter) }
  const [dump = ''] = commands('pg_dump ')
  const [restore = ''] = commands('pg_restore ')
  const store = await openStore(url)
  await fill(store, [dueNow('k1', to, new Date())])
  await shell(dump, folder, env)
  await store.subscriptions.remove('k1')
  await store.close()
  await shell(restore, folder, env)
  const back = await openStore(url)
  expect((await back.subscriptions.get('k1'))?.id).toBe('k1')
  expect(await back.papers.count()).toBe(2)
  await back.close()
  await server.stop()
})
