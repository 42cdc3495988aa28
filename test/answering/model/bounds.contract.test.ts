import { afterEach, expect, it } from 'vitest'
import { limits } from '../../../src/answering/model/budget.ts'
import { loadTokenizer, tokensIn } from '../../../src/answering/model/tokens.ts'
import type { ScriptedStream } from '../../fakes/openai-answers.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../../fakes/openai-server.ts'
import { formOf, modelOf, verdictsBy } from '../../fakes/scripted-model.ts'
import { ask, type Opened, openServices } from '../answerer.ts'

let server: FakeOpenAI
let services: Opened | undefined
afterEach(async () => {
  await services?.close()
  await server?.close()
})

it('the dearest question there can be keeps to it: all is cut, retried, judged one by one and said anew', async () => {
  await loadTokenizer()
  const cutOff = new Set<string>()
  /** The first answer to each prompt breaks off, so that it is asked for again. */
  const onceCut = (prompt: string, answer: object): ScriptedStream => {
    const isFirst = !cutOff.has(prompt)
    cutOff.add(prompt)
    const text = JSON.stringify(answer)
    return isFirst
      ? { kind: 'stream', pieces: [text.slice(0, 12)], finish: 'length' }
      : // Slow enough that each claim is judged alone.
        { kind: 'stream', pieces: text.split(/(?<=\},)/), pause: 60 }
  }
  const names = ['TAROT', 'DIN', 'HSTU', 'AutoInt']
  server = await startFakeOpenAI({
    otherwise: modelOf({
      understanding: (line, prompt) =>
        onceCut(prompt, {
          question: 'What is TAROT?',
          language: 'German',
          kind: 'content',
          papers: [line].slice(1),
        }),
      answer: (prompt) =>
        onceCut(prompt, {
          claims: names.map((name) => ({
            cites: ['1.1'],
            text: `It is about ${name.toLowerCase()} and more.`,
          })),
          not_stated: [],
        }),
      judge: verdictsBy(() => 'partly'),
      repair: (claim, prompt) => onceCut(prompt, { cites: ['1.1'], text: `The paper says that: ${claim}` }),
    }),
  })
  services = await openServices(server.url, { CHAT_MODEL: 'openai:test', JUDGE_MODEL: 'openai:test' })
  const { answer } = await ask(services, 'Was ist TAROT und wie wählt es Daten aus?')
  expect(answer.kind).toBe('answered')
  const asked = server.requests.flatMap(({ chat }) => (chat ? [chat] : []))
  expect(new Set(asked.map(formOf))).toEqual(new Set(['understanding', 'answer', 'verdicts', 'repair']))
  expect(asked.length).toBeGreaterThan(8)
  expect(asked.length).toBeLessThanOrEqual(limits.calls)
  const tokens = asked.flatMap(({ messages }) => messages.map(({ content }) => tokensIn(content)))
  expect(tokens.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(limits.promptTokens)
})
