import { describe, expect, vi } from 'vitest'
import type { FakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import { dueNow, storeIn } from '../digests/due-post.ts'
import { answerIn, expectGoodGuest, labelsOf } from './running-bot.ts'
import { it } from './with-slack.ts'

/** Longer than the longest time after which the process looks for what is due. */
const patience = { timeout: 40_000, interval: 100 }

/** Waits until somebody reads these words in a channel. */
const said = (slack: FakeSlack, words: string, channel = slack.workspace.general) =>
  vi.waitFor(() => {
    const message = slack.messages
      .in(channel)
      .findLast((shown) => shown.fromBot && readable(shown).includes(words))
    if (!message) throw new Error(`Nobody said: ${words}`)
    return message
  }, patience)

describe.concurrent('A daily post in Slack', { timeout: 180_000 }, () => {
  it('is asked for by an admin, comes once, is asked about, learns, and ends', async ({ slack, start }) => {
    const { workspace, people } = slack
    const { general, team, ada } = workspace
    const bot = await start()
    people.mention('subscribe at 9:00 in Europe/Paris top 3')
    await said(slack, 'You cannot change what everybody in this channel gets.')
    const boss = 'U0BOSS'
    workspace.people.set(boss, 'Boss')
    workspace.admins.add(boss)
    people.mention('subscribe at 9:00 in Europe/Paris top 3', { user: boss })
    const subscribed = await said(slack, 'Every weekday at 9:00 (Europe/Paris): up to 3 papers.')
    expect(readable(subscribed)).toContain('Next: ')

    // Its time comes.
    const store = await storeIn(bot.folder)
    const to = { platform: 'slack', workspace: team, kind: 'channel', channel: general } as const
    const [subscription] = await store.subscriptions.at(to)
    if (!subscription) throw new Error('There is no subscription.')
    const { schedule, nextDue, createdAt } = dueNow(subscription.id, to, new Date())
    await store.subscriptions.put({ ...subscription, schedule, nextDue, createdAt })
    const root = await said(slack, 'Papers of')
    const details = await vi.waitFor(() => {
      const answers = slack.messages.answers(general, root.ts)
      expect(answers).toHaveLength(3)
      return answers
    }, patience)
    const [first, second] = details
    if (!first || !second) throw new Error('There are no papers.')
    expect(labelsOf(first)).toEqual(expect.arrayContaining(['Similar', 'Less like this']))

    // What is said below it is about its papers.
    people.say('what does the second one propose?', { thread: root.ts, user: ada })
    const answer = await answerIn(slack, { channel: general, thread: root.ts }, { nth: 4 })
    const title = readable(second).split('\n')[0] ?? ''
    expect(readable(answer)).toContain(title.replace(/^\W*\d+\W*/, '').slice(0, 30))

    await slack.interactions.click(first, 'Similar', { user: ada })
    await said(slack, 'Close to')
    await slack.interactions.click(first, 'Less like this', { user: ada })
    await vi.waitFor(async () => {
      expect((await store.subscriptions.get(subscription.id))?.less).toHaveLength(1)
    }, patience)

    people.mention(`unsubscribe ${subscription.id}`, { user: boss })
    await said(slack, 'Unsubscribed')
    expect(await store.subscriptions.get(subscription.id)).toBeUndefined()
    expect(
      slack.messages.in(general).filter((message) => readable(message).startsWith('Papers of')),
    ).toHaveLength(1)
    await store.close()
    expectGoodGuest(slack)
  })
})
