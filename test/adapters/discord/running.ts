import { vi } from 'vitest'
import { createDiscordAdapter, type DiscordOptions } from '../../../src/adapters/discord/adapter.ts'
import { commands } from '../../../src/commands/all.ts'
import { createComplete } from '../../../src/commands/complete.ts'
import { createDescribe } from '../../../src/commands/describe.ts'
import { createPrefill } from '../../../src/commands/prefill.ts'
import { createRunner } from '../../../src/jobs/runner.ts'
import { createWorkList } from '../../../src/jobs/work-list.ts'
import { createCommandPlaces } from '../../../src/operator/command-places.ts'
import { createMembership } from '../../../src/operator/membership.ts'
import type { Handle, Request } from '../../../src/platform/request.ts'
import { readPlace } from '../../../src/store/place-settings.ts'
import { openShipped } from '../../commands/shipped-services.ts'
import { type FakeDiscordOptions, startFakeDiscord } from '../../fakes/discord/discord.ts'

/** The adapter in this process, connected to a fake Discord; `handle` answers, and what it was asked is kept. */
export async function startAdapter(
  handle: Handle,
  { discord: fake = {}, ...parts }: Partial<DiscordOptions> & { discord?: FakeDiscordOptions } = {},
) {
  const discord = await startFakeDiscord(fake)
  const { services, lines } = await openShipped()
  const clock = { now: () => new Date(discord.world.now()) }
  const runner = createRunner(services)
  const open = () =>
    createDiscordAdapter({
      openWorkList: (platform) => createWorkList({ jobs: runner, platform, log: services.log }),
      turns: services.store.turns,
      placeSettings: (place) => readPlace(services.store.facts, place),
      membership: createMembership({ store: services.store, clock, log: services.log }),
      commandPlaces: createCommandPlaces(services.store, clock),
      reserve: services.store.pace.reserve,
      menu: commands,
      describe: createDescribe(commands),
      complete: createComplete(commands, services),
      prefill: createPrefill(commands, services, createDescribe(commands)),
      log: services.log,
      clock,
      token: discord.token,
      apiUrl: discord.url,
      ...parts,
    })
  const asked: Request[] = []
  /** Answers are remembered as the real handle does. */
  const remembering: Handle = async function* (request, signal) {
    asked.push(request)
    const id = `turn ${asked.length}`
    yield* handle(request, signal)
    await services.store.turns.append({
      id,
      conversation: request.where.conversation,
      person: request.who.id,
      at: clock.now(),
      line: request.line,
      answer: '',
      papers: [],
      claims: [],
    })
  }
  let adapter = open()
  await adapter.start(remembering)
  return {
    discord,
    adapter,
    /** The process ends, and another one begins, which knows what is in the database alone. */
    async restart(meanwhile: () => void = () => undefined) {
      await adapter.stop()
      meanwhile()
      adapter = open()
      await adapter.start(remembering)
    },
    jobs: services.store.jobs,
    store: services.store,
    /** What the log holds. */
    lines,
    asked: asked as readonly Request[],
    mention: (words: string) => `<@${discord.world.bot.id}> ${words}`,
    async close() {
      await adapter.stop()
      await services.store.close()
      await discord.close()
    },
  }
}

/** Waits until this holds. */
export const eventually = <T>(check: () => T) => vi.waitFor(check, { timeout: 10_000, interval: 5 })
