import { setTimeout as sleep } from 'node:timers/promises'
import { SnowflakeUtil } from 'discord.js'
import { afterEach, describe, expect, it } from 'vitest'
import { createRunner } from '../../../src/jobs/runner.ts'
import { createWorkList } from '../../../src/jobs/work-list.ts'
import { PaperboyError } from '../../../src/lib/errors.ts'
import type { Handle } from '../../../src/platform/request.ts'
import * as build from '../../../src/replies/build.ts'
import type { JobLog } from '../../../src/store/jobs.ts'
import { questionsOf } from '../../../src/store/queues.ts'
import { openShipped } from '../../commands/shipped-services.ts'
import { jobOf, leaveDeadly } from '../../contracts/store-jobs.ts'
import { eventually, startAdapter } from './running.ts'

let running: Awaited<ReturnType<typeof startAdapter>>
afterEach(() => running.close())

const noReply = build.reply({ summary: 'Nothing', blocks: [] })
const line = (words: string) => build.reply({ summary: words, blocks: [build.paragraph(words)] })

/** Takes its time, and says so when it is stopped. */
const slow: Handle = async function* (_, signal) {
  yield line('Reading…')
  await sleep(60_000, undefined, { ...(signal && { signal }) }).catch(() => undefined)
  yield line('Stopped.')
}

describe('The adapter', () => {
  it.each([
    [4004, 'token'],
    [4014, 'intent'],
  ])(
    'gives up for good when Discord closes its connection with %i, and says what to do',
    async (code, about) => {
      running = await startAdapter(slow)
      running.discord.gateway.close(code)
      const error = await running.adapter.failed
      expect(error.message).toContain(about)
      expect(error.advice).toContain('Developer Portal')
    },
  )

  it('finishes what is under way when it stops, and takes on nothing new', async () => {
    running = await startAdapter(async function* () {
      await sleep(300)
      yield line('Done.')
    })
    const { discord, adapter, asked } = running
    const ada = discord.person('Ada')
    const deed = ada.slash(discord.general, 'paper status')
    await eventually(() => expect(asked).toHaveLength(1))
    await adapter.stop()
    expect(deed.messages()).toMatchObject([{ text: 'Done.', loading: false }])
    ada.slash(discord.general, 'paper status')
    await sleep(100)
    expect(asked).toHaveLength(1)
  })

  it('says that a question is kept when its answer would take too long, and keeps it', async () => {
    running = await startAdapter(slow)
    const { discord, adapter, asked, jobs } = running
    const deed = discord.person('Ada').slash(discord.general, 'paper status')
    await eventually(() => expect(asked).toHaveLength(1))
    const began = performance.now()
    await adapter.stop()
    expect(performance.now() - began).toBeLessThan(8_000)
    expect(deed.messages()).toMatchObject([{ text: expect.stringContaining('Your question is kept') }])
    expect(await jobs.unfinished(questionsOf('discord'))).toHaveLength(1)
  }, 15_000)

  it('sends the summary when Discord refuses a page', async () => {
    running = await startAdapter(async function* () {
      yield build.reply({ summary: 'In short', blocks: [build.paragraph('In full')] })
    })
    const { discord, lines } = running
    discord.faults.add(/^POST \/interactions\//, { status: 400, code: 50035 }, 1)
    const deed = discord.person('Ada').slash(discord.general, 'paper status')
    await eventually(() => expect(deed.messages()).toMatchObject([{ text: 'In short' }]))
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1)
  })

  it('says so when a question cannot be taken on', async () => {
    const full = async () => Promise.reject(new PaperboyError('The disk is full.', 'Make room.'))
    const { services } = await openShipped()
    const jobs = createRunner({ ...services, store: { jobs: { ...services.store.jobs, add: full } } })
    running = await startAdapter(slow, {
      openWorkList: (platform) => createWorkList({ jobs, platform, log: services.log }),
    })
    const { discord, mention } = running
    const ada = discord.person('Ada')
    const deed = ada.slash(discord.general, 'paper status')
    await eventually(() => expect(deed.messages()[0]?.text).toContain('The disk is full.'))
    ada.say(discord.dm(ada), mention('status'))
    await eventually(() => expect(discord.answers(discord.dm(ada))[0]?.text).toContain('Make room.'))
    await services.store.close()
  })

  it('tells the person who asked that a question which ended three processes is not answered', async () => {
    const { services } = await openShipped()
    const { jobs } = services.store
    const asked: string[] = []
    const handle: Handle = async function* ({ line }) {
      asked.push(line)
      yield noReply
    }
    const left = Promise.withResolvers<void>()
    const take: JobLog['take'] = async (...given) => {
      await left.promise
      return jobs.take(...given)
    }
    const runner = createRunner({ ...services, store: { jobs: { ...jobs, take } } })
    running = await startAdapter(handle, {
      openWorkList: (platform) => createWorkList({ jobs: runner, platform, log: services.log }),
    })
    const { discord } = running
    const person = discord.person('Ada')
    const ada = person.user.id
    const now = discord.world.now()
    const id = String(SnowflakeUtil.generate({ timestamp: now }))
    const payload = {
      ...{
        id,
        line: 'what is TAROT?',
        person: { id: ada },
        channel: discord.general.id,
        guild: discord.guild.id,
      },
      ...{ conversation: id, private: false, threadable: false, at: now },
    }
    const job = jobOf([id], services.clock.now().getTime() / 1_000, { queue: 'questions:discord', payload })
    await leaveDeadly(jobs, job)
    left.resolve()
    const [standing] = await eventually(() => {
      expect(discord.answers(discord.general)).toHaveLength(1)
      return discord.answers(discord.general)
    })
    await eventually(async () => expect(await jobs.unfinished('questions:discord')).toEqual([]))
    const read = standing && person.press(standing, 'Show it to me')
    await eventually(() => expect(read?.messages()[0]?.text).toContain('I could not answer this'))
    expect(asked).toEqual([])
    await services.store.close()
  })
})
