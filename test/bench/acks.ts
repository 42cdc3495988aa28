import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Paper } from '../../src/papers/paper.ts'
import { startPaperboy } from '../e2e/paperboy.ts'
import type { Verdict } from '../eval/floor.ts'
import { formatTable } from '../eval/table.ts'
import { latencyPercentile } from '../fakes/slack/delivery/acks.ts'
import { startFakeSlack } from '../fakes/slack/fake-slack.ts'
import { writeSnapshot } from './import.ts'
import { startBot } from './running-bot.ts'

/** Loaded by the process of the bot, to be asked how late its event loop is. */
const probe = fileURLToPath(new URL('./loop-delay.ts', import.meta.url))
/** Milliseconds between two questions. */
const pause = 200
/** How long the bot is asked while nothing is imported, in milliseconds. */
const quiet = 10_000

const Report = z.object({ delay: z.object({ p50: z.number(), p99: z.number(), most: z.number() }) })

/**
 * Asks the real process in Slack, five questions a second, first by itself and then while another process imports so
 * many papers into its database: how long acknowledging takes, and how late the event loop is.
 */
export async function benchAcks(
  real: readonly Paper[],
  { count, questions, folder }: { count: number; questions: readonly string[]; folder: string },
): Promise<{ table: string; verdicts: readonly Verdict[] }> {
  const file = await writeSnapshot(real, count, folder)
  const slack = await startFakeSlack()
  const bot = await startBot({ slack }, { folder, settings: { NODE_OPTIONS: `--import=${probe}` } })
  try {
    const lines = createInterface(bot.child.stdout)
    const delays = async () => {
      bot.child.kill('SIGUSR2')
      const [line] = await once(lines, 'line')
      return Report.parse(JSON.parse(String(line))).delay
    }
    const channel = slack.workspace.addChannel('C0BENCH', 'bench', [slack.workspace.bot.user]).id
    let asked = 0
    const askUntil = async (isOver: () => boolean) => {
      const before = slack.acks.length
      await delays()
      while (!isOver()) {
        const user = slack.workspace.person(`Reader${asked % 20}`)
        slack.people.mention(questions[asked % questions.length] ?? '', { user, channel })
        asked += 1
        await sleep(pause)
      }
      const acks = slack.acks.slice(before)
      return {
        delay: await delays(),
        asked: acks.length,
        ack: { p50: latencyPercentile(acks, 0.5), p99: latencyPercentile(acks, 0.99) },
        unanswered: acks.filter(({ latency }) => latency === undefined).length,
      }
    }
    await askUntil(overAfter(2_000))
    const alone = await askUntil(overAfter(quiet))
    const started = performance.now()
    const importing = startPaperboy(['ingest', file], { folder })
    let over = false
    void importing.exit.then(() => {
      over = true
    })
    const during = await askUntil(() => over)
    const seconds = (performance.now() - started) / 1000
    const { code } = await importing.exit
    if (code !== 0) throw new Error(`The import ended with ${code}.`)
    const rows = [
      ['alone', alone] as const,
      [
        `while ${count.toLocaleString('en')} papers come in (${(count / seconds).toFixed(0)} a second)`,
        during,
      ] as const,
    ]
    return {
      table: formatTable(
        ['the bot', 'events', 'ack p50 ms', 'ack p99 ms', 'event loop late p50 ms', 'p99 ms', 'most ms'],
        rows.map(([name, { asked, ack, delay }]) => [
          name,
          asked,
          ...[ack.p50, ack.p99, delay.p50, delay.p99, delay.most].map((value) => value.toFixed(1)),
        ]),
      ),
      verdicts: [
        { name: 'ack p99 ms while papers come in', measured: during.ack.p99, bound: 'under', limit: 200 },
        {
          name: 'events that were not acknowledged',
          measured: during.unanswered,
          bound: 'at most',
          limit: 0,
        },
        { name: 'event loop late p99 ms', measured: during.delay.p99, bound: 'under', limit: 50 },
      ],
    }
  } finally {
    await bot.stop()
    await slack.close()
  }
}

function overAfter(milliseconds: number): () => boolean {
  const end = performance.now() + milliseconds
  return () => performance.now() > end
}
