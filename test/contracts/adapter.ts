import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import type { Handle } from '../../src/platform/request.ts'
import { cite, paragraph, reply } from '../../src/replies/build.ts'
import type { Reply } from '../../src/replies/reply.ts'
import { type Asked, openProcesses, type Stage } from './adapter-stage.ts'

/** What is shown on the way has a checked sentence already: only such a page is worth a message everywhere. */
const page = (words: string, tone: NonNullable<Reply['tone']>): Reply => {
  const source = tone === 'working' ? [cite(1, 'https://arxiv.org/abs/2402.17152')] : []
  return reply({ summary: words, tone, blocks: [paragraph(words, ...source)] })
}

/** Answers at once. */
const answering = (name: string): Handle =>
  async function* ({ line }) {
    yield page(`Answer of the ${name} process to ${line}`, 'answer')
  }

/** Works on everything until it is told to stop, and says so. */
const endless: Handle = async function* (_, signal) {
  yield page('Reading…', 'working')
  await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }))
  yield page('Stopped.', 'warning')
}

const soon = { timeout: 20_000, interval: 20 }

/** What every adapter promises, over whichever client library: run it once for each platform. */
export function adapterContract(name: string, openStage: () => Promise<Stage>): void {
  const on = (work: (opened: Awaited<ReturnType<typeof openProcesses>>) => Promise<void>) => async () => {
    const opened = await openProcesses(await openStage())
    try {
      await work(opened)
    } finally {
      await opened.close()
    }
  }
  const answered = (asked: Asked, words: string) =>
    vi.waitFor(() => expect(asked.answers().join('\n')).toContain(words), soon)

  describe.concurrent(`${name} keeps the contract of an adapter`, { timeout: 60_000 }, () => {
    it(
      'answers once it has started, and nothing after it was stopped',
      on(async ({ start, ask }) => {
        const { adapter } = await start(answering('first'))
        expect(adapter.isConnected()).toBe(true)
        await answered(ask('What is TAROT?'), 'Answer of the first process to What is TAROT?')
        await adapter.stop()
        await adapter.stop()
        const late = ask('And AutoInt?')
        await sleep(500)
        expect(late.answers()).toEqual([])
      }),
    )

    it(
      'answers once what is delivered again and again, also to the next process',
      on(async ({ start, ask, unfinished }) => {
        const first = await start(answering('first'))
        const asked = ask('What is TAROT?')
        asked.redeliver()
        await answered(asked, 'first process')
        asked.redeliver()
        await first.adapter.stop()
        await start(answering('second'))
        asked.redeliver()
        await sleep(1_000)
        expect(asked.answers()).toEqual([expect.stringContaining('first process')])
        expect(await unfinished()).toEqual([])
      }),
    )

    it(
      'goes on with what a process left that is no more, in the same message',
      on(async ({ start, ask }) => {
        const first = await start(endless)
        const asked = ask('What is TAROT?')
        await answered(asked, 'Reading…')
        first.cutOff()
        await start(answering('second'))
        await answered(asked, 'second process')
        expect(asked.answers()).toHaveLength(1)
      }),
    )

    it(
      'sends nothing more of what it lost while it was frozen',
      on(async ({ start, ask, onEnd }) => {
        const awake = Promise.withResolvers<void>()
        onEnd(awake.resolve)
        const first = await start(async function* ({ line }) {
          yield page('Reading…', 'working')
          await awake.promise
          yield page(`Answer of the first process to ${line}`, 'answer')
        })
        const asked = ask('What is TAROT?')
        await answered(asked, 'Reading…')
        first.cutOff()
        await start(answering('second'))
        await answered(asked, 'second process')
        const shown = asked.shownAt().length
        awake.resolve()
        await sleep(1_500)
        expect(asked.answers()).toEqual([expect.stringContaining('second process')])
        expect(asked.shownAt()).toHaveLength(shown)
      }),
    )

    it(
      'keeps what it cannot finish when it stops, says so, and the next process answers it',
      on(async ({ start, ask, askPrivately, unfinished }) => {
        const { adapter } = await start(endless)
        const openly = ask('What is TAROT?')
        const privately = askPrivately('What is AutoInt?')
        await vi.waitFor(async () => expect(await unfinished()).toHaveLength(2), soon)
        await answered(openly, 'Reading…')
        const began = performance.now()
        await adapter.stop()
        expect(performance.now() - began).toBeLessThan(8_000)
        expect(await unfinished()).toHaveLength(2)
        expect(openly.answers()).toEqual([expect.stringContaining('Your question is kept')])
        expect(privately.answers().join('\n')).toContain('Your question is kept')
        await start(answering('second'))
        await answered(openly, 'second process')
        await answered(privately, 'second process')
        expect(openly.answers()).toHaveLength(1)
        expect(privately.seenByOthers()).toEqual([])
        await vi.waitFor(async () => expect(await unfinished()).toEqual([]), soon)
      }),
    )

    it(
      'lets what is nearly done be finished when it stops',
      on(async ({ start, ask }) => {
        const { adapter } = await start(async function* () {
          yield page('Reading…', 'working')
          await sleep(1_500)
          yield page('All done.', 'answer')
        })
        const asked = ask('What is TAROT?')
        await answered(asked, 'Reading…')
        await adapter.stop()
        expect(asked.answers()).toEqual([expect.stringContaining('All done.')])
      }),
    )

    it(
      'shows an answer that grows at a pace, and its last page always',
      on(async ({ start, ask }) => {
        await start(async function* () {
          for (let claim = 1; claim <= 40; claim++) {
            yield page(`Claim ${claim}.`, claim === 40 ? 'answer' : 'working')
            await sleep(60)
          }
        })
        const asked = ask('What is TAROT?')
        await answered(asked, 'Claim 40.')
        const moments = asked.shownAt()
        const gaps = moments.slice(1).map((at, index) => at - (moments[index] ?? 0))
        expect(moments.length).toBeGreaterThan(2)
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(900)
        expect(asked.answers()).toHaveLength(1)
      }),
    )

    it(
      'waits as long as the platform says before it sends again',
      on(async ({ start, ask, limit, attempts }) => {
        await start(answering('first'))
        limit(2, '2')
        const asked = ask('What is TAROT?')
        await answered(asked, 'first process')
        expect(asked.answers()).toHaveLength(1)
        for (const gap of gapsOf(attempts())) {
          expect(gap).toBeGreaterThanOrEqual(1_950)
          expect(gap).toBeLessThan(4_000)
        }
      }),
    )

    it.each([
      ['0', '0'],
      ['nothing', undefined],
      ['what cannot be read', 'soon'],
    ])('waits a second, and longer each time, where the platform says %s', async (_, retryAfter) =>
      on(async ({ start, ask, limit, attempts }) => {
        await start(answering('first'))
        limit(2, retryAfter)
        const asked = ask('What is TAROT?')
        await answered(asked, 'first process')
        expect(asked.answers()).toHaveLength(1)
        const [first = 0, second = 0] = gapsOf(attempts())
        expect(first).toBeGreaterThanOrEqual(950)
        expect(second).toBeGreaterThanOrEqual(1_950)
      })(),
    )

    it(
      'does not send again and again what the platform refuses, and goes on with the next question',
      on(async ({ start, ask, refuse, attempts, unfinished }) => {
        await start(answering('first'))
        refuse()
        const refused = ask('What is TAROT?')
        await vi.waitFor(() => expect(attempts().length).toBeGreaterThan(0), soon)
        await vi.waitFor(async () => expect(await unfinished()).toEqual([]), soon)
        expect(attempts().length).toBeLessThanOrEqual(3)
        expect(refused.answers().length).toBeLessThanOrEqual(1)
        await answered(ask('What is AutoInt?'), 'Answer of the first process to What is AutoInt?')
      }),
    )

    it(
      'shows what was asked in private to nobody else',
      on(async ({ start, askPrivately }) => {
        await start(async function* ({ line }) {
          yield page('Reading…', 'working')
          await sleep(1_000)
          yield page(`Answer to ${line}`, 'answer')
        })
        const asked = askPrivately('What is TAROT?')
        await answered(asked, 'What is TAROT?')
        expect(asked.seenByOthers()).toEqual([])
      }),
    )
  })
}

const gapsOf = (moments: readonly number[]) => moments.slice(1).map((at, index) => at - (moments[index] ?? 0))
