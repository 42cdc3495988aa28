import { describe, expect, vi } from 'vitest'
import type { Schedule } from '../../../src/store/subscriptions.ts'
import type { FakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import type { Message } from '../../fakes/slack/state/message-log.ts'
import { dueNow, prepare, storeIn } from '../digests/due-post.ts'
import { freshFolder } from '../paperboy.ts'
import { alone, answerIn, endInOrder, expectGoodGuest, labelsOf } from './running-bot.ts'
import { it } from './with-slack.ts'

/** Longer than the longest time after which the process looks for what is due. */
const patience = { timeout: 90_000, interval: 100 }

/** Waits until somebody reads these words in a channel. */
const said = (slack: FakeSlack, words: string, channel = slack.workspace.general) =>
  vi.waitFor(() => {
    const message = slack.messages
      .in(channel)
      .findLast((shown) => shown.fromBot && readable(shown).includes(words))
    if (!message) throw new Error(`Nobody said: ${words}`)
    return message
  }, patience)

/** The time of day in a zone where it is another day than in UTC now: the next post of a subscription can be due. */
function anotherDay(now: Date): Schedule {
  const days = [1, 2, 3, 4, 5, 6, 7] as const
  const minute = now.getUTCHours() * 60 + now.getUTCMinutes()
  return now.getUTCHours() < 12
    ? { days, zone: 'Etc/GMT+12', minute: minute + 12 * 60 }
    : { days, zone: 'Etc/GMT-12', minute: minute - 12 * 60 }
}

const titlesOf = (post: Message) =>
  [...readable(post).matchAll(/^\d+\. (.+)$/gm)].map(([, title = '']) => title)

describe.concurrent('A daily post in Slack', { timeout: 180_000 }, () => {
  it('is asked for by an admin, comes once, is asked about, learns, and ends', async ({ slack, start }) => {
    const { workspace, people, interactions } = slack
    const { general, team, ada } = workspace
    const bot = await start({ settings: { SUBSCRIPTIONS_BY: 'managers' } })
    people.mention('subscribe at 9:00 in Europe/Paris top 3')
    await vi.waitFor(
      () =>
        expect(slack.messages.onlyFor(ada).map(readable).join()).toContain(
          'You cannot change what everybody in this channel gets.',
        ),
      patience,
    )
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
    const firstTitles = titlesOf(root)
    expect(firstTitles).toHaveLength(3)
    expect(labelsOf(root)).toEqual(
      expect.arrayContaining(['Ask about this', 'Similar', 'More like this', 'Less like this']),
    )
    expect(slack.messages.answers(general, root.ts)).toEqual([])

    // What is said below it is about its papers.
    const place = { channel: general, thread: root.ts }
    people.say('which of these has the best results?', { thread: root.ts, user: ada })
    const best = readable(await answerIn(slack, place))
    expect(firstTitles.some((title) => best.includes(title))).toBe(true)
    people.say('what about the second one?', { thread: root.ts, user: ada })
    expect(readable(await answerIn(slack, place, { nth: 2 }))).toContain(firstTitles[1])

    // A reader is answered alone, and what everybody gets is not theirs to steer.
    await interactions.click(root, 'Similar', { user: ada })
    await vi.waitFor(() => expect(alone(slack).map(readable).join()).toContain('Close to'), patience)
    await interactions.click(root, 'Less like this', { user: ada })
    await vi.waitFor(() => expect(slack.messages.onlyFor(ada)).toHaveLength(2), patience)
    expect((await store.subscriptions.get(subscription.id))?.less).toEqual([])
    workspace.channel(general).members.add(boss)
    await interactions.click(root, 'Less like this', { user: boss })
    await vi.waitFor(async () => {
      expect((await store.subscriptions.get(subscription.id))?.less).toHaveLength(1)
    }, patience)

    // The next one brings other papers, below a message of its own.
    const later = new Date()
    await store.subscriptions.change(subscription.id, (known) => ({
      ...known,
      schedule: anotherDay(later),
      nextDue: new Date(Math.floor(later.getTime() / 60_000) * 60_000),
    }))
    const next = await vi.waitFor(() => {
      const roots = slack.messages.in(general).filter((shown) => readable(shown).startsWith('Papers of'))
      if (!roots[1]) throw new Error('There is no second post.')
      return roots[1]
    }, patience)
    expect(titlesOf(next).filter((title) => firstTitles.includes(title))).toEqual([])

    people.mention(`unsubscribe ${subscription.id}`, { user: boss })
    await said(slack, 'Unsubscribed')
    expect(await store.subscriptions.get(subscription.id)).toBeUndefined()
    expect(
      slack.messages.in(general).filter((message) => readable(message).startsWith('Papers of')),
    ).toHaveLength(2)
    await store.close()
    expectGoodGuest(slack)
  })

  it('says in one line that nothing is new, and comes to no channel without Paperboy', async ({
    slack,
    start,
  }) => {
    const { workspace } = slack
    const { team, ada, bot } = workspace
    const folder = freshFolder()
    const quiet = workspace.addChannel('C0QUIET', 'quiet', [bot.user])
    const shut = workspace.addChannel('C0SHUT', 'shut', [])
    const to = (channel: string) =>
      ({ platform: 'slack', workspace: team, kind: 'channel', channel }) as const
    const noted = { ...dueNow('note', to(quiet.id), new Date()), topic: 'sourdough', quiet: 'note' as const }
    const store = await prepare(folder, [noted, dueNow('shut', to(shut.id), new Date(), ada)])
    const process = await start({ folder })
    const nothing = await said(slack, ': nothing new.', quiet.id)
    expect(readable(nothing)).toMatch(/^Papers about sourdough, [^\n]*: nothing new\.$/)
    expect(slack.messages.answers(quiet.id, nothing.ts)).toEqual([])
    const told = workspace.directMessage(ada).id
    const word = await said(slack, 'Your daily post shut is paused', told)
    expect(readable(word)).toMatch(/Every day at .*up to 2 papers\..*\/invite @Paperboy/s)
    expect((await store.subscriptions.get('shut'))?.paused).toContain('not_in_channel')
    workspace.admins.add(ada)
    await slack.interactions.command('subscribe', { channel: shut.id })
    await vi.waitFor(() => {
      const [refusal] = slack.messages.onlyFor(ada).map(readable)
      expect(refusal).toMatch(/cannot come here: I may not post in this channel\..*\/invite @Paperboy/s)
    }, patience)
    expect((await store.subscriptions.at(to(shut.id))).map(({ id }) => id)).toEqual(['shut'])
    await endInOrder(slack, process)
    expect([quiet.id, told].map((channel) => slack.messages.in(channel).length)).toEqual([1, 1])
    await store.close()
  })
})
