import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commands } from '../../../src/commands/all.ts'
import type { Command } from '../../../src/commands/command.ts'
import { createDescribe } from '../../../src/commands/describe.ts'
import { setPlace } from '../../../src/store/place-settings.ts'
import { eventually } from '../../eventually.ts'
import { answer, openBench } from './slack-bench.ts'

/** Commands of daily posts, as far as an adapter looks at them. */
const about = (name: string, declared: Partial<Command> = {}): Command => ({
  name,
  audience: 'everyone',
  mayUse: 'everyone',
  summary: name,
  options: [{ name: 'what', summary: 'what', kind: 'text', required: false }],
  examples: [],
  async *run() {
    yield { reply: answer(name) }
  },
  ...declared,
})
const others = commands.filter(
  ({ name }) => !['subscribe', 'subscriptions', 'unsubscribe', 'less'].includes(name),
)

const known = [
  ...others,
  about('subscribe', { changes: 'place' }),
  about('subscriptions', { shows: 'home' }),
  about('unsubscribe', { changes: 'place' }),
  about('less', { audience: 'asker' }),
]

let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench({
    menu: known,
    describe: createDescribe(known),
  })
  await bench.start()
})
afterEach(() => bench.close())

const postsAt = (nth: number) => bench.requests[nth]?.where.posts

describe('Posts that are asked for', () => {
  it('go to the channel, from a mention, a command and a thread', async () => {
    const { people, interactions, workspace } = bench.slack
    const { general: channel, team } = workspace
    const said = people.mention('subscribe')
    await bench.settled(1)
    await interactions.command('subscribe')
    await bench.settled(2)
    people.say('more?', { thread: said.ts })
    await bench.settled(3)
    const place = { platform: 'slack', workspace: team, kind: 'channel', channel }
    expect([0, 1, 2].map(postsAt)).toEqual([place, place, place])
  })

  it('go to the person, from a direct message, its buttons and the home tab', async () => {
    const { people, interactions, surfaces, views, workspace } = bench.slack
    const { ada: person, team } = workspace
    bench.answerWith(async function* ({ line }) {
      yield answer(`Page of ${line}`, {
        actions: [{ kind: 'run', label: 'End', command: 'unsubscribe k3f9' }],
      })
    })
    const said = people.dm('subscribe')
    const [shown] = await bench
      .answers(said)
      .then(() => bench.slack.messages.answers(said.channel, said.thread))
    await bench.settled(1)
    if (shown) await interactions.click(shown, 'End')
    await bench.settled(2)
    await surfaces.openHome()
    const home = await eventually(() => {
      const view = views.homes.get(person)
      if (!view) throw new Error('No home')
      return view
    })
    await interactions.clickInView(home, 'End')
    await bench.settled(5)
    const place = { platform: 'slack', workspace: team, kind: 'direct', person }
    expect(bench.requests.map(({ where }) => where.posts)).toEqual(bench.requests.map(() => place))
    expect(bench.requests.map(({ mayManage }) => mayManage)).toEqual(bench.requests.map(() => undefined))
  })

  it('change the home tab of the one they are for', async () => {
    const { people, views, workspace } = bench.slack
    people.mention('subscribe')
    await bench.settled(1)
    expect(views.homes.size).toBe(0)
    people.dm('subscribe')
    await eventually(() => expect(JSON.stringify(views.homes.get(workspace.ada))).toMatch(/to subscriptions/))
  })
})

describe('A channel is managed', () => {
  const mayManage = async (user = bench.slack.workspace.ada) => {
    const count = bench.requests.length
    bench.slack.people.mention('subscribe', { user })
    await bench.settled(count + 1)
    return bench.requests.at(-1)?.mayManage?.()
  }

  it('by admins, not by others; each is looked up when it matters, and not again at once', async () => {
    const { workspace, callsOf } = bench.slack
    const boss = workspace.person('Boss')
    workspace.admins.add(boss)
    workspace.channel(workspace.general).members.add(boss)
    bench.slack.people.mention('what is TAROT?')
    await bench.settled(1)
    expect(callsOf('users.info')).toEqual([])
    expect(await mayManage(boss)).toBe(true)
    expect(await mayManage(boss)).toBe(true)
    expect(await mayManage()).toBe(false)
    expect(callsOf('users.info')).toHaveLength(2)
  })

  it('by nobody who cannot be looked up, until it works again', async () => {
    const { workspace, faults } = bench.slack
    workspace.admins.add(workspace.ada)
    faults.next('users.info', { kind: 'refused', error: 'missing_scope' })
    expect(await mayManage()).toBe(false)
    faults.next('users.info', { kind: 'status', status: 500 })
    expect(await mayManage()).toBe(false)
    expect(await mayManage()).toBe(true)
  })
})

describe('A full member is', () => {
  const everyone = { is_restricted: false, is_ultra_restricted: false, is_stranger: false, is_bot: false }

  it.each([
    ['anybody of the team', {}, true],
    ['no guest', { is_restricted: true }, false],
    ['no guest of one channel', { is_restricted: true, is_ultra_restricted: true }, false],
    ['nobody of another organization, though they share a channel', { team_id: 'T0OTHER' }, false],
    ['no stranger', { is_stranger: true }, false],
    [
      'somebody of another team of the enterprise',
      { team_id: 'T0OTHER', enterprise_user: { enterprise_id: 'E1' } },
      true,
    ],
    ['nobody of another enterprise', { team_id: 'T0OTHER', enterprise_user: { enterprise_id: 'E2' } }, false],
    ['no program', { is_bot: true }, false],
    ['no admin of another organization', { team_id: 'T0OTHER', is_admin: true }, false],
  ])('%s', async (_, profile, member) => {
    await bench.close()
    bench = await openBench({ menu: known, describe: createDescribe(known) })
    bench.slack.workspace.enterprise.id = 'E1'
    await bench.start()
    bench.slack.workspace.profiles.set(bench.slack.workspace.ada, {
      ...everyone,
      ...profile,
      tz: 'Europe/Berlin',
      real_name: 'Ada',
    })
    bench.slack.people.mention('subscribe')
    await bench.settled(1)
    const request = bench.requests.at(-1)
    expect(await request?.isMember?.()).toBe(member)
    if (!member) expect(await request?.mayManage?.()).toBe(false)
    expect(request?.changedBy).toBe('members')
    expect(await request?.profile?.()).toMatchObject({ name: 'Ada', zone: 'Europe/Berlin' })
  })

  it('nobody of whom Slack does not tell: it says so, and to try again', async () => {
    const { people, faults } = bench.slack
    faults.next('users.info', { kind: 'status', status: 500 })
    people.mention('subscribe')
    await bench.settled(1)
    await expect(bench.requests.at(-1)?.isMember?.()).rejects.toThrow('is not telling me')
  })
})

describe('Posts can come', () => {
  const canPost = async (channel: string) => {
    const count = bench.requests.length
    await bench.slack.interactions.command('subscribe', { channel })
    await bench.settled(count + 1)
    return (await bench.requests.at(-1)?.postsNeed?.()) === undefined
  }

  it('to channels that Paperboy is in, and to those that nobody can tell of', async () => {
    const { workspace, faults } = bench.slack
    expect(await canPost(workspace.general)).toBe(true)
    expect(await canPost(workspace.closed)).toBe(false)
    faults.next('conversations.history', { kind: 'status', status: 500 })
    expect(await canPost(workspace.closed)).toBe(true)
  })
})

describe('An invitation to a channel', () => {
  it('brings one greeting for everybody there, however often it is told of', async () => {
    const { surfaces, workspace, messages } = bench.slack
    await surfaces.invite()
    await bench.settled(1)
    await surfaces.invite()
    await surfaces.invite({ user: workspace.ada })
    await bench.settled(1)
    expect(bench.requests).toHaveLength(1)
    expect(bench.requests[0]).toMatchObject({ line: '', introduced: true, who: { id: workspace.ada } })
    const said = messages.in(workspace.general).filter(({ fromBot }) => fromBot)
    expect(said).toHaveLength(1)
    expect(said[0]?.thread ?? said[0]?.ts).toBe(said[0]?.ts)
  })

  it('brings none where it once was greeted, however long ago', async () => {
    const { surfaces, workspace, people } = bench.slack
    const { team, general: channel } = workspace
    const place = { platform: 'slack', workspace: team, kind: 'channel', channel } as const
    await setPlace(bench.store.facts, place, { welcomed: true }, new Date())
    await surfaces.invite()
    people.mention('what is TAROT?')
    await bench.settled(1)
    expect(bench.requests.map(({ line }) => line)).toEqual(['what is TAROT?'])
  })
})

describe('The channels that a person is in', () => {
  it('are told to whatever wants them, and looked up only then', async () => {
    const { people, surfaces, workspace, callsOf } = bench.slack
    const elsewhere = workspace.addChannel('C0OTHER', 'other', [workspace.bot.user])
    people.dm('subscriptions')
    await bench.settled(1)
    await surfaces.openHome()
    await bench.settled(2)
    people.mention('subscriptions')
    const inChannel = await eventually(() => {
      const found = bench.requests.find(({ where }) => where.posts?.kind === 'channel')
      return found ?? expect.fail('No request from the channel')
    })
    expect(callsOf('users.conversations')).toEqual([])
    const [inDirect, atHome] = bench.requests
    const channels = await inDirect?.channels?.()
    expect(channels).toEqual(await inChannel.channels?.())
    expect(channels).toEqual(await atHome?.channels?.())
    const { team, general, closed } = workspace
    expect(channels?.known).toEqual(
      [
        ['#general', general],
        ['#closed', closed],
      ].map(([name, channel]) => ({
        name,
        posts: { platform: 'slack', workspace: team, kind: 'channel', channel },
      })),
    )
    expect(JSON.stringify(channels)).not.toContain(elsewhere.id)
  })

  it('are not known where the app lacks a permission, or Slack fails, and why is told', async () => {
    const { people, faults, workspace } = bench.slack
    people.dm('subscriptions')
    await bench.settled(1)
    const channels = bench.requests[0]?.channels
    workspace.scopes.delete('groups:read')
    expect(await channels?.()).toMatchObject({ why: expect.stringContaining('reinstall the app') })
    workspace.scopes.add('groups:read')
    faults.next('users.conversations', { kind: 'status', status: 500 })
    expect(await channels?.()).toMatchObject({ why: expect.stringContaining('right now') })
  })
})
