import { expect, it } from 'vitest'
import { createDiscordAdapter } from '../../../src/adapters/discord/adapter.ts'
import { commands } from '../../../src/commands/all.ts'
import { createComplete } from '../../../src/commands/complete.ts'
import { createDescribe } from '../../../src/commands/describe.ts'
import { createRunner } from '../../../src/jobs/runner.ts'
import { createWorkList } from '../../../src/jobs/work-list.ts'
import { createCommandPlaces } from '../../../src/operator/command-places.ts'
import { createMembership } from '../../../src/operator/membership.ts'
import { readPlace } from '../../../src/store/place-settings.ts'
import { openShipped } from '../../commands/shipped-services.ts'
import { startFakeDiscord } from '../../fakes/discord/discord.ts'

it('says until when Discord lets no more sessions start', async () => {
  const discord = await startFakeDiscord({ sessionsLeft: 0 })
  const { services } = await openShipped()
  const adapter = createDiscordAdapter({
    openWorkList: (platform) => createWorkList({ jobs: createRunner(services), platform, log: services.log }),
    turns: services.store.turns,
    placeSettings: (place) => readPlace(services.store.facts, place),
    membership: createMembership(services),
    commandPlaces: createCommandPlaces(services.store, services.clock),
    reserve: services.store.pace.reserve,
    menu: commands,
    describe: createDescribe(commands),
    complete: createComplete(commands, services),
    prefill: () => Promise.resolve({ values: {} }),
    log: services.log,
    clock: services.clock,
    token: discord.token,
    apiUrl: discord.url,
  })
  const started = performance.now()
  await expect(adapter.start(async function* () {})).rejects.toMatchObject({
    message: expect.stringMatching(
      /^Discord lets no more sessions of this bot start before \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/,
    ),
    advice: expect.stringContaining('Start again then'),
  })
  expect(performance.now() - started).toBeLessThan(10_000)
  await adapter.stop()
  await services.store.close()
  await discord.close()
})
