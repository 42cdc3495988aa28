import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failing, type ScriptedAnswer, streamed } from '../fakes/openai-answers.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../fakes/openai-server.ts'
import { modelOf } from '../fakes/scripted-model.ts'
import { ask, citedTitles, claimsOf, type Opened, openServices } from './answerer.ts'

/** The search finds Deep Interest Network first, and HSTU second: sentences 1.x and 2.x of the evidence. */
const question = 'How well do DIN and HSTU work?'
const din = {
  text: 'DIN has been successfully deployed in the online display advertising system in Alibaba.',
  cites: ['1.10'],
}
const hstu = {
  text: 'HSTU outperforms baselines over synthetic and public datasets by up to 65.8% in NDCG.',
  cites: ['2.5'],
}

let server: FakeOpenAI
let services: Opened
beforeEach(async () => {
  // What was vetoed cannot be said otherwise.
  server = await startFakeOpenAI({ otherwise: modelOf({}) })
  services = await openServices(server.url)
})
afterEach(async () => {
  await services.close()
  await server.close()
})

/** For a model that stalls: long enough for what comes before, also on a busy machine. */
async function waitBriefly(seconds = 3) {
  await services.close()
  services = await openServices(server.url, { ANSWER_TIMEOUT_SECONDS: `${seconds}` })
}

describe('an answer that a model writes', () => {
  it('grows claim by claim and is then done, each claim with the sentences behind it', async () => {
    server.script(streamed({ claims: [din, hstu] }))
    const { updates, growth, answer } = await ask(services, question)
    expect(updates.map(({ stage }) => stage)).toEqual(['reading', 'writing', 'writing', 'done'])
    expect(updates[0]).toEqual({ stage: 'reading', papers: 76 })
    expect(growth).toEqual([[din.text], [din.text, hstu.text], [din.text, hstu.text]])
    expect(answer).toMatchObject({ kind: 'answered', mode: 'model' })
    expect(answer).not.toHaveProperty('fallback')
    expect(citedTitles(answer)).toEqual([
      'Deep Interest Network for Click-Through Rate Prediction',
      expect.stringContaining('Trillion-Parameter Sequential Transducers'),
    ])
  })

  it('shows a claim while the model still writes the next one', async () => {
    await waitBriefly(6)
    const text = JSON.stringify({ claims: [din, hstu] })
    server.script({ ...streamed(text.slice(0, text.indexOf('HSTU'))), ending: 'stall' })
    const { growth, answer } = await ask(services, question)
    expect(growth).toEqual([[din.text], [din.text]])
    expect(answer).toMatchObject({ mode: 'model', fallback: 'The model did not answer in time.' })
  })

  it('is quoted to a person who waits for a slow model, until it has written', async () => {
    server.script({ ...streamed({ claims: [din] }), delay: 5_000 })
    const { updates, growth, answer } = await ask(services, question)
    expect(updates.map(({ stage }) => stage)).toEqual(['reading', 'writing', 'writing', 'done'])
    expect(updates[1]).toMatchObject({ answer: { kind: 'answered', mode: 'extractive' } })
    expect(growth[0]?.length).toBeGreaterThan(1)
    expect(growth.slice(1)).toEqual([[din.text], [din.text]])
    expect(answer).toMatchObject({ mode: 'model' })
  })

  it('is quoted when the model finds nothing: that is no word on what the papers say', async () => {
    server.script(streamed({ claims: [] }))
    const { answer, screen } = await ask(services, question)
    expect(answer).toMatchObject({ kind: 'answered', mode: 'extractive' })
    expect(screen).toContain('The model wrote no answer from these abstracts.')
    expect(screen).not.toContain('did not find')
  })

  it('costs nothing when no paper has to do with the question', async () => {
    const { answer } = await ask(services, 'What is the capital of Mongolia?')
    expect(answer).toMatchObject({ kind: 'elsewhere' })
    expect(server.requests).toHaveLength(0)
    expect(await services.store.usage.since(new Date(0))).toMatchObject({ calls: 0 })
  })
})

describe('what a model invents never reaches the screen', () => {
  it.each<[string, { text: string; cites: readonly string[] }]>([
    ['a sentence id that does not exist', { ...din, cites: ['1.99'] }],
    ['a paper that does not exist', { ...din, cites: ['42.1'] }],
    ['no sentence at all', { ...din, cites: [] }],
    ['a sentence of another paper', { ...din, cites: ['2.5'] }],
    ['a wrong number', { ...hstu, text: hstu.text.replace('65.8%', '75.8%') }],
    ['a rounded number', { ...hstu, text: hstu.text.replace('65.8%', '66%') }],
    ['a wrong unit', { ...hstu, text: hstu.text.replace('65.8%', '65.8x') }],
    ["another paper's method", { ...hstu, text: hstu.text.replace('HSTU', 'DIN') }],
    ['mark-up', { ...hstu, text: `**${hstu.text}**` }],
    ['a tag', { ...hstu, text: `<b onclick="x()">${hstu.text}</b>` }],
    ['a call to everybody', { ...hstu, text: `@everyone ${hstu.text}` }],
    ['a mention', { ...hstu, text: `<@U0123456> ${hstu.text}` }],
    ['a link', { ...hstu, text: `${hstu.text} See https://evil.example/hstu` }],
    ['a link in mark-up', { ...hstu, text: `[HSTU](https://evil.example) outperforms baselines in NDCG.` }],
    ['an address to execute', { ...hstu, text: `${hstu.text} javascript:alert(1)` }],
    ['two sentences, one of them its own', { ...hstu, text: `${hstu.text} It is the best of all.` }],
    ['a turn of its own', { ...hstu, text: `System: ${hstu.text}` }],
  ])('%s', async (_, forged) => {
    server.script(streamed({ claims: [forged, din] }))
    const { growth, screen } = await ask(services, question)
    expect(growth).toEqual([[din.text], [din.text]])
    expect(screen).toContain(din.text)
    for (const trace of ['evil.example', '@everyone', '75.8%', '66%', 'the best of all', 'onclick'])
      expect(screen).not.toContain(trace)
  })

  it('nor does any of it when all of it is false: said anew once, then quoted from the abstracts', async () => {
    const worse = { ...hstu, text: hstu.text.replace('65.8%', '95.8%') }
    server.script(streamed({ claims: [worse] }), streamed(worse))
    const { answer, screen } = await ask(services, question)
    expect(server.requests[1]?.chat?.messages[1]?.content).toContain('the number 95.8 is not')
    expect(screen).not.toContain('95.8%')
    expect(answer).toMatchObject({ kind: 'answered', mode: 'extractive' })
    expect(screen).toContain(
      'Quoted from the abstracts. Nothing the model wrote could be checked against the abstracts.',
    )
  })

  it('and what holds when it is said anew is shown', async () => {
    const worse = { ...hstu, text: hstu.text.replace('65.8%', '95.8%') }
    server.script(streamed({ claims: [worse] }), streamed(hstu))
    const { answer, growth } = await ask(services, question)
    expect(answer).toMatchObject({ mode: 'model' })
    expect(growth.at(-1)).toEqual([hstu.text])
  })
})

describe('a model that fails leaves an answer from the abstracts, in time, and saying why', () => {
  it.each<[string, ScriptedAnswer, string, 'again'?]>([
    ['turns the key away', failing(401, { message: 'Incorrect API key provided' }), 'check its setting'],
    ['does not know the model', failing(404, { message: 'No such model' }), 'check CHAT_MODEL'],
    ['is busy', failing(429, { message: 'Slow down' }, { 'retry-after': '60' }), 'is busy'],
    ['has no credit', failing(429, { message: 'Quota', code: 'insufficient_quota' }), 'no credit left'],
    ['fails', failing(500, { message: 'Oops' }), 'cannot be reached', 'again'],
    ['is overloaded', failing(503, { message: 'Loading' }, { 'retry-after': '60' }), 'cannot be reached'],
    ['breaks off', { ...streamed('{"claims": [{"te'), finish: 'length' }, 'broke off', 'again'],
    ['hangs up', { ...streamed('{"claims": [{"te'), ending: 'cut' }, 'broke off', 'again'],
    ['refuses', { ...streamed(''), refusal: 'I cannot help with that.' }, 'would not answer'],
    ['is filtered', { ...streamed('{"cl'), finish: 'content_filter' }, 'would not answer'],
    ['stalls', { ...streamed('{"claims": ['), ending: 'stall' }, 'not answer in time'],
    ['says nothing at all', { kind: 'silence' }, 'not answer in time'],
  ])('when it %s', async (_, script, reason, again) => {
    const scripts = again ? [script, script] : [script]
    if (reason.endsWith('in time')) await waitBriefly()
    server.script(...scripts)
    const { answer, screen, milliseconds } = await ask(services, question)
    expect(answer).toMatchObject({ kind: 'answered', mode: 'extractive' })
    expect(answer).toHaveProperty('fallback', expect.stringContaining(reason))
    expect(screen).toContain(reason)
    expect(milliseconds).toBeLessThan(10_000)
    expect(server.requests).toHaveLength(scripts.length)
    // What was turned away cost nothing.
    const calls = script.kind === 'error' ? 0 : scripts.length
    expect(await services.store.usage.since(new Date(0))).toMatchObject({ calls })
  })

  it('at once, and without asking, once it failed three times in a row', async () => {
    const oops = failing(500, { message: 'Oops' })
    server.script(oops, oops, oops)
    await ask(services, question)
    await ask(services, question)
    expect(server.requests).toHaveLength(3)
    const { answer, updates } = await ask(services, question)
    expect(server.requests).toHaveLength(3)
    expect(answer).toMatchObject({
      mode: 'extractive',
      fallback: 'The model does not answer at the moment.',
    })
    expect(updates.map(({ stage }) => stage)).toEqual(['reading', 'done'])
    expect(services.engine.chatModelState?.()).toMatchObject({ kind: 'resting' })
  })

  it('when it writes nonsense', async () => {
    server.script(streamed('DIN is great!'))
    const { answer } = await ask(services, question)
    expect(answer).toMatchObject({ mode: 'extractive', fallback: expect.stringContaining('checked') })
  })

  it('when nobody is there', async () => {
    const gone = await startFakeOpenAI()
    await gone.close()
    const lonely = await openServices(gone.url)
    const { answer } = await ask(lonely, question)
    expect(answer).toMatchObject({ mode: 'extractive', fallback: 'The model server cannot be reached.' })
    expect(claimsOf(answer).length).toBeGreaterThan(0)
    await lonely.close()
  })
})

describe('what an answer costs is written down', () => {
  const spent = () => services.store.usage.since(new Date(0))

  it('as the server counted it', async () => {
    server.script({
      ...streamed({ claims: [din] }),
      usage: { prompt_tokens: 2_000, completion_tokens: 100 },
    })
    await ask(services, question)
    const { cost, ...usage } = await spent()
    expect(usage).toEqual({ calls: 1, unpriced: 0, inputTokens: 2_000, outputTokens: 100 })
    // gpt-5.4-mini: $0.75 and $4.50 for a million tokens.
    expect(cost).toBeCloseTo(0.00195, 8)
  })

  it('over all calls, also when nothing came of them', async () => {
    const counted = { usage: { prompt_tokens: 1_000, completion_tokens: 10 } }
    const worse = { ...hstu, text: hstu.text.replace('65.8%', '95.8%') }
    server.script({ ...streamed({ claims: [worse] }), ...counted }, { ...streamed('no'), ...counted })
    await ask(services, question)
    expect(await spent()).toMatchObject({ calls: 2, inputTokens: 2_000, outputTokens: 20 })
  })

  it('as an estimate when the server was stopped before it counted', async () => {
    await waitBriefly()
    server.script({ ...streamed('{"claims": ['), ending: 'stall' })
    await ask(services, question)
    const { inputTokens, outputTokens, cost } = await spent()
    expect(inputTokens).toBeGreaterThan(500)
    expect(outputTokens).toBeGreaterThan(0)
    expect(cost).toBeGreaterThan(0)
  })
})

describe('a person who stops reading', () => {
  it('ends the model call, and keeps what was shown', async () => {
    const text = JSON.stringify({ claims: [din, hstu] })
    server.script({ ...streamed(text.slice(0, text.indexOf('HSTU'))), ending: 'stall' })
    const stop = new AbortController()
    const updates: unknown[] = []
    for await (const update of services.answer(question, { history: [], signal: stop.signal })) {
      updates.push(update)
      if (update.stage === 'writing') stop.abort()
    }
    expect(updates.at(-1)).toMatchObject({ stage: 'done', answer: { claims: [{ text: din.text }] } })
    await server.requests[0]?.hungUp
  })

  it('ends the model call by leaving, too', async () => {
    const text = JSON.stringify({ claims: [din, hstu] })
    server.script({ ...streamed(text.slice(0, text.indexOf('HSTU'))), ending: 'stall' })
    const { signal } = new AbortController()
    for await (const update of services.answer(question, { history: [], signal }))
      if (update.stage === 'writing') break
    await server.requests[0]?.hungUp
    expect(await services.store.usage.since(new Date(0))).toMatchObject({ calls: 1 })
  })

  it('ends it while quotes stand there, too', async () => {
    server.script({ kind: 'silence' })
    const { signal } = new AbortController()
    for await (const update of services.answer(question, { history: [], signal }))
      if (update.stage === 'writing') break
    await server.requests[0]?.hungUp
  })
})
