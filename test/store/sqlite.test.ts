import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseName, openStore } from '../../src/store/open.ts'
import { storeContract } from '../contracts/store.ts'

const newFolder = () => mkdtemp(join(tmpdir(), 'paperboy-'))

storeContract('SQLite in a file', { shared: true }, async () => {
  const folder = await newFolder()
  const remove = () => rm(folder, { recursive: true })
  return { url: `sqlite:${join(folder, 'paperboy.sqlite')}`, remove }
})

storeContract('SQLite in memory', { shared: false }, async () => ({
  url: 'sqlite::memory:',
  remove: async () => undefined,
}))

describe('opening a database', () => {
  let folder: string
  beforeEach(async () => {
    folder = await newFolder()
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('makes the folders it stands in', async () => {
    const url = `sqlite:${join(folder, 'a', 'b', 'paperboy.sqlite')}`
    await (await openStore(url)).close()
    const again = await openStore(url)
    expect(await again.papers.count()).toBe(0)
    await again.close()
  })

  it.each([
    ['below a folder that nobody can write to', () => '/proc/nope/x.sqlite', 'cannot be made: /proc/nope.'],
    ['far below it', () => '/proc/nope/a/b/x.sqlite', 'cannot be made: /proc/nope/a/b.'],
    ['below a file', () => join(folder, 'file', 'x.sqlite'), 'cannot be made'],
    ['in the place of a folder', () => folder, 'cannot be opened'],
    ['in the place of another file', () => join(folder, 'file'), 'not an SQLite database'],
  ])('%s fails at once, with what to do', async (_, file, message) => {
    await writeFile(join(folder, 'file'), 'no database '.repeat(100))
    await expect(openStore(`sqlite:${file()}`)).rejects.toMatchObject({
      name: 'PaperboyError',
      message: expect.stringContaining(message),
      advice: expect.stringContaining('DATABASE_URL'),
    })
  })

  it('by an address of no engine fails', async () => {
    await expect(openStore('mysql://localhost')).rejects.toMatchObject({ name: 'PaperboyError' })
  })
})

describe('the name of a database', () => {
  it.each([
    ['sqlite:./var/paperboy.sqlite', 'sqlite:./var/paperboy.sqlite'],
    ['postgres://ada:pass@word@db.example:5432/papers', 'postgres://db.example:5432/papers'],
    ['postgres://db.example/papers?user=ada&password=secret', 'postgres://db.example/papers'],
  ])('of %s hides who logs in', (url, name) => {
    expect(databaseName(url)).toBe(name)
  })
})
