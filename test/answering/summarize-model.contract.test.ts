import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimsOf, type SummaryUpdate, type TopicSummary } from '../../src/answering/topic/summary.ts'
import { summaryReply } from '../../src/answering/topic/view.ts'
import { summaryLimits } from '../../src/answering/topic/write-themes.ts'
import { plainText } from '../../src/replies/plain.ts'
import { failing, streamed } from '../fakes/openai-answers.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../fakes/openai-server.ts'
import { type Opened, openServices } from './answerer.ts'

/** Told in three themes. */
const topic = 'diffusion models'
const distorted = { text: 'The method reaches 99.9% on ImageNet with 3 images.', cites: ['1.1'] }

async function summarize({ summarize }: Opened, what = topic) {
  const updates = await Array.fromAsync(summarize(what, { signal: new AbortController().signal }))
  const last = updates.at(-1)
  if (last?.stage !== 'done' || last.summary.kind !== 'summarized') throw new Error('No summary.')
  return { updates, summary: last.summary }
}

/** A sentence that each theme quotes, as a model may claim it: word for word, with its short id. */
function claimsByTheme({ themes }: TopicSummary) {
  return themes.map(({ papers, claims }) => {
    const [sentence] = claims.flatMap(({ cites }) => cites)
    const paper = papers.findIndex(({ id }) => id === sentence?.paper)
    return { text: sentence?.text ?? '', cites: [`${paper + 1}.${sentence?.number}`] }
  })
}

const shown = (updates: readonly SummaryUpdate[]) =>
  updates
    .flatMap((update) => (update.stage === 'reading' ? [] : [update]))
    .map(({ summary, stage }) => plainText(summaryReply(summary, stage, { turn: 'turn' })))
    .join('\n')

describe('a summary that a model writes', () => {
  let server: FakeOpenAI
  let services: Opened
  let quoted: TopicSummary
  beforeEach(async () => {
    const plain = await openServices()
    quoted = (await summarize(plain)).summary
    await plain.close()
    server = await startFakeOpenAI()
    services = await openServices(server.url, { CHAT_MODEL: 'openai:test' })
  })
  afterEach(async () => {
    await services.close()
    await server.close()
  })

  it('grows theme by theme, drops what no abstract bears out, and records what it cost', async () => {
    const good = claimsByTheme(quoted)
    server.script(...good.map((claim) => streamed({ claims: [distorted, claim] })))
    const { updates, summary } = await summarize(services)
    expect(updates.map((update) => (update.stage === 'reading' ? 0 : papersTold(update)))).toEqual([
      0, 1, 2, 3,
    ])
    expect(summary.themes.map(({ mode }) => mode)).toEqual(['model', 'model', 'model'])
    expect(summary.themes.map(({ claims }) => claims.map(({ text }) => text))).toEqual(
      good.map(({ text }) => [text]),
    )
    expect(shown(updates)).not.toContain('99.9%')
    expect(await services.store.usage.since(new Date(0))).toMatchObject({ calls: 3 })
  })

  it('quotes a theme of which nothing can be checked, and goes on with the next', async () => {
    const [, , last] = claimsByTheme(quoted)
    const nonsense = [streamed('I am a whale.'), streamed('Still a whale.')]
    server.script(...nonsense, streamed({ claims: [distorted] }), streamed({ claims: [distorted] }))
    server.script(streamed({ claims: [last] }))
    const { updates, summary } = await summarize(services)
    expect(summary.themes.map(({ mode }) => mode)).toEqual(['extractive', 'extractive', 'model'])
    expect(summary.themes[0]).toEqual(quoted.themes[0])
    expect(summary.fallback).toBe('Nothing the model wrote could be checked against the abstracts.')
    expect(shown(updates)).not.toMatch(/whale|99\.9%/)
  })

  it('asks no more once the server turns the key away', async () => {
    server.script(failing(401, { message: 'Incorrect API key', code: 'invalid_api_key' }))
    const { summary } = await summarize(services)
    expect(server.requests).toHaveLength(1)
    expect(claimsOf(summary)).toEqual(claimsOf(quoted))
    expect(summary.fallback).toContain('OPENAI_API_KEY')
  })

  it('keeps within its budget whatever the topic holds', async () => {
    server.script(...Array.from({ length: summaryLimits.calls }, () => streamed('no JSON')))
    const { summary } = await summarize(services, 'everything')
    expect(summary.themes).toHaveLength(6)
    expect(server.requests).toHaveLength(summaryLimits.calls)
    const sizes = server.requests.map(({ chat }) =>
      (chat?.messages ?? []).reduce((sum, { content }) => sum + content.length, 0),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0) / 3).toBeLessThan(summaryLimits.promptTokens)
    expect(summary.themes.every(({ claims }) => claims.length > 0)).toBe(true)
  })

  it('quotes the rest when the model is slow', async () => {
    await services.close()
    services = await openServices(server.url, { CHAT_MODEL: 'openai:test', ANSWER_TIMEOUT_SECONDS: '3' })
    server.script({ kind: 'silence' })
    const { summary } = await summarize(services)
    expect(summary.themes.map(({ mode }) => mode)).toEqual(['extractive', 'extractive', 'extractive'])
    expect(summary.fallback).toBe('The model did not answer in time.')
  })
})

function papersTold(update: Exclude<SummaryUpdate, { stage: 'reading' }>): number {
  return update.summary.kind === 'summarized' ? update.summary.themes.length : 0
}
