import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Handle } from '../../../src/platform/request.ts'
import {
  card,
  cite,
  codeBlock,
  facts,
  heading,
  list,
  note,
  paragraph,
  quote,
  run,
} from '../../../src/replies/build.ts'
import { jobOf, leaveDeadly } from '../../contracts/store-jobs.ts'
import { eventually } from '../../eventually.ts'
import { links, pings, readable } from '../../fakes/slack/reading.ts'
import type { Fault } from '../../fakes/slack/web-api/faults.ts'
import { answer, echo, growing, openBench, slowly, turn, working } from './slack-bench.ts'

let bench: Awaited<ReturnType<typeof openBench>>

beforeEach(async () => {
  bench = await openBench()
})
afterEach(async () => {
  expect(bench.slack.refusals()).toEqual([])
  expect(bench.slack.badManners).toEqual([])
  await bench.close()
})

describe('Ways in', () => {
  it('answers a mention in its thread, without the mention', async () => {
    await bench.start()
    const said = bench.slack.people.mention('what is TAROT?')
    expect(await bench.answers(said)).toEqual([expect.stringContaining('Answer to what is TAROT?')])
    expect(bench.requests).toMatchObject([
      {
        who: { id: bench.slack.workspace.ada },
        where: {
          platform: 'slack',
          workspace: 'T0PAPERS',
          conversation: `T0PAPERS:${said.channel}:${said.ts}`,
        },
        line: 'what is TAROT?',
      },
    ])
  })

  it('answers a direct message in its thread', async () => {
    await bench.start()
    const said = bench.slack.people.dm('what is TAROT?')
    expect(await bench.answers(said)).toEqual([expect.stringContaining('Answer to what is TAROT?')])
  })

  it('answers a follow-up without a mention, and stays out of other talk', async () => {
    await bench.start()
    const { people, workspace } = bench.slack
    const said = people.mention('what is TAROT?')
    await bench.answers(said)
    await bench.settled()
    const thread = said.thread
    await people.say('and who wrote it', { thread }).delivered
    expect(await bench.answers(said, 2)).toHaveLength(2)
    const bob = workspace.person('Bob')
    await people.say(`<@${bob}> what do you think?`, { thread }).delivered
    await people.say('I doubt that', { thread, user: bob }).delivered
    await people.say('what about its limits?', { thread, user: bob }).delivered
    await people.say('shall we meet at noon?', { thread }).delivered
    const other = people.say('does anybody know TAROT?')
    await people.say('no, do you?', { thread: other.ts, user: bob }).delivered
    await bench.settled()
    expect(bench.asked()).toEqual(['what is TAROT?', 'and who wrote it'])
    expect(bench.requests.map(({ heard }) => heard)).toEqual(['addressed', 'overheard'])
  })

  it('shows the answer to /paper ask to the channel, with the question, and goes on in its thread', async () => {
    await bench.start()
    const { slack } = bench
    await slack.interactions.command('ask what is TAROT?')
    await bench.settled()
    const [shown] = slack.messages.in(slack.workspace.general)
    expect(shown && readable(shown)).toMatch(/^Ada asked: what is TAROT\?\n+Answer to ask what is TAROT\?/)
    await slack.people.say('who wrote it?', { thread: shown?.ts ?? '' }).delivered
    await bench.answers({ channel: slack.workspace.general, thread: shown?.ts ?? '' })
    await bench.settled(2)
    // What the command began belongs to its thread.
    const thread = `T0PAPERS:${slack.workspace.general}:${shown?.ts}`
    expect(bench.requests.at(-1)?.where.conversation).toBe(thread)
    expect(await bench.store.turns.recent(thread, 5)).toHaveLength(2)
  })

  it('keeps everything else behind /paper to the asker, and answers too when asked for', async () => {
    await bench.start()
    const { slack } = bench
    for (const line of ['help', 'ask --private what is TAROT?', 'search diffusion', 'serach x', ''])
      await slack.interactions.command(line)
    await bench.settled(5)
    expect(slack.messages.in(slack.workspace.general)).toEqual([])
    expect(bench.alone()).toHaveLength(5)
    expect(bench.asked()).toContain('ask what is TAROT?')
  })

  it('takes a refused /paper ask back from the channel and tells the asker', async () => {
    await bench.start(async function* () {
      yield answer('Please ask again in a minute.', { tone: 'warning', audience: 'asker' })
    })
    await bench.slack.interactions.command('ask what is TAROT?')
    await bench.settled()
    expect(bench.slack.messages.in(bench.slack.workspace.general)).toEqual([])
    expect(bench.slack.messages.onlyFor(bench.slack.workspace.ada)).toHaveLength(1)
  })

  it('answers /paper ask where it is no member', async () => {
    await bench.start()
    const { slack } = bench
    slack.faults.next('chat.postMessage', { kind: 'refused', error: 'not_in_channel' })
    await slack.interactions.command('ask what is TAROT?')
    await bench.settled()
    expect(slack.messages.in(slack.workspace.general).map(readable)).toEqual([
      expect.stringContaining('Answer to ask what is TAROT?'),
    ])
  })

  it('takes the question from a message by its shortcut, and answers the one who asks alone', async () => {
    await bench.start()
    const { slack } = bench
    const said = slack.people.say('status of TAROT &amp; co?')
    const message = slack.messages.find(said.channel, said.ts)
    if (!message) throw new Error('Nothing was said')
    await slack.interactions.shortcut(message, 'ask_about_this')
    await bench.settled()
    expect(bench.asked()).toEqual(['/ask status of TAROT & co?'])
    expect(bench.alone()).toEqual([expect.stringContaining('Answer to /ask status of TAROT & co?')])
    expect(slack.messages.answers(said.channel, said.ts)).toEqual([])
  })

  it('suggests what to ask in both kinds of panes, and draws the home tab', async () => {
    await bench.start(async function* ({ line }) {
      yield answer(`Page of ${line}`)
    })
    const { slack } = bench
    await slack.surfaces.startAssistantThread()
    await slack.surfaces.openHome({ tab: 'messages' })
    await slack.surfaces.openHome()
    await eventually(() => {
      const [first, second] = slack.callsOf('assistant.threads.setSuggestedPrompts')
      expect(first?.fields).toHaveProperty('thread_ts')
      expect(second?.fields).not.toHaveProperty('thread_ts')
      expect(JSON.stringify(slack.views.homes.get(slack.workspace.ada))).toMatch(
        /Page of welcome.*Page of today.*Page of subscriptions.*Page of status/s,
      )
    })
  })
})

describe('Buttons', () => {
  async function answered() {
    await bench.start()
    const said = bench.slack.people.mention('what is TAROT?')
    await bench.answers(said)
    await bench.settled()
    const [message] = bench.slack.messages.answers(said.channel, said.ts)
    if (!message) throw new Error('Nothing was answered')
    return { said, message }
  }

  it('run their command in the thread', async () => {
    const { said, message } = await answered()
    await bench.slack.interactions.click(message, 'Similar to 1')
    expect(await bench.answers(said, 2)).toContainEqual(expect.stringContaining('Answer to similar 1'))
    expect(new Set(bench.requests.map(({ where }) => where.conversation)).size).toBe(1)
  })

  it('show evidence in a modal, for the clicker only', async () => {
    const { said, message } = await answered()
    await bench.slack.interactions.click(message, 'Show evidence')
    await bench.settled(2)
    expect(JSON.stringify(bench.slack.callsOf('views.update').at(-1)?.fields)).toContain(
      `Answer to evidence ${turn}`,
    )
    expect(bench.slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
  })

  it('answer a click in a modal above it, in the conversation it stands over', async () => {
    const { said, message } = await answered()
    const wrong = `feedback wrong 1 ${turn}`
    const { slack } = bench
    bench.answerWith(async function* ({ line }) {
      yield answer(`Answer to ${line}`, { actions: [run('Wrong citation', wrong)] })
    })
    await slack.interactions.click(message, 'Show evidence')
    await bench.settled(2)
    const [evidence] = slack.views.modals
    if (!evidence) throw new Error('No modal was opened')
    await slack.interactions.clickInView(evidence, 'Wrong citation')
    await bench.settled(3)
    expect(JSON.stringify(slack.callsOf('views.update').at(-1)?.fields)).toContain(`Answer to ${wrong}`)
    const [asked, looked, rated] = bench.requests.map(({ where }) => where.conversation)
    expect(rated).toBe(asked)
    expect(looked).toBe(`T0PAPERS:${said.channel}:${slack.workspace.ada}`)
    slack.faults.next('views.push', { kind: 'refused', error: 'push_limit_reached' })
    await slack.interactions.clickInView(evidence, 'Wrong citation')
    await bench.settled(4)
    expect(slack.callsOf('views.update').at(-1)?.fields.view_id).toBe(evidence.id)
    expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
  })

  it('show evidence as a private message when the click came too late for a modal', async () => {
    const { said, message } = await answered()
    bench.slack.faults.next('views.open', { kind: 'refused', error: 'expired_trigger_id' })
    await bench.slack.interactions.click(message, 'Show evidence')
    await bench.settled(2)
    const [seen] = bench.slack.messages.onlyFor(bench.slack.workspace.ada)
    expect(seen?.thread).toBe(said.ts)
    expect(seen && readable(seen)).toContain(`Answer to evidence ${turn}`)
  })

  it('show what only concerns the clicker to nobody else', async () => {
    const { said, message } = await answered()
    bench.answerWith(async function* ({ line }) {
      yield working('Reading…')
      yield answer(`Help on ${line}`, { audience: 'asker' })
    })
    await bench.slack.interactions.click(message, 'Similar to 1')
    await bench.settled(2)
    expect(bench.slack.messages.onlyFor(bench.slack.workspace.ada).map(readable)).toEqual([
      expect.stringContaining('Help on similar 1'),
    ])
    expect(bench.slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
  })

  it('thank for thumbs in private', async () => {
    const { message } = await answered()
    await bench.slack.interactions.click(message, 'Helpful')
    await bench.settled(2)
    expect(bench.slack.messages.onlyFor(bench.slack.workspace.ada).map(readable)).toEqual([
      expect.stringContaining(`Answer to feedback up ${turn}`),
    ])
  })
})

describe('Growing answers', () => {
  const pages = [
    working('Reading 76 papers…'),
    growing('First claim.'),
    growing('First claim. Second claim.'),
    answer('First claim. Second claim. Done.'),
  ]

  it('are a status at first, a message from the first checked sentence on, and change once a second', async () => {
    await bench.start(slowly(pages, 1_300))
    const asked = Date.now()
    const said = bench.slack.people.mention('what is TAROT?')
    await bench.settled()
    const [status] = bench.slack.callsOf('assistant.threads.setStatus')
    expect(status?.at).toBeLessThan(asked + 1_000)
    expect([...bench.slack.threads.values()].map(({ statuses }) => statuses)).toEqual([
      ['Reading 76 papers…'],
    ])
    const shown = bench.slack.messages.answers(said.channel, said.ts)
    expect(shown).toHaveLength(1)
    const versions = shown[0]?.versions ?? []
    expect(versions[0]?.text).toContain('First claim.')
    expect(versions.length).toBeGreaterThanOrEqual(2)
    const gaps = versions.slice(1).map(({ at }, index) => at - (versions[index]?.at ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(950)
    expect(shown.map(readable)).toEqual([expect.stringContaining('Second claim. Done.')])
  }, 15_000)

  it('are announced to a person who asked by command in a line that others do not see', async () => {
    await bench.start(slowly([working('Reading 76 papers…'), answer('Done.')], 900))
    const { slack } = bench
    await slack.interactions.command('ask what is TAROT?')
    await eventually(() =>
      expect(bench.alone()).toEqual([expect.stringMatching(/^Reading 76 papers….*for everybody to read/)]),
    )
    expect(slack.messages.in(slack.workspace.general)).toEqual([])
    await bench.settled()
    const shown = slack.messages.in(slack.workspace.general)
    expect(shown.map(({ versions }) => versions.length)).toEqual([1])
    expect(shown.map(readable)).toEqual([expect.stringContaining('Done.')])
  })

  it('begin in the status line of a direct conversation', async () => {
    await bench.start(slowly([working('Reading 76 papers…'), answer('Done.')], 900))
    const said = bench.slack.people.dm('what is TAROT?')
    await bench.answers(said)
    const [thread] = [...bench.slack.threads.values()]
    expect(thread?.statuses[0]).toBe('Reading 76 papers…')
    expect(bench.slack.callsOf('chat.update')).toEqual([])
  })

  it('go on in the thread when they are long', async () => {
    const long = answer('Long', {
      blocks: Array.from({ length: 100 }, (_, index) => paragraph(`Paragraph ${index} `.repeat(20))),
    })
    await bench.start(slowly([working('Reading…'), long], 600))
    const said = bench.slack.people.mention('what is TAROT?')
    await bench.settled()
    const parts = bench.slack.messages.answers(said.channel, said.ts).map(readable)
    expect(parts.length).toBeGreaterThan(2)
    for (const index of [0, 50, 99]) expect(parts.join('\n')).toContain(`Paragraph ${index} `)
  }, 15_000)
})

describe('Once', () => {
  it('answers what is delivered again and again a single time, also after a restart', async () => {
    await bench.start()
    const said = bench.slack.people.mention('what is TAROT?', { twinFirst: true })
    await bench.answers(said)
    await bench.slack.people.redeliver(said, 5)
    await bench.slack.people.redeliver(said, 5, { newIds: true })
    await bench.restart()
    await bench.slack.people.redeliver(said, 2)
    await bench.slack.people.edit(said, 'what is TAROT really?').delivered
    await bench.slack.people.otherBot('what is TAROT?').delivered
    await bench.settled()
    expect(bench.asked()).toEqual(['what is TAROT?'])
    expect(bench.slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
  })

  it.each([
    { name: 'an error', answer: 'status-500' as const },
    { name: 'a cut connection', answer: 'cut' as const },
  ])('posts once when the answer to posting is lost: $name', async ({ answer: lost }) => {
    await bench.start()
    bench.slack.faults.next('chat.postMessage', { kind: 'lost', answer: lost })
    const said = bench.slack.people.mention('what is TAROT?')
    await bench.answers(said)
    await bench.settled()
    expect(bench.slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
  })

  it('posts again when posting failed before it took effect', async () => {
    await bench.start()
    bench.slack.faults.next(
      'chat.postMessage',
      { kind: 'status', status: 500 },
      { kind: 'cut' },
      { kind: 'rate-limited', retryAfterSeconds: 1 },
    )
    const said = bench.slack.people.mention('what is TAROT?')
    expect(await bench.answers(said)).toHaveLength(1)
  })

  it('finishes after a restart what was begun before, in the same message', async () => {
    await bench.start(
      slowly([growing('One.'), ...Array.from({ length: 20 }, () => growing('One. Two.'))], 1_000),
    )
    const said = bench.slack.people.mention('what is TAROT?')
    await bench.answers(said)
    await bench.restart(echo)
    await bench.settled()
    const shown = bench.slack.messages.answers(said.channel, said.ts)
    expect(shown.map(readable)).toEqual([expect.stringContaining('Answer to what is TAROT?')])
    expect(JSON.stringify(shown[0]?.versions)).toContain('I have to restart')
  }, 20_000)
})

describe('A question that ended three processes', () => {
  it('is not answered any more, and the person who asked is told so', async () => {
    const { ada, team, general } = bench.slack.workspace
    const since = bench.slack.workspace.nextTime()
    const payload = {
      ...{ key: 'deadly', line: 'what is TAROT?', who: { id: ada }, team, unseen: false, since },
      place: { kind: 'channel', channel: general },
    }
    await leaveDeadly(bench.store.jobs, jobOf(['deadly'], Date.now() / 1_000, { payload }))
    await bench.start()
    await vi.waitFor(() => expect(bench.alone().join('\n')).toContain('I could not answer this'), 8_000)
    expect(bench.slack.messages.in(general)).toEqual([])
    await vi.waitFor(async () => expect(await bench.store.jobs.unfinished('questions:slack')).toEqual([]))
    expect(bench.asked()).toEqual([])
  })
})

describe('Good manners', () => {
  it('pings nobody and links nothing but the reply’s own pages, whatever the words are', async () => {
    const url = 'https://arxiv.org/abs/2402.17152'
    const hostile =
      '<!channel> <@U0ADA> @here <https://evil.example|click> https://evil.example &lt;!here&gt; *b* :+1:'
    const page = answer(hostile, {
      blocks: [
        heading(hostile),
        paragraph(hostile, cite(1, url)),
        quote(hostile),
        codeBlock(hostile),
        list([hostile]),
        list([hostile], { ordered: true }),
        facts([[hostile, hostile]]),
        card({ number: 1, title: hostile, url, facts: [hostile] }),
        note(hostile),
      ],
      actions: [run(hostile, 'help')],
    })
    await bench.start(slowly([{ ...page, tone: 'working' }, page], 600))
    const { people, interactions, messages } = bench.slack
    const said = people.mention(hostile)
    await interactions.command(`ask ${hostile}`)
    await interactions.command(`ask --private ${hostile}`)
    await bench.settled(3)
    const shown = messages.all.filter(({ fromBot }) => fromBot)
    expect(shown.length).toBeGreaterThanOrEqual(2)
    const [modal] = bench.slack.views.modals
    expect(modal && pings({ text: '', blocks: modal.blocks })).toEqual([])
    for (const message of shown.flatMap(({ versions }) => versions)) {
      expect(pings(message)).toEqual([])
      expect(new Set(links(message)).difference(new Set([url]))).toEqual(new Set())
    }
    expect(messages.answers(said.channel, said.ts).map(readable).join()).toContain(
      '<!channel> <@U0ADA> @here',
    )
  }, 15_000)

  it('waits as long as Slack says before it calls a method again', async () => {
    await bench.start()
    const { slack } = bench
    slack.faults.next('chat.postMessage', { kind: 'rate-limited', retryAfterSeconds: 2 })
    const first = slack.people.mention('what is TAROT?')
    await eventually(() => expect(slack.callsOf('chat.postMessage')).toHaveLength(1))
    const second = slack.people.mention('what is HSTU?', {
      channel: slack.workspace.addChannel('C0OTHER', 'other', [slack.workspace.bot.user]).id,
    })
    await bench.answers(first)
    await bench.answers(second)
    const [refused, ...others] = slack.callsOf('chat.postMessage').map(({ at }) => at)
    expect(Math.min(...others) - (refused ?? 0)).toBeGreaterThanOrEqual(1_990)
  }, 15_000)
})

describe('A limit', () => {
  it.each(['ratelimited', 'rate_limited', 'message_limit_exceeded'])(
    'that is spelled %s in an answer is waited for, and the answer stands in its thread',
    async (error) => {
      await bench.start()
      bench.slack.faults.next('chat.postMessage', { kind: 'refused', error })
      const said = bench.slack.people.mention('what is TAROT?')
      expect(await bench.answers(said)).toEqual([expect.stringContaining('Answer to what is TAROT?')])
      const [refused = 0, taken = 0] = bench.slack.callsOf('chat.postMessage').map(({ at }) => at)
      expect(taken - refused).toBeGreaterThanOrEqual(950)
    },
  )
})

describe('When Slack is gone for a while', () => {
  it('answers when it is back', async () => {
    await bench.start()
    bench.slack.faults.always('chat.postMessage', { kind: 'status', status: 503 })
    const said = bench.slack.people.mention('what is TAROT?')
    await vi.waitFor(() => expect(bench.slack.callsOf('chat.postMessage').length).toBeGreaterThan(2), 8_000)
    bench.slack.faults.clear()
    expect(await bench.answers(said)).toEqual([expect.stringContaining('Answer to what is TAROT?')])
  }, 20_000)
})

describe('When Slack says no', () => {
  it.each([
    { error: 'not_in_channel', advice: 'Invite me' },
    { error: 'is_archived', advice: 'another channel' },
    { error: 'missing_scope', advice: 'slack.manifest.json' },
  ])(
    'tells the person what to do about $error, and the log the same under an id',
    async ({ error, advice }) => {
      await bench.start()
      const { slack } = bench
      slack.faults.next('chat.postMessage', { kind: 'refused', error })
      slack.people.mention('what is TAROT?')
      await vi.waitFor(() => {
        const [told] = slack.messages.in(slack.workspace.directMessage(slack.workspace.ada).id)
        const words = told ? readable(told) : ''
        expect(words).toContain(advice)
        const [, id] = /error (\w+)/.exec(words.replaceAll('\n', '')) ?? []
        expect(bench.lines).toContainEqual(
          expect.objectContaining({ level: 'error', facts: expect.objectContaining({ id }) }),
        )
      }, 5_000)
      await bench.settled()
    },
  )

  it('keeps the words when the blocks are not taken', async () => {
    await bench.start()
    bench.slack.faults.next('chat.postMessage', { kind: 'refused', error: 'invalid_blocks' })
    const said = bench.slack.people.mention('what is TAROT?')
    expect(await bench.answers(said)).toEqual([expect.stringContaining('Answer to what is TAROT?')])
    const line = bench.lines.find(({ message }) => message === 'Slack did not take these blocks')
    expect(line).toEqual({
      level: 'error',
      message: 'Slack did not take these blocks',
      facts: {
        code: 'invalid_blocks',
        blocks: expect.stringMatching(/^rich_text \d+, /),
        length: expect.any(Number),
      },
    })
    // What was asked and answered is nobody's business who reads logs.
    expect(JSON.stringify(line)).not.toMatch(/TAROT|Answer/)
  })

  const answeredUnclearly: readonly Fault[] = [
    { kind: 'lost', answer: 'cut' },
    { kind: 'lost', answer: 'status-500' },
  ]
  it.each(answeredUnclearly)(
    'shows a private answer once that Slack took without saying so: %j',
    async (fault) => {
      await bench.start()
      bench.slack.faults.next('response_url', fault)
      await bench.slack.interactions.command('subscribe')
      await bench.settled()
      expect(bench.alone()).toEqual([expect.stringContaining('Answer to subscribe')])
      expect(bench.lines).toContainEqual(
        expect.objectContaining({ level: 'warn', message: 'Whether a response arrived is not known' }),
      )
    },
  )

  it('shows a private answer in another way when its address is used up', async () => {
    await bench.start()
    bench.slack.faults.next('response_url', { kind: 'refused', error: 'used_url' })
    await bench.slack.interactions.command('subscribe')
    await bench.settled()
    expect(bench.alone()).toEqual([expect.stringContaining('Answer to subscribe')])
  })

  it('gives up on a revoked token and keeps the work', async () => {
    await bench.start()
    bench.slack.faults.always('chat.postMessage', { kind: 'refused', error: 'token_revoked' })
    bench.slack.people.mention('what is TAROT?')
    expect(await bench.failed()).toMatchObject({ message: expect.stringContaining('token') })
    expect(await bench.store.jobs.unfinished('questions:slack')).toHaveLength(1)
    bench.slack.faults.clear()
  })
})

describe('Stopping', () => {
  it('lets an answer under way finish', async () => {
    const finishing: Handle = slowly([working('Reading…'), answer('All done.')], 1_500)
    await bench.start(finishing)
    const said = bench.slack.people.mention('what is TAROT?')
    await bench.answers(said)
    await bench.stop()
    expect(bench.slack.messages.answers(said.channel, said.ts).map(readable)).toEqual([
      expect.stringContaining('All done.'),
    ])
  }, 15_000)
})
