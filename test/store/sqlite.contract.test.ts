import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseName, openStore } from '../../src/store/open.ts'
import { migrations } from '../../src/store/sqlite/migrations.ts'
import { storeContract } from '../contracts/store.ts'
import { holdOf, jobOf } from '../contracts/store-jobs.ts'
import { turnOf } from '../contracts/store-turns.ts'
import { keepsOldVectors, oldPaper, oldVector } from '../contracts/store-vectors.ts'

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

  it('keeps the file, what stands beside it and its folder to their owner', async () => {
    const file = join(folder, 'new', 'paperboy.sqlite')
    const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)
    const store = await openStore(`sqlite:${file}`)
    const files = [file, `${file}-wal`, `${file}-shm`]
    expect(await Promise.all(files.map(modeOf))).toEqual(['600', '600', '600'])
    expect(await modeOf(join(folder, 'new'))).toBe('700')
    await store.close()
    // As an older version left it; the folder was there, and may hold other things.
    await chmod(file, 0o644)
    await chmod(join(folder, 'new'), 0o755)
    const again = await openStore(`sqlite:${file}`)
    expect(await Promise.all(files.map(modeOf))).toEqual(['600', '600', '600'])
    expect(await modeOf(join(folder, 'new'))).toBe('755')
    await again.close()
    const other = join(folder, 'other')
    await writeFile(other, 'no database '.repeat(100))
    await chmod(other, 0o644)
    await expect(openStore(`sqlite:${other}`)).rejects.toThrow('not an SQLite database')
    expect(await modeOf(other)).toBe('644')
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

  it('keeps the thumbs that an older version knew', async () => {
    const file = join(folder, 'old.sqlite')
    const old = new DatabaseSync(file)
    for (const step of migrations.slice(0, 2)) old.exec(step)
    old.exec("PRAGMA user_version = 2; INSERT INTO feedback VALUES ('a', 'ada', 'down', 1000)")
    old.close()
    const store = await openStore(`sqlite:${file}`)
    const thumb = { turn: 'a', person: 'ada', rating: 'down', at: new Date(1000) }
    expect(await store.feedback.of('a')).toEqual([thumb])
    await store.close()
  })

  it('keeps the vectors that an older version stored', async () => {
    const file = join(folder, 'old.sqlite')
    const old = new DatabaseSync(file)
    for (const step of migrations.slice(0, 5)) old.exec(step)
    old.exec(`PRAGMA user_version = 5;
      INSERT INTO papers (id, folded_title, title, abstract, url, source, stems, more)
      VALUES ('${oldPaper.id}', 'one', '${oldPaper.title}', '${oldPaper.abstract}', '', 'test', '||', '{}');
      INSERT INTO vectors VALUES ('small', 1, x'${oldVector}')`)
    old.close()
    const store = await openStore(`sqlite:${file}`)
    await keepsOldVectors(store)
    await store.close()
  })

  it('keeps no vectors of a paper that is gone', async () => {
    const file = join(folder, 'gone.sqlite')
    const store = await openStore(`sqlite:${file}`)
    await store.papers.put([oldPaper])
    const east = Float32Array.of(1, 0)
    const vectors = { of: oldPaper, paper: east, passages: [east, east] }
    await store.vectors.put({ model: 'small', dimensions: 2 }, [vectors])
    await store.close()
    const database = new DatabaseSync(file)
    const left = () => database.prepare('SELECT count(*) AS sentences FROM sentence_vectors').get()?.sentences
    expect(left()).toBe(1)
    database.exec('DELETE FROM papers')
    expect(left()).toBe(0)
    database.close()
  })

  it('leaves nothing in the file of what was forgotten', async () => {
    const file = join(folder, 'turns.sqlite')
    const store = await openStore(`sqlite:${file}`)
    await store.turns.append(turnOf('a', 1, { line: 'the secret of cats' }))
    await store.turns.append(turnOf('b', 1, { conversation: 'other', line: 'no matter' }))
    await store.turns.forget('thread')
    await store.close()
    const bytes = await readFile(file, 'latin1')
    expect(bytes).toContain('no matter')
    expect(bytes).not.toContain('secret of cats')
  })

  it('waits for another writer without holding up anything else', async () => {
    const file = join(folder, 'shared.sqlite')
    const store = await openStore(`sqlite:${file}`)
    const other = new DatabaseSync(file)
    other.exec('BEGIN IMMEDIATE')
    // If it were waited for inside SQLite, nobody would be there to end this transaction.
    const written = store.jobs.add([jobOf(['work'])])
    expect(await store.papers.count()).toBe(0)
    other.exec('COMMIT')
    other.close()
    expect(await written).toHaveLength(1)
    await store.close()
  })

  it('leaves none of the work that is done in its file', async () => {
    const file = join(folder, 'work.sqlite')
    const store = await openStore(`sqlite:${file}`)
    for (const long of [0, 300, 9_000]) {
      const payload = { line: `secret of cats ${'x'.repeat(long)} secret of cats` }
      const [job] = await store.jobs.add([jobOf([`k${long}`], 0, { payload })], holdOf())
      expect(await store.jobs.finish(job?.id ?? '', 'one')).toBe(true)
    }
    await store.close()
    expect(await readFile(file, 'latin1')).not.toContain('secret of cats')
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
