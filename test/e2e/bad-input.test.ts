import { cpSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failing } from '../fakes/openai-answers.ts'
import { startFakeOpenAI } from '../fakes/openai-server.ts'
import { expectOneLine } from './one-line.ts'
import { freshFolder, runPaperboy } from './paperboy.ts'

const project = join(import.meta.dirname, '../..')
const question = ['ask', 'What is TAROT?']

describe('a question that is not one', () => {
  const folder = freshFolder()

  it.each([[['ask']], [['ask', '']], [['ask', ' \t '] as string[]]])('empty: %j', async (words) => {
    const { code, stdout, stderr } = await runPaperboy(words, { folder })
    expect(stderr).toMatch(/^paperboy: ask needs a question\. [^\n]+\n$/)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  it.each([
    ['too long', 'why '.repeat(900), 'too long'],
    ['far too long', 'why '.repeat(25_000), 'too long'],
    ['only signs', '?!… — ***', 'no question'],
    ['control characters', 'what \u0001\u0002\u0003 is this', 'not text'],
    ['undecodable bytes', '\ufffd\ufffd\ufffd', 'no question'],
  ])('%s', async (_, words, about) => {
    const { code, stdout, stderr } = await runPaperboy(['ask', '--', words], { folder })
    expect(stderr).toContain(about)
    expect(stderr).not.toMatch(/\bat .*\.ts:\d+/)
    expect(stdout).toBe('')
    expect(code).toBe(1)
  })

  it('bytes on standard input', async () => {
    const bytes = Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 37) % 256))
    const { code, stdout, stderr } = await runPaperboy(['ask', '-'], { folder, input: bytes })
    expect(stderr.trim()).not.toBe('')
    expect(stderr).not.toMatch(/\bat .*\.ts:\d+/)
    expect(stdout).toBe('')
    expect(code).toBe(1)
  })

  it('bytes between questions cost only themselves', async () => {
    const junk = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff, 0xfe, 0x0a])
    const input = Buffer.concat([Buffer.from('What is TAROT?\n'), junk, Buffer.from('What is AutoInt?\n')])
    const { code, stdout, stderr } = await runPaperboy(['ask', '--json'], { folder, input })
    const kinds = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).kind)
    expect(kinds).toEqual(['answered', 'declined', 'answered'])
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })
})

describe('the page that ships', () => {
  /** A copy of the program whose data the test may damage. */
  function copyOfProgram() {
    const copy = freshFolder()
    for (const part of ['src', 'data', 'prompts', 'package.json'])
      cpSync(join(project, part), join(copy, part), { recursive: true })
    symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'))
    return {
      program: join(copy, 'src/main.ts'),
      page: join(copy, 'data/huggingface-daily-papers-mar-13.txt'),
    }
  }

  it.each<[string, (page: string) => void]>([
    ['moved away', (page) => rmSync(page)],
    ['cut in half', (page) => truncateSync(page, readFileSync(page).length / 2)],
    ['cut behind the last title', (page) => truncateSync(page, readFileSync(page).lastIndexOf('\n'))],
    ['cut in the last sentence', (page) => truncateSync(page, readFileSync(page).length - 5)],
    ['empty', (page) => writeFileSync(page, '')],
    ['overwritten', (page) => writeFileSync(page, Buffer.alloc(10_000, 0xfe))],
    ['something else', (page) => writeFileSync(page, readFileSync(join(project, 'LICENSE')))],
  ])('%s is noticed, and nothing of it stored', async (_, damage) => {
    const { program, page } = copyOfProgram()
    const folder = freshFolder()
    const whole = readFileSync(page)
    damage(page)
    expectOneLine(
      await runPaperboy(question, { folder, program }),
      'papers that ship',
      'git checkout -- data',
    )
    writeFileSync(page, whole)
    const { stdout } = await runPaperboy(['status', '--json'], { folder, program })
    expect(JSON.parse(stdout)).toMatchObject({ papers: 76 })
  })
})

describe('a setting that is wrong', () => {
  const folder = freshFolder()
  const key = 'sk-proj-0123456789abcdefghijklmnop'

  it.each([
    ['a model without provider', { CHAT_MODEL: 'gpt-5.4-mini' }, 'CHAT_MODEL must be provider:model'],
    ['an unknown provider', { CHAT_MODEL: 'skynet:t-800' }, 'the provider is one of openai, '],
    ['a provider without its key', { CHAT_MODEL: 'anthropic:claude' }, 'Set ANTHROPIC_API_KEY'],
    ['a model without key', { CHAT_MODEL: 'openai:gpt-5.4-mini' }, 'Set OPENAI_API_KEY'],
    ['an address that is none', { OPENAI_BASE_URL: 'localhost:11434' }, 'OPENAI_BASE_URL must be'],
    ['no time at all', { ANSWER_TIMEOUT_SECONDS: '0' }, 'ANSWER_TIMEOUT_SECONDS'],
    ['another engine', { DATABASE_URL: 'mysql://localhost/papers' }, 'DATABASE_URL'],
  ])('%s', async (_, settings, about) => {
    expectOneLine(await runPaperboy(question, { folder, settings }), about)
  })

  it.each([':/etc/localtime', 'Etc/Unknown', 'UTC+2'])('TZ=%s names no zone, so UTC is taken', async (TZ) => {
    const folder = freshFolder()
    const { code, stderr } = await runPaperboy(['summarize', 'diffusion this week'], {
      folder,
      settings: { TZ },
    })
    expect(stderr).toContain(`TZ=${TZ} names no time zone, so days are those of UTC.`)
    expect(stderr).toContain('Set TIME_ZONE')
    expect(code).toBe(0)
    const known = { TZ, TIME_ZONE: 'Europe/Paris' }
    expect((await runPaperboy(['status'], { folder, settings: known })).stderr).toBe('')
  })

  it('several at once are all named, without their values', async () => {
    const settings = {
      CHAT_MODEL: `nonsense ${key}`,
      OPENAI_BASE_URL: `ftp://${key}@example.org`,
      TIME_ZONE: 'Mars/Olympus',
      LOG_LEVEL: 'loud',
    }
    const ended = await runPaperboy(question, { folder, settings })
    expectOneLine(ended, ...Object.keys(settings), '.env.example')
    expect(ended.stderr).not.toContain(key)
  })

  it('has a stack trace only for debugging', async () => {
    const settings = { CHAT_MODEL: 'skynet:t-800', LOG_LEVEL: 'debug' }
    const { code, stderr } = await runPaperboy(question, { folder, settings })
    expect(stderr).toMatch(/^paperboy: [^\n]+\n/)
    expect(stderr).toMatch(/\bat .*\.ts:\d+/)
    expect(code).toBe(1)
  })

  it.each([
    ['an invalid key', 401, 'check its setting'],
    ['a model the server does not know', 404, 'check CHAT_MODEL'],
  ])('%s costs the model, not the answer', async (_, status, about) => {
    const server = await startFakeOpenAI()
    server.script(failing(status, { message: 'No.' }))
    const settings = { OPENAI_API_KEY: key, OPENAI_BASE_URL: server.url }
    const { code, stdout } = await runPaperboy(question, { folder: freshFolder(), settings })
    await server.close()
    expect(stdout).toContain('We propose TAROT')
    expect(stdout.replace(/\s+/g, ' ')).toContain(about)
    expect(code).toBe(0)
  })

  it('an address where nobody is costs the model, not the answer', async () => {
    const server = await startFakeOpenAI()
    await server.close()
    const settings = { OPENAI_BASE_URL: server.url, EMBEDDING_MODEL: 'small' }
    const { code, stdout, stderr } = await runPaperboy(question, { folder: freshFolder(), settings })
    expect(stdout).toContain('We propose TAROT')
    expect(stdout.replace(/\s+/g, ' ')).toContain('The model server cannot be reached.')
    expect(stderr.trim().split('\n')).toHaveLength(2)
    expect(stderr).not.toMatch(/\bat .*\.[jt]s:\d+/)
    expect(code).toBe(0)
  })
})
