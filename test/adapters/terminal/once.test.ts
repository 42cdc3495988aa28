import { PassThrough, Readable, Writable } from 'node:stream'
import { text as readText } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { terminalConversation } from '../../../src/adapters/terminal/converse.ts'
import { answerEachLine, answerOnce, readWords } from '../../../src/adapters/terminal/once.ts'
import { answerPipe } from '../../../src/adapters/terminal/pipe.ts'
import { commands } from '../../../src/commands/all.ts'
import type { Handle, Request } from '../../../src/platform/request.ts'
import { paragraph, reply } from '../../../src/replies/build.ts'
import type { Reply } from '../../../src/replies/reply.ts'

const never = new AbortController().signal
const conversation = terminalConversation({ id: 'ada' }, 'session')
const said = (words: string, more: Partial<Reply> = {}) =>
  reply({ summary: words, blocks: [paragraph(words)], ...more })

/** Answers with the line and a fact; fails for lines that hold "bad". Remembers what it was asked. */
function recorder() {
  const requests: Request[] = []
  const handle: Handle = async function* (request) {
    requests.push(request)
    yield said('Reading…', { tone: 'working' })
    if (request.line.includes('bad'))
      yield said('It broke.', { tone: 'error', data: { advice: 'Try again.' } })
    else yield said(`Answer to ${request.line}`, { data: { kind: 'answered', line: request.line } })
  }
  return { requests, handle }
}

/** Runs one command and gives back what was written where. */
async function once(handle: Handle, words: string, json = false) {
  const output = new PassThrough()
  const errors = new PassThrough()
  const place = { output, errors, json, conversation, menu: commands }
  const answered = await answerOnce(handle, { command: 'ask', words }, place, never)
  output.end()
  errors.end()
  return { answered, output: await readText(output), errors: await readText(errors) }
}

describe('One command', () => {
  it('writes the finished answer only', async () => {
    const { handle, requests } = recorder()
    expect(await once(handle, 'why?')).toEqual({
      answered: true,
      output: 'Answer to /ask why?\n',
      errors: '',
    })
    expect(requests).toMatchObject([
      { who: { id: 'ada' }, where: { platform: 'terminal', conversation: 'session' } },
    ])
  })

  it('writes a failure to the error stream', async () => {
    expect(await once(recorder().handle, 'bad')).toEqual({
      answered: false,
      output: '',
      errors: 'It broke.\n',
    })
  })

  it('counts what was declined, and advice on how to ask, as not answered', async () => {
    const declines: Handle = async function* () {
      yield said('No.', { data: { kind: 'declined' } })
    }
    const advises: Handle = async function* () {
      yield said('Too long.', { tone: 'warning' })
    }
    expect(await once(declines, 'x')).toMatchObject({ answered: false })
    expect(await once(advises, 'x')).toMatchObject({ answered: false })
  })

  it('writes the facts as one line of JSON, a failure in the shape of an answer that was declined', async () => {
    expect((await once(recorder().handle, 'why?', true)).output).toBe(
      '{"version":2,"kind":"answered","line":"/ask why?"}\n',
    )
    const { output, errors } = await once(recorder().handle, 'bad', true)
    expect(errors).toBe('')
    expect(JSON.parse(output)).toEqual({
      version: 2,
      question: 'bad',
      kind: 'declined',
      mode: 'extractive',
      claims: [],
      papers: [],
      ms: expect.any(Number),
      why: 'It broke.',
      advice: 'Try again.',
    })
  })

  it('reads its words from standard input as one line', async () => {
    expect(await readWords(Readable.from(['What is\n', 'TAROT?\r\n\n']), never)).toBe('What is TAROT?')
  })
})

describe('A stream of questions', () => {
  const startConversation = () => terminalConversation({ id: 'ada' }, crypto.randomUUID())

  it('gives one line of JSON each, in order, blank lines skipped, whatever one of them does', async () => {
    const { handle, requests } = recorder()
    const output = new PassThrough()
    const input = Readable.from(['one\n\n  \nbad\r\nthr', 'ee'])
    await answerEachLine(handle, 'ask', { input, output, startConversation }, never)
    output.end()
    const lines = (await readText(output)).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { line: '/ask one' },
      { question: 'bad', kind: 'declined' },
      { line: '/ask three' },
    ])
    expect(new Set(requests.map(({ where }) => where.conversation)).size).toBe(3)
  })

  it('asks nothing further while its reader is busy', async () => {
    const { handle, requests } = recorder()
    const { promise: read, resolve: takeOne } = Promise.withResolvers<void>()
    const output = new Writable({ write: (_chunk, _encoding, done) => void read.then(() => done()) })
    const input = Readable.from(Array.from({ length: 50 }, (_, index) => `question ${index}\n`))
    const done = answerEachLine(handle, 'ask', { input, output, startConversation }, never)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(requests).toHaveLength(1)
    takeOne()
    await done
    expect(requests).toHaveLength(50)
  })

  it('ends quietly when nobody reads any more', async () => {
    const { handle, requests } = recorder()
    const closed = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
    const output = new Writable({ write: (_chunk, _encoding, done) => done(closed) })
    output.on('error', () => undefined)
    await answerEachLine(
      handle,
      'ask',
      { input: Readable.from(['one\ntwo\n']), output, startConversation },
      never,
    )
    expect(requests).toHaveLength(1)
  })
})

describe('A chat through a pipe', () => {
  it('answers each line in one conversation: no prompt, no greeting, no escape sequences', async () => {
    const { handle, requests } = recorder()
    const output = new PassThrough()
    const input = Readable.from(['one\n\ntwo\nexit\nthree\n'])
    await answerPipe(handle, { input, output, conversation }, never)
    output.end()
    expect(await readText(output)).toBe('Answer to one\n\nAnswer to two\n')
    expect(new Set(requests.map(({ where }) => where.conversation))).toEqual(new Set(['session']))
  })

  it('ends with the signal although the input stays open', async () => {
    const stopping = new AbortController()
    const input = new PassThrough()
    const ended = answerPipe(
      recorder().handle,
      { input, output: new PassThrough(), conversation },
      stopping.signal,
    )
    input.write('one\n')
    setTimeout(() => stopping.abort(), 20)
    await ended
  })
})
