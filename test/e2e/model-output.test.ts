import { afterEach, expect, it } from 'vitest'
import { anthropic, google, mistral, ollama } from '../fakes/model-protocols.ts'
import { startFakeModelServer } from '../fakes/model-server.ts'
import { type ScriptedStream, streamed } from '../fakes/openai-answers.ts'
import { startFakeOpenAI } from '../fakes/openai-server.ts'
import { freshFolder, runPaperboy } from './paperboy.ts'

const question = 'What is TAROT?'
const json = JSON.stringify({
  claims: [{ cites: ['1.1'], text: 'TAROT is a framework grounded in optimal transport theory.' }],
  not_stated: [],
})
const parts: ScriptedStream = {
  kind: 'stream',
  pieces: [[{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] }], [{ type: 'text', text: json }]],
}

let server: { url: string; script(...answers: readonly ScriptedStream[]): void; close(): Promise<void> }
afterEach(() => server.close())

/** What `ask --json` prints, all of it. */
async function ask(settings: Record<string, string>) {
  const { stdout, stderr, code } = await runPaperboy(['ask', question, '--json'], {
    folder: freshFolder(),
    settings,
  })
  expect(code).toBe(0)
  return { lines: stdout.trimEnd().split('\n'), stderr }
}

it.each([
  ['an answer in parts, some of them thoughts', parts],
  ['an answer after thoughts', { ...streamed(json), thoughts: ['Hm'] }],
])('%s of a server that speaks OpenAI leaves nothing but its JSON on standard output', async (_, answer) => {
  server = await startFakeOpenAI()
  server.script(answer)
  const { lines } = await ask({ OPENAI_BASE_URL: server.url, CHAT_MODEL: 'openai:local' })
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ mode: 'model', kind: 'answered' })
})

it.each([
  ['anthropic', anthropic],
  ['google', google],
  ['mistral', mistral],
  ['ollama', ollama],
] as const)('nor does the library of %s', async (id, protocol) => {
  server = await startFakeModelServer(protocol)
  server.script(streamed(json))
  const prefix = id.toUpperCase()
  const { lines } = await ask({
    CHAT_MODEL: `${id}:any`,
    [`${prefix}_BASE_URL`]: server.url,
    ...(id !== 'ollama' && { [`${prefix}_API_KEY`]: 'any' }),
  })
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ mode: 'model', kind: 'answered' })
})

it('what libraries print all the same goes to standard error, and none is told to print what was asked', async () => {
  server = await startFakeOpenAI()
  server.script({ ...streamed(json), delay: 500 })
  const loud = 'setInterval(() => console.log("loud"), 50).unref()'
  const { lines, stderr } = await ask({
    OPENAI_BASE_URL: server.url,
    CHAT_MODEL: 'openai:local',
    LANGCHAIN_VERBOSE: 'true',
    LOG_LEVEL: 'debug',
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(loud)}`,
  })
  expect(lines).toHaveLength(1)
  expect(stderr).toContain('loud')
  expect(stderr).not.toContain(question)
})
