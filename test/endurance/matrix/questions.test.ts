import { describe, expect, it } from 'vitest'
import { startModel } from '../chaos/model.ts'
import { question } from '../chaos/stage.ts'
import { until } from '../chaos/until.ts'
import { at, type Case, chosen, every, everyFrozen } from './cases.ts'
import { liveThrough } from './live-through.ts'
import { engines, platforms, useEngines, useTable } from './play.ts'

/**
 * A model takes a second to answer. Discord shows meanwhile that Paperboy types, Slack a status, and the answer is the
 * first message on both.
 */
const both = (what: string, call: string): readonly Case[] => [
  ...every(what, call, 1),
  ...everyFrozen(what, call, 1),
]
const inSlack: readonly Case[] = [
  ...both('status', 'assistant.threads.setStatus'),
  ...both('message', 'chat.postMessage'),
  {
    what: 'message 1 recorded, asked to stop',
    kills: [{ ...at('chat.postMessage', 1, 'recorded'), how: 'gently' }],
  },
]
const toDiscord = 'POST /channels/:channel/messages'
const typing = 'POST /channels/:channel/typing'
const inDiscord: readonly Case[] = [
  ...both('typing', typing),
  ...both('message', toDiscord),
  {
    what: 'typing 1 recorded, then message 1 recorded',
    kills: [at(typing, 1, 'recorded'), at(toDiscord, 1, 'recorded')],
  },
  { what: 'message 1 recorded, asked to stop', kills: [{ ...at(toDiscord, 1, 'recorded'), how: 'gently' }] },
]

/** Everything: `MATRIX=whole npx vitest run test/endurance/matrix`. */
const sample: Readonly<Record<string, RegExp>> = {
  'SQLite Slack': /^message 1 recorded$|^status 1 recorded, frozen/,
  'SQLite Discord': /^typing 1 recorded, then|^behind message 1/,
  'Postgres Slack': /^behind message 1/,
  'Postgres Discord': /^message 1 recorded, frozen/,
}

const openDatabase = useEngines()
const note = useTable(['killed or frozen at', 'platform', 'engine', 'lives', 'answers', 'messages'])

const plays = engines.flatMap((engine) =>
  platforms.map(([platform, openStage]) => ({
    engine,
    platform,
    openStage,
    cases: chosen(platform === 'Slack' ? inSlack : inDiscord, sample, `${engine} ${platform}`),
  })),
)
/** How long an answer may take, with a hold to run out, in milliseconds. */
const patience = 300_000

describe.concurrent.each(plays)(
  'a process that is killed or frozen while it answers in $platform, on $engine',
  ({ engine, platform, openStage, cases }) => {
    it.each(cases)(
      'at $what: the question is answered once',
      { timeout: 900_000 },
      async ({ what, kills }) => {
        const [stage, model] = [await openStage(), await startModel()]
        const { surroundings, store } = await openDatabase(engine)
        const { lives, output } = await liveThrough(stage, kills, {
          surroundings: { ...surroundings, settings: { ...surroundings.settings, ...model.settings } },
          begin: () => stage.ask(question),
          async end() {
            await until(() => stage.answers().some(({ isFinished }) => isFinished), patience)
            while ((await store.jobs.unfinished(`questions:${platform.toLowerCase()}`)).length > 0)
              await new Promise((resolve) => setTimeout(resolve, 50))
          },
        })
        await store.close()
        const seen = stage.answers()
        const answered = seen.filter(({ isFinished }) => isFinished)
        note(what, platform, engine, lives, answered.length, seen.length)
        const said = seen.map(({ text }) => text).join('\n---\n')
        expect(answered, said + output).toHaveLength(1)
        expect(seen, said + output).toHaveLength(1)
        expect(said).toContain('TAROT')
        await stage.close()
        await model.close()
      },
    )
  },
)
