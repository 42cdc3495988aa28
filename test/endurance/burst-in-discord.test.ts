import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Bot, eventually, expectGoodManners, startBot } from '../e2e/discord/bot.ts'
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/discord.ts'
import type { InteractionDeed } from '../fakes/discord/person.ts'

const commands = 200
const withinMs = 5000
/** Of the first response, in milliseconds: 500 are promised, but here other tests compete for the processor. */
const generousP99 = 1500

let discord: FakeDiscord
let bot: Bot
beforeAll(async () => {
  discord = await startFakeDiscord()
  bot = await startBot(discord)
})
afterAll(async () => {
  await bot?.stop()
  await discord.close()
})

it(`answers ${commands} commands in ${withinMs / 1000} seconds, each at once and each to its end`, async () => {
  const questions = [
    'What is TAROT?',
    'What is AutoInt?',
    'By how much does OptInter reduce parameters?',
    'What is the capital of Mongolia?',
  ]
  const people = Array.from({ length: 40 }, (_, index) => discord.person(`Person ${index}`))
  const started = performance.now()
  const deeds: InteractionDeed[] = []
  for (let index = 0; index < commands; index++) {
    const person = people[index % people.length]
    if (person)
      deeds.push(
        person.slash(discord.general, 'paper ask', { question: questions[index % questions.length] ?? '' }),
      )
    await sleep(Math.max(0, started + ((index + 1) * withinMs) / commands - performance.now()))
  }
  await eventually(() => expect(deeds.filter(unanswered)).toEqual([]))
  // Reading messages takes time from the fake itself, so it is done when nobody waits for a first response.
  await vi.waitFor(
    () => {
      for (const deed of deeds) expect(deed.messages().at(-1)?.buttons.length).toBeGreaterThan(0)
    },
    { timeout: 60_000, interval: 500 },
  )

  const waits = deeds
    .map((deed) => deed.respondedAfter() ?? Number.POSITIVE_INFINITY)
    .toSorted((a, b) => a - b)
  const at = (share: number) => waits[Math.ceil(share * waits.length) - 1] ?? 0
  const took = performance.now() - started
  process.stdout.write(
    `first response: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms; all answered after ${Math.round(took)} ms\n`,
  )
  expect(deeds).toHaveLength(commands)
  expect(at(0.99)).toBeLessThan(generousP99)
  expectGoodManners(discord)
}, 90_000)

const unanswered = (deed: InteractionDeed) => deed.respondedAfter() === undefined
