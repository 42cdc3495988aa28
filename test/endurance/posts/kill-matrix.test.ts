import { afterAll, describe, expect, it } from 'vitest'
import { dueNow, finished, prepare } from '../../e2e/digests/due-post.ts'
import { freshFolder } from '../../e2e/paperboy.ts'
import { formatTable } from '../../eval/table.ts'
import type { Moment } from '../../fakes/moments.ts'
import type { Kill, Stage } from './stage.ts'
import { stageInDiscord } from './stage-in-discord.ts'
import { stageInSlack } from './stage-in-slack.ts'

type Case = {
  what: string
  /** One for each life that ends before its time. */
  kills: readonly Kill[]
  closed?: true
}

const at = (call: string, nth: number, moment: Moment): Kill => ({ call, nth, moment })
const every = (call: string, messages: number): readonly Case[] =>
  Array.from({ length: messages }, (_, index) => index + 1).flatMap((nth) =>
    (['arrived', 'recorded', 'answered'] as const).map((moment) => ({
      what: `message ${nth} ${moment}`,
      kills: [at(call, nth, moment)],
    })),
  )

const inSlack: readonly Case[] = [
  { what: 'connecting', kills: [at('apps.connections.open', 1, 'answered')] },
  ...every('chat.postMessage', 3),
  {
    what: 'message 1 recorded, then looking for it',
    kills: [at('chat.postMessage', 1, 'recorded'), at('conversations.history', 1, 'answered')],
  },
  {
    what: 'message 2 recorded, then message 3 recorded',
    kills: [at('chat.postMessage', 2, 'recorded'), at('chat.postMessage', 1, 'recorded')],
  },
  {
    what: 'message 2 recorded, asked to stop',
    kills: [{ ...at('chat.postMessage', 2, 'recorded'), gently: true }],
  },
  {
    what: 'channel closed, message to its owner recorded',
    kills: [at('chat.postMessage', 2, 'recorded')],
    closed: true,
  },
]

const toDiscord = 'POST /channels/:channel/messages'
const inDiscord: readonly Case[] = [
  { what: 'connecting', kills: [at('GET /gateway/bot', 1, 'answered')] },
  ...every(toDiscord, 1),
  {
    what: 'message 1 recorded, then looking for it',
    kills: [at(toDiscord, 1, 'recorded'), at('GET /channels/:channel/messages', 1, 'answered')],
  },
  {
    what: 'message 1 recorded, asked to stop',
    kills: [{ ...at(toDiscord, 1, 'recorded'), gently: true }],
  },
  {
    what: 'channel closed, message to its owner recorded',
    kills: [at(toDiscord, 1, 'recorded')],
    closed: true,
  },
]

/** What came of each case, by its place in the table. */
const matrix: (readonly (string | number)[])[] = []
afterAll(() => {
  const head = ['killed at', 'platform', 'lives', 'messages', 'words to the owner']
  process.stdout.write(`${formatTable(head, Object.values(matrix))}\n`)
})

const platforms = [
  ['Slack', stageInSlack, inSlack],
  ['Discord', stageInDiscord, inDiscord],
] as const

describe.concurrent.each(platforms)(
  'a process that is killed while it posts in %s',
  (platform, openStage, cases) => {
    it.each(cases)('at $what: the next one leaves the post there once', { timeout: 180_000 }, async (one) => {
      const stage = await openStage()
      const { lives, outcome } = await liveThrough(stage, one)
      const [posted, told] = [stage.posted(), stage.told()]
      matrix[(platform === 'Slack' ? 0 : inSlack.length) + cases.indexOf(one)] = [
        one.what,
        platform,
        lives,
        `${posted.length} of ${one.closed ? 0 : stage.whole}`,
        told.length,
      ]
      expect(outcome).toEqual([one.closed ? 'failed' : 'sent'])
      expect(new Set(posted).size, posted.join('\n---\n')).toBe(posted.length)
      expect(posted).toHaveLength(one.closed ? 0 : stage.whole)
      expect(told).toHaveLength(one.closed ? 1 : 0)
      await stage.close()
    })
  },
)

/** Starts a process for each kill, waits for its end, and lets the last one live until everything is finished. */
async function liveThrough(stage: Stage, { kills, closed }: Case) {
  const folder = freshFolder()
  const subscription = dueNow('k1', stage.channel, new Date(), stage.owner)
  const store = await prepare(folder, [subscription])
  if (closed) stage.closeChannel()
  for (const kill of kills) await endAt(stage, folder, kill)
  const survivor = stage.launch(folder)
  try {
    return { lives: kills.length + 1, outcome: await finished(store, subscription) }
  } catch (error) {
    throw new Error(survivor.output(), { cause: error })
  } finally {
    await survivor.stop()
    await store.close()
  }
}

async function endAt(stage: Stage, folder: string, kill: Kill): Promise<void> {
  const doomed = stage.launch(folder)
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => {
      void doomed.kill()
      reject(new Error(`It never came so far. ${doomed.output()}`))
    }, 60_000)
    stage.when(kill, () => {
      clearTimeout(late)
      void (kill.gently ? doomed.stop() : doomed.kill()).then(() => resolve())
    })
  })
}
