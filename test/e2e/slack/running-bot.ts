import { expect, vi } from 'vitest'
import { patience } from '../../eventually.ts'
import type { FakeSlack } from '../../fakes/slack/fake-slack.ts'
import type { Said } from '../../fakes/slack/people/people.ts'
import { buttons, readable } from '../../fakes/slack/reading.ts'
import type { Message } from '../../fakes/slack/state/message-log.ts'
import { freshFolder, startPaperboy } from '../paperboy.ts'

export type RunningBot = Awaited<ReturnType<typeof startBot>>
export type Surroundings = { folder?: string; settings?: Record<string, string> }

/** Starts the real process against a fake Slack; it may not be connected yet. */
export function launchBot(slack: FakeSlack, { folder = freshFolder(), settings = {} }: Surroundings = {}) {
  const { child, exit } = startPaperboy([], {
    folder,
    settings: { ...slack.settings, ...settings },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  return {
    folder,
    exit,
    /** What it wrote so far, on both streams. */
    output: () => output,
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    /** Ends it; -> exit code, and milliseconds it took. */
    async stop(signal: NodeJS.Signals = 'SIGTERM') {
      const started = performance.now()
      child.kill(signal)
      const { code } = await exit
      return { code, milliseconds: performance.now() - started }
    },
  }
}

/** Starts the real process and waits until it is connected by Socket Mode. */
export async function startBot(
  slack: FakeSlack,
  surroundings: Surroundings = {},
  launch = (place: Surroundings) => launchBot(slack, place),
) {
  const before = slack.socketMode.opened()
  const bot = launch(surroundings)
  await vi.waitFor(() => {
    expect(slack.socketMode.opened(), bot.output()).toBeGreaterThan(before)
    expect(slack.socketMode.connections()).toBeGreaterThan(0)
  }, patience)
  return bot
}

/** An answer as it stays, not a page on the way to it. */
export function isFinished(message: Message): boolean {
  return message.blocks.some(({ type }) => type === 'actions' || type === 'context_actions')
}

/** Waits for the finished answer in a thread; there must be exactly one. */
export async function answerIn(
  slack: FakeSlack,
  { channel, thread }: { channel: string; thread: string },
  { nth = 1, within = patience } = {},
): Promise<Message> {
  await vi.waitFor(
    () => {
      const answers = slack.messages.answers(channel, thread)
      expect(answers.filter(isFinished), answers.map(readable).join('\n---\n')).toHaveLength(nth)
    },
    { timeout: within, interval: 50 },
  )
  const answer = slack.messages.answers(channel, thread).at(-1)
  if (!answer) throw new Error('There is no answer.')
  return answer
}

/** Waits until each of many questions has its finished answer; there must be exactly one for each. */
export async function everyoneAnswered(slack: FakeSlack, said: readonly Said[]): Promise<void> {
  await vi.waitFor(
    () => {
      const open = said.filter(({ channel, ts }) => !slack.messages.answers(channel, ts).some(isFinished))
      expect(open).toHaveLength(0)
    },
    { timeout: 60_000, interval: 250 },
  )
  for (const { channel, ts } of said)
    expect(slack.messages.answers(channel, ts).map(readable)).toHaveLength(1)
}

/**
 * Lets processes do all that they would still do: when everything sent to them has arrived, they are asked to stop, and
 * finish what they have begun. Whatever is done too often has been done by then.
 */
export async function endInOrder(
  slack: FakeSlack,
  ...bots: readonly Pick<RunningBot, 'stop' | 'output'>[]
): Promise<void> {
  await slack.delivered()
  for (const bot of bots) expect((await bot.stop()).code, bot.output()).toBe(0)
}

/** A page as one person has it before them; `state` is another when it changes. */
export type Seen = Pick<Message, 'text' | 'blocks'> & { state: string }

/** What one person sees that nobody else does, beside their direct conversation: lines, then modals. */
export function alone(slack: FakeSlack, user = slack.workspace.ada): readonly Seen[] {
  const lines = slack.messages.onlyFor(user).map(({ text, blocks, ts }) => ({ text, blocks, state: ts }))
  const views = slack.views.openFor(user).map(({ blocks, hash }) => ({ text: '', blocks, state: hash }))
  return [...lines, ...views]
}

export function labelsOf(message: Pick<Message, 'blocks'>): readonly string[] {
  return buttons(message.blocks).map(({ label }) => label)
}

/** What has to hold at the end of every story: nothing refused, nobody pinged without need. */
export function expectGoodGuest(slack: FakeSlack): void {
  expect(slack.refusals().map(({ method, refused, problems }) => ({ method, refused, problems }))).toEqual([])
  expect(slack.badManners).toEqual([])
}

/** Questions the shipped papers answer. */
export const questions = [
  'What is TAROT?',
  'What is AutoInt?',
  'By how much does OptInter reduce parameters?',
  'Which papers are about Spotify?',
] as const
