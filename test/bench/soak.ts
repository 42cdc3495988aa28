import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { dueNow, fill } from '../e2e/digests/due-post.ts'
import { until } from '../endurance/chaos/until.ts'
import type { Verdict } from '../eval/floor.ts'
import { formatTable } from '../eval/table.ts'
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/discord.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack/fake-slack.ts'
import { askInDiscord, askInSlack } from './ask.ts'
import { startBot } from './running-bot.ts'

/** Two hours of a place where somebody asks every second, a post is due every minute, and lines break. */
const busy = { people: 40, legs: 8, questions: 900, posts: 15, reconnects: 6 }
/** Everything that is open only for a while, such as idle connections, is closed after so many milliseconds. */
const settling = 8_000
const probe = new URL('./probe.ts', import.meta.url).href
const questions = ['What is TAROT?', 'What is AutoInt?', 'Which papers are about Spotify?', 'help', 'today']

const Held = z.object({
  probe: z.object({
    heapUsed: z.number(),
    rss: z.number(),
    external: z.number(),
    handles: z.record(z.string(), z.number()),
  }),
})
type Held = z.infer<typeof Held>['probe']

/** Runs the real process through two busy hours as fast as it goes, in legs, and looks at what it holds after each. */
export async function soak(folder: string): Promise<{ table: string; verdicts: readonly Verdict[] }> {
  const [slack, discord] = [await startFakeSlack(), await startFakeDiscord()]
  const store = await openStore(`sqlite:${folder}/paperboy.sqlite`)
  const bot = await startBot({ slack, discord }, { folder, settings: { NODE_OPTIONS: `--import ${probe}` } })
  const asks = [askInSlack(slack, busy.people), askInDiscord(discord, busy.people)]
  const seen: { asked: number; posts: number; held: Held }[] = []
  let asked = 0

  async function look(): Promise<void> {
    await sleep(settling)
    const { promise, resolve } = Promise.withResolvers<Held>()
    bot.child.stdout.on('data', function hear(piece: string) {
      const line = piece.split('\n').find((one) => one.startsWith('{"probe"'))
      if (line === undefined) return
      bot.child.stdout.off('data', hear)
      resolve(Held.parse(JSON.parse(line)).probe)
    })
    bot.child.kill('SIGUSR2')
    seen.push({ asked, posts: postsOf(slack, discord), held: await promise })
  }

  async function person(ask: (typeof asks)[number], index: number, last: number): Promise<void> {
    while (asked < last) {
      asked++
      await ask(index, questions[asked % questions.length] ?? '')
    }
  }

  async function runLeg(leg: number): Promise<void> {
    const last = (leg + 1) * busy.questions
    await addPosts(store, slack, discord, leg)
    const asking = Promise.all(
      asks.flatMap((ask) => Array.from({ length: busy.people }, (_, index) => person(ask, index, last))),
    )
    for (let count = 0; count < busy.reconnects; count++) {
      await sleep(500)
      if (count % 2 === 0) slack.socketMode.disconnect('refresh_requested')
      else slack.socketMode.drop()
      if (count % 3 === 0) discord.gateway.requestReconnect()
      else discord.gateway.drop()
    }
    await asking
    await until(() => postsOf(slack, discord) === 2 * busy.posts * (leg + 1), 120_000)
  }

  try {
    for (let leg = 0; leg < busy.legs; leg++) {
      await runLeg(leg)
      await look()
    }
  } finally {
    await bot.stop()
    await store.close()
    await slack.close()
    await discord.close()
  }
  return judge(seen)
}

function judge(seen: readonly { asked: number; posts: number; held: Held }[]) {
  const megabytes = (bytes: number) => bytes / 2 ** 20
  const sum = ({ handles }: Held) => Object.values(handles).reduce((all, one) => all + one, 0)
  const head = ['questions', 'posts', 'heap MB', 'external MB', 'RSS MB', 'handles', 'of them']
  const rows = seen.map(({ asked, posts, held }) => [
    String(asked),
    posts,
    megabytes(held.heapUsed).toFixed(1),
    megabytes(held.external).toFixed(1),
    megabytes(held.rss).toFixed(0),
    sum(held),
    Object.entries(held.handles)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', '),
  ])
  // What is loaded once is loaded in the first leg.
  const [first, last] = [seen[1]?.held, seen.at(-1)?.held]
  const grown = first && last ? megabytes(last.heapUsed - first.heapUsed) : undefined
  const opened = first && last ? sum(last) - sum(first) : undefined
  const verdicts: readonly Verdict[] = [
    { name: 'heap grown, MB', measured: grown, bound: 'under', limit: 5 },
    { name: 'handles left open', measured: opened, bound: 'at most', limit: 0 },
  ]
  return { table: formatTable(head, rows), verdicts }
}

/** Posts that are due now, in channels of their own. */
async function addPosts(store: Store, slack: FakeSlack, discord: FakeDiscord, leg: number): Promise<void> {
  const { team, bot, addChannel } = slack.workspace
  const due = Array.from({ length: busy.posts }, (_, index) => {
    const name = `post-${leg}-${index}`
    const { id } = addChannel(`C0POST${leg}X${index}`, name, [bot.user])
    const here = { platform: 'slack', workspace: team, kind: 'channel', channel: id } as const
    const workspace = discord.guild.id
    const there = {
      platform: 'discord',
      workspace,
      kind: 'channel',
      channel: discord.addChannel(name).id,
    } as const
    return [dueNow(`s${leg}x${index}`, here, new Date()), dueNow(`d${leg}x${index}`, there, new Date())]
  })
  await fill(store, due.flat())
}

function postsOf(slack: FakeSlack, discord: FakeDiscord): number {
  const inSlack = slack.messages.all.filter(
    ({ channel, thread }) => channel.startsWith('C0POST') && thread === undefined,
  )
  const rooms = [...discord.world.channels.values()].filter(({ name }) => name.startsWith('post-'))
  return inSlack.length + rooms.filter((room) => discord.answers(room).length > 0).length
}
