import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { expectOneLine } from './one-line.ts'
import { freshFolder, runPaperboy } from './paperboy.ts'

const question = ['ask', 'What is TAROT?']

describe('a database that cannot be used', () => {
  /** A folder with a database that has been used. */
  async function usedFolder() {
    const folder = freshFolder()
    await runPaperboy(['status'], { folder })
    return { folder, file: join(folder, 'paperboy.sqlite') }
  }
  const at = (file: string) => ({ settings: { DATABASE_URL: `sqlite:${file}` } })

  it('a folder', async () => {
    const folder = freshFolder()
    expectOneLine(await runPaperboy(question, { folder, ...at(folder) }), 'DATABASE_URL')
  })

  it('below a file', async () => {
    const { folder, file } = await usedFolder()
    expectOneLine(await runPaperboy(question, { folder, ...at(join(file, 'more.sqlite')) }), 'DATABASE_URL')
  })

  it('a file of another kind, which stays as it is', async () => {
    const folder = freshFolder()
    const file = join(folder, 'notes.txt')
    const notes = 'These are my notes. '.repeat(1_000)
    writeFileSync(file, notes)
    expectOneLine(await runPaperboy(question, { folder, ...at(file) }), 'not an SQLite database')
    expect(readFileSync(file, 'utf8')).toBe(notes)
  })

  it.each([0, 1, 99])("another program's, of version %i, which stays as it is", async (version) => {
    const folder = freshFolder()
    const file = join(folder, 'other.sqlite')
    const other = new DatabaseSync(file)
    other.exec(`CREATE TABLE papers (weight); PRAGMA user_version = ${version}`)
    other.close()
    const before = readFileSync(file)
    expectOneLine(await runPaperboy(question, { folder, ...at(file) }), 'another program', 'DATABASE_URL')
    const after = new DatabaseSync(file)
    expect(after.prepare('SELECT name FROM sqlite_schema').all()).toHaveLength(1)
    after.close()
    expect(readFileSync(file).length).toBe(before.length)
  })

  it("a newer Paperboy's", async () => {
    const { folder, file } = await usedFolder()
    const database = new DatabaseSync(file)
    database.exec('PRAGMA user_version = 99')
    database.close()
    expectOneLine(await runPaperboy(question, { folder }), 'newer Paperboy')
  })

  it('a damaged one', async () => {
    const { folder, file } = await usedFolder()
    truncateSync(file, 20_000)
    expectOneLine(await runPaperboy(question, { folder }), 'damaged', 'backup')
  })

  it('a read-only one in a read-only folder', async () => {
    const { folder, file } = await usedFolder()
    chmodSync(file, 0o444)
    chmodSync(folder, 0o555)
    // Permissions mean nothing to root, so Paperboy runs as somebody else.
    const uid = process.getuid?.() === 0 ? 65_534 : undefined
    expectOneLine(await runPaperboy(question, { folder, uid }), 'read-only', 'DATABASE_URL')
    chmodSync(folder, 0o755)
    expectOneLine(
      await runPaperboy(question, { folder, uid, ...at(join(folder, 'new/paperboy.sqlite')) }),
      'writable folder',
    )
  })

  describe('a locked one', () => {
    /** Another process that holds the lock until it is told to let go. */
    async function lock(file: string, how: string) {
      const code = `
        const { DatabaseSync } = require('node:sqlite')
        const database = new DatabaseSync(process.argv[1])
        database.exec(${JSON.stringify(how)})
        console.log('locked')
        process.stdin.on('end', () => database.close()).resume()`
      const holder = spawn(process.execPath, ['--eval', code, file])
      await once(holder.stdout, 'data')
      return async () => {
        holder.stdin.end()
        await once(holder, 'close')
      }
    }

    it('is waited for, then named, and works again afterwards', async () => {
      const { folder, file } = await usedFolder()
      const release = await lock(file, 'PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE')
      expectOneLine(await runPaperboy(question, { folder }), 'locked by another program')
      await release()
      expect((await runPaperboy(question, { folder })).code).toBe(0)
    })

    it('by a writer is read all the same; what could not be remembered is logged', async () => {
      const { folder, file } = await usedFolder()
      const release = await lock(file, 'BEGIN IMMEDIATE')
      const { code, stdout, stderr } = await runPaperboy(question, { folder })
      await release()
      expect(stdout).toContain('We propose TAROT')
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(stderr).toContain('locked by another program')
      expect(code).toBe(0)
    })
  })
})
