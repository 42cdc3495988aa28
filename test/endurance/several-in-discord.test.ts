import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bot, eventually, startBot } from '../e2e/discord/bot.ts'
import { freshFolder } from '../e2e/paperboy.ts'
import { patience } from '../eventually.ts'
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/discord.ts'

const processes = 3
/** Each in a channel of its own, so that no limit of one channel slows them down. */
const questions = 240
/** "Rate limits": a bot may make so many requests a second; those that answer interactions do not count. */
const perSecond = 50
/** "Session Start Limit Object": one session in five seconds. */
const betweenSessions = 5_000

let discord: FakeDiscord
let bots: readonly Bot[]
beforeAll(async () => {
  discord = await startFakeDiscord()
  const folder = freshFolder()
  bots = await Promise.all(Array.from({ length: processes }, () => startBot(discord, { folder })))
}, patience)
afterAll(async () => {
  await Promise.all(bots.map((bot) => bot.stop()))
  await discord.close()
})

const mostInOneSecond = (times: readonly number[]) =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length))

it(`${processes} processes on one token stay under ${perSecond} requests a second, and begin one after the other`, async () => {
  const [first = 0, ...others] = discord.gateway.identifiedAt
  const waits = others.map((at, index) => at - ([first, ...others][index] ?? 0))
  expect(waits).toHaveLength(processes - 1)
  for (const wait of waits) expect(wait).toBeGreaterThanOrEqual(betweenSessions)

  const rooms = Array.from({ length: questions }, (_, index) => discord.addChannel(`room-${index}`))
  const before = discord.calls.length
  const began = performance.now()
  for (const [index, room] of rooms.entries())
    discord.person(`Person ${index}`).say(room, `<@${discord.world.bot.id}> What is TAROT?`)
  await eventually(() => {
    expect(
      discord.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/messages')).length,
    ).toBeGreaterThanOrEqual(questions)
  }, 120_000)
  for (const room of rooms) await eventually(() => expect(discord.answers(room)).toHaveLength(1))
  const took = performance.now() - began
  const asked = discord.calls.slice(before).filter(({ path }) => !/^\/(?:interactions|webhooks)\//.test(path))
  const most = mostInOneSecond(asked.map(({ at }) => at))
  const refused = discord.refusals().length
  process.stdout.write(
    `${processes} processes, ${questions} questions at once: ${asked.length} requests in ${(took / 1000).toFixed(1)} s, at most ${most} in one second, ${refused} refused; sessions ${waits.map((wait) => (wait / 1000).toFixed(1)).join(' and ')} s apart\n`,
  )
  expect(most).toBeLessThanOrEqual(perSecond)
  expect(discord.refusals()).toEqual([])
}, 240_000)
