import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimsOf, type SummaryUpdate, type TopicSummary } from '../../src/answering/topic/summary.ts'
import { summaryReply } from '../../src/answering/topic/view.ts'
import { plainText } from '../../src/replies/plain.ts'
import { failing, type ScriptedAnswer, streamed } from '../fakes/openai-answers.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../fakes/openai-server.ts'
import { formOf, modelOf } from '../fakes/scripted-model.ts'
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
    // What was vetoed cannot be said otherwise.
    server = await startFakeOpenAI({ otherwise: modelOf({}) })
    services = await openServices(server.url, { CHAT_MODEL: 'openai:test' })
  })
  afterEach(async () => {
    await services.close()
    await server.close()
  })

  /** A model that writes each theme as told, by a sentence that its prompt shows. */
  const told = (answerOf: (theme: number) => object | ScriptedAnswer) => {
    const themes = quoted.themes.map(({ claims }) => claims[0]?.text ?? '')
    return modelOf({
      answer: (prompt) => answerOf(themes.findIndex((text) => prompt.includes(text))),
    })
  }
  const restart = async (answerOf: (theme: number) => object | ScriptedAnswer) => {
    await services.close()
    await server.close()
    server = await startFakeOpenAI({ otherwise: told(answerOf) })
    services = await openServices(server.url, { CHAT_MODEL: 'openai:test' })
  }

  it('asks for all themes at once, leaves out what no abstract bears out, and records what it cost', async () => {
    const good = claimsByTheme(quoted)
    await restart((theme) => ({ claims: [distorted, good[theme]], not_stated: [] }))
    const { updates, summary } = await summarize(services)
    expect(summary.themes.map(({ mode }) => mode)).toEqual(['model', 'model', 'model'])
    expect(summary.themes.map(({ claims }) => claims.map(({ text }) => text))).toEqual(
      good.map(({ text }) => [text]),
    )
    expect(shown(updates)).not.toContain('99.9%')
    const firstForms = server.requests.slice(0, 3).map(({ chat }) => chat && formOf(chat))
    expect(firstForms).toEqual(['answer', 'answer', 'answer'])
    expect(await services.store.usage.since(new Date(0))).toMatchObject({ calls: server.requests.length })
  })

  it('drops a theme of which the model says that nothing mentions it, with its papers', async () => {
    const good = claimsByTheme(quoted)
    await restart((theme) => ({ claims: theme === 1 ? [] : [good[theme]], not_stated: [] }))
    const { updates, summary } = await summarize(services)
    expect(summary.themes.map(({ name }) => name)).toEqual([0, 2].map((theme) => quoted.themes[theme]?.name))
    const dropped = quoted.themes[1]?.papers.map(({ title }) => title) ?? []
    for (const title of dropped) expect(shown(updates.slice(-1))).not.toContain(title)
  })

  it('finds nothing, and says who says so, when the model drops every theme', async () => {
    await restart(() => ({ claims: [], not_stated: [] }))
    const updates = await Array.fromAsync(services.summarize(topic, { signal: new AbortController().signal }))
    const last = updates.at(-1)
    expect(last).toMatchObject({ stage: 'done', summary: { kind: 'not-found' } })
    expect(shown(updates.slice(-1))).toContain('according to the model')
  })

  it('quotes a theme of which nothing can be checked, beside those that are written', async () => {
    const [, , last] = claimsByTheme(quoted)
    await restart((theme) =>
      theme === 0 ? streamed('I am a whale.') : { claims: [theme === 1 ? distorted : last], not_stated: [] },
    )
    const { updates, summary } = await summarize(services)
    expect(summary.themes.map(({ mode }) => mode)).toEqual(['extractive', 'extractive', 'model'])
    expect(summary.themes[0]).toEqual(quoted.themes[0])
    expect(summary.fallback).toBe('Nothing the model wrote could be checked against the abstracts.')
    expect(shown(updates)).not.toMatch(/whale|99\.9%/)
  })

  it('quotes every theme when the server turns the key away', async () => {
    await restart(() => failing(401, { message: 'Incorrect API key', code: 'invalid_api_key' }))
    const { summary } = await summarize(services)
    expect(claimsOf(summary)).toEqual(claimsOf(quoted))
    expect(summary.fallback).toContain('does not accept the key')
  })

  it('quotes the rest when the model is slow', async () => {
    await services.close()
    services = await openServices(server.url, { CHAT_MODEL: 'openai:test', ANSWER_TIMEOUT_SECONDS: '3' })
    server.script({ kind: 'silence' }, { kind: 'silence' }, { kind: 'silence' })
    const { summary } = await summarize(services)
    expect(summary.themes.map(({ mode }) => mode)).toEqual(['extractive', 'extractive', 'extractive'])
    expect(summary.fallback).toBe('The model did not answer in time.')
  })
})
