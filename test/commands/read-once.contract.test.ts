import { afterEach, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createDescribe } from '../../src/commands/describe.ts'
import { createHandle } from '../../src/commands/handle.ts'
import { queueHandle } from '../../src/commands/queue.ts'
import { watchHandle } from '../../src/commands/watch.ts'
import type { Describe } from '../../src/platform/describe.ts'
import { openBench } from '../adapters/slack/slack-bench.ts'
import { openShipped } from './shipped-services.ts'

let close: () => Promise<void> = () => Promise.resolve()
afterEach(() => close())

it('A line is read once on its whole way, whichever way it came in', async () => {
  const { services } = await openShipped()
  const read = createDescribe(commands)
  const lines: string[] = []
  const describe: Describe = (line) => {
    lines.push(line)
    return read(line)
  }
  const { clock, log } = services
  const limits = { concurrency: 8, perPersonPerMinute: 99, perWorkspacePerMinute: 99 }
  const queued = queueHandle(createHandle(commands, services, describe), { ...limits, describe, clock })
  const bench = await openBench({ describe })
  close = async () => {
    await bench.close()
    await services.store.close()
  }
  await bench.start(watchHandle(queued, describe, log))
  const { people, interactions, messages } = bench.slack

  const said = people.mention('search diffusion')
  await bench.settled(1)
  people.dm('status')
  await bench.settled(2)
  await interactions.command('ask what is TAROT?')
  await bench.settled(3)
  const [shown] = messages.answers(said.channel, said.ts)
  if (!shown) throw new Error('Nothing was answered')
  await interactions.click(shown, 'Show 1')
  await bench.settled(4)
  expect(lines.slice(0, 3)).toEqual(['search diffusion', 'status', 'ask what is TAROT?'])
  expect(lines.slice(3)).toEqual([expect.stringMatching(/^show /)])
})
