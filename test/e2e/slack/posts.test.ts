import { join } from 'node:path'
import { describe, expect, vi } from 'vitest'
import manifest from '../../../slack.manifest.json' with { type: 'json' }
import { openStore } from '../../../src/store/open.ts'
import type { Subscription } from '../../../src/store/subscriptions.ts'
import { patience } from '../../eventually.ts'
import type { FakeSlack } from '../../fakes/slack/fake-slack.ts'
import { pings, readable } from '../../fakes/slack/reading.ts'
import { freshFolder } from '../paperboy.ts'
import { answerIn, endInOrder, expectGoodGuest, isFinished } from './running-bot.ts'
import { it } from './with-slack.ts'

type Wish = Partial<Pick<Subscription, 'id' | 'topic' | 'to' | 'top'>>

const day = 24 * 3_600_000

/** A folder in which a process finds these posts due; every wish has a place of its own. */
async function subscribed(slack: FakeSlack, wishes: readonly Wish[] = [{}]): Promise<string> {
  const folder = freshFolder()
  const { team, general, ada } = slack.workspace
  const store = await openStore(`sqlite:${join(folder, 'paperboy.sqlite')}`)
  for (const wish of wishes)
    await store.subscriptions.put({
      id: 'k3f9',
      to: { platform: 'slack', workspace: team, kind: 'channel', channel: general },
      owner: { id: ada },
      schedule: { minute: 0, days: [1, 2, 3, 4, 5, 6, 7], zone: 'UTC' },
      top: 3,
      quiet: 'silence',
      less: [],
      createdAt: new Date(Date.now() - 2 * day),
      nextDue: new Date(Math.floor(Date.now() / day) * day),
      ...wish,
    })
  await store.close()
  return folder
}

const topOf = (slack: FakeSlack, channel = slack.workspace.general) =>
  slack.messages.in(channel).filter(({ thread, fromBot }) => fromBot && thread === undefined)

/** The post of a channel once it is there: one message with so many papers. */
async function wholePost(slack: FakeSlack, channel = slack.workspace.general, papers = 3) {
  const find = () => {
    const [root, ...others] = topOf(slack, channel)
    expect(others.map(readable)).toEqual([])
    if (!root) throw new Error('There is no post.')
    const titles = [...readable(root).matchAll(/^\d+\. (.+)$/gm)].map(([, title = '']) => title)
    expect(titles).toHaveLength(papers)
    return { root, titles }
  }
  return vi.waitFor(find, { timeout: patience, interval: 100 })
}

describe.concurrent('A daily post', () => {
  it('comes once, in one message, and questions in its thread are answered', async ({ slack, start }) => {
    for (const scope of slack.workspace.scopes)
      if (!manifest.oauth_config.scopes.bot.includes(scope)) slack.workspace.scopes.delete(scope)
    const bot = await start({ folder: await subscribed(slack) })
    const { root, titles } = await wholePost(slack)
    expect(new Set(titles).size).toBe(3)
    expect(pings(root)).toEqual([])

    const asked = slack.people.say('What is the second one about?', { thread: root.ts })
    await vi.waitFor(() => expect(slack.messages.answers(asked.channel, root.ts)).toHaveLength(1), patience)
    const answer = () => slack.messages.answers(asked.channel, root.ts).at(-1)
    await vi.waitFor(() => expect(isFinished(answer() ?? root)).toBe(true), patience)
    expect(readable(answer() ?? root)).toContain(titles[1]?.slice(0, 30))
    await endInOrder(slack, bot)
    expect(topOf(slack)).toHaveLength(1)
    expectGoodGuest(slack)
  })

  it('is whole and once after the process was killed behind its message', async ({
    slack,
    start,
    launch,
  }) => {
    const folder = await subscribed(slack)
    const bot = launch({ folder })
    slack.moments.at('chat.postMessage', 1, 'recorded', () => bot.stop('SIGKILL'))
    expect(await bot.exit).toMatchObject({ signal: 'SIGKILL' })
    expect(slack.messages.in(slack.workspace.general)).toHaveLength(1)
    const last = await start({ folder })
    await wholePost(slack)
    await endInOrder(slack, last)
    await wholePost(slack)
    expectGoodGuest(slack)
  })

  it('that finds its channel archived is paused, and the one who asked for it is told', async ({
    slack,
    start,
  }) => {
    const { workspace } = slack
    const old = workspace.addChannel('C0OLD', 'old', [workspace.bot.user])
    old.archived = true
    const to = { platform: 'slack', workspace: workspace.team, kind: 'channel', channel: old.id } as const
    const bot = await start({ folder: await subscribed(slack, [{ to }]) })
    const { id } = workspace.directMessage(workspace.ada)
    await vi.waitFor(() => expect(topOf(slack, id)).toHaveLength(1), patience)
    expect(topOf(slack, id).map(readable)).toEqual([expect.stringMatching(/paused.*archived/s)])
    await endInOrder(slack, bot)
    expect(topOf(slack, id)).toHaveLength(1)
  })

  it('in 40 channels leaves room for a question', async ({ slack, start }) => {
    const { workspace } = slack
    const channels = Array.from({ length: 40 }, (_, index) =>
      workspace.addChannel(`C0POST${index}`, `posts-${index}`, [workspace.bot.user]),
    )
    const wishes = channels.map(({ id: channel }, index) => ({
      id: `p${index}`,
      top: 1,
      to: { platform: 'slack', workspace: workspace.team, kind: 'channel', channel } as const,
    }))
    await start({ folder: await subscribed(slack, wishes) })
    await vi.waitFor(() => expect(topOf(slack, channels[0]?.id)).toHaveLength(1), patience)
    const said = slack.people.mention('What is TAROT?')
    await answerIn(slack, said)
    const posted = channels.filter(({ id }) => topOf(slack, id).length > 0)
    expect(posted.length).toBeLessThan(channels.length)
    for (const { id } of channels) await wholePost(slack, id, 1)
    expectGoodGuest(slack)
  })
})
