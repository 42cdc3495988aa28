import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Handle } from '../../../src/platform/request.ts'
import { ask, paragraph, reply, run, turn } from '../../../src/replies/build.ts'
import { eventually } from '../../eventually.ts'
import { buttons, readable } from '../../fakes/slack/reading.ts'
import type { OpenView } from '../../fakes/slack/state/view-log.ts'
import { answer, growing, openBench, slowly } from './slack-bench.ts'

let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
})
afterEach(async () => {
  expect(bench.slack.badManners).toEqual([])
  await bench.close()
})

const inGeneral = () => {
  const { messages, workspace } = bench.slack
  return messages.in(workspace.general).filter(({ fromBot }) => fromBot)
}
const openModal = (user = bench.slack.workspace.ada): OpenView => {
  const view = bench.slack.views.openFor(user).at(-1)
  if (!view) throw new Error('No modal is open.')
  return view
}
const wordsOf = ({ blocks }: Pick<OpenView, 'blocks'>) => readable({ text: '', blocks })

describe('A page that one person sees', () => {
  it('opens at once, is filled when it is there, and is shared by its button as it was read', async () => {
    let asked = 0
    await bench.start(async function* ({ line }) {
      yield answer(`Answer ${++asked} to ${line}`)
    })
    const { slack } = bench
    await slack.interactions.command('search diffusion')
    await bench.settled()
    expect(slack.calls.map(({ method }) => method)).toContain('views.open')
    expect(wordsOf(openModal())).toContain('Answer 1 to search diffusion')
    expect(inGeneral()).toEqual([])
    await slack.interactions.clickInView(openModal(), 'Share here')
    await eventually(() =>
      expect(inGeneral().map(readable)).toEqual([
        expect.stringMatching(/^Ada shared: search diffusion\n+Answer 1 to search diffusion/),
      ]),
    )
    await eventually(() => expect(wordsOf(openModal())).toContain('Shared here.'))
    expect(buttons(openModal().blocks).map(({ label }) => label)).not.toContain('Share here')
    expect(slack.refusals()).toEqual([])
  })

  it('is made anew to be shared where a process has ended since', async () => {
    await bench.start()
    const { slack } = bench
    await slack.interactions.command('search diffusion')
    await bench.settled()
    await bench.restart()
    await slack.interactions.clickInView(openModal(), 'Share here')
    await eventually(() => expect(inGeneral()).toHaveLength(1))
    expect(bench.asked()).toEqual(['search diffusion', 'search diffusion'])
  })

  it('says so where Slack does not let it be shared', async () => {
    await bench.start()
    const { slack } = bench
    await slack.interactions.command('search diffusion')
    await bench.settled()
    slack.responses.expireAll()
    await slack.interactions.clickInView(openModal(), 'Share here')
    await eventually(() => expect(bench.alone().join('\n')).toContain('Slack did not let me share that here'))
    expect(inGeneral()).toEqual([])
  })

  it('goes into the thread that it was asked beside', async () => {
    await bench.start()
    const { slack } = bench
    const talk = slack.people.say('what is TAROT?')
    const message = slack.messages.find(talk.channel, talk.ts)
    if (!message) throw new Error('Nothing was said.')
    await slack.interactions.shortcut(message, 'ask_about_this')
    await bench.settled()
    expect(slack.messages.answers(talk.channel, talk.ts)).toEqual([])
    await slack.interactions.clickInView(openModal(), 'Share here')
    expect(await bench.answers(talk)).toEqual([expect.stringMatching(/^Ada shared: ask what is TAROT\?/)])
  })

  it('cannot be shared where it is only said to that person', async () => {
    await bench.start(async function* () {
      yield answer('Help.', { audience: 'asker' })
    })
    await bench.slack.interactions.command('help')
    await bench.settled()
    expect(buttons(openModal().blocks).map(({ label }) => label)).not.toContain('Share here')
  })

  it('comes into the direct conversation where its modal was closed meanwhile', async () => {
    await bench.start(slowly([growing('One.'), answer('Done.')], 900))
    const { slack } = bench
    await slack.interactions.command('summarize diffusion')
    const { id } = await eventually(() => openModal())
    slack.views.close(id)
    await bench.settled()
    const direct = slack.messages.in(slack.workspace.directMessage(slack.workspace.ada).id)
    expect(direct.map(readable)).toEqual([expect.stringMatching(/^You asked: summarize diffusion\n+Done\./)])
    expect(slack.messages.onlyFor(slack.workspace.ada)).toEqual([])
  })

  it('comes as a line where its modal could not open, and into the direct conversation where it is long', async () => {
    const long = answer('Long', {
      blocks: Array.from({ length: 100 }, (_, index) => paragraph(`Paragraph ${index} `.repeat(20))),
    })
    await bench.start()
    const { slack } = bench
    for (const page of [answer('Short.'), long]) {
      bench.answerWith(async function* () {
        yield page
      })
      slack.faults.next('views.open', { kind: 'refused', error: 'expired_trigger_id' })
      await slack.interactions.command('search diffusion')
      await bench.settled(bench.requests.length + 1)
    }
    const [short, notice] = slack.messages.onlyFor(slack.workspace.ada).map(readable)
    expect(short).toContain('Short.')
    expect(notice).toContain('in your direct messages with me')
    expect(bench.alone().join('\n')).toContain('Paragraph 99')
  })
})

describe('A button of a page that others read', () => {
  async function answered() {
    await bench.start()
    const { slack } = bench
    const said = slack.people.mention('what is TAROT?')
    await bench.answers(said)
    await bench.settled()
    const [message] = slack.messages.answers(said.channel, said.ts)
    if (!message) throw new Error('Nothing was answered.')
    const bob = slack.workspace.person('Bob')
    slack.workspace.channel(said.channel).members.add(bob)
    return { said, message, bob }
  }

  it('answers somebody else alone, and is no part of the conversation', async () => {
    const { said, message, bob } = await answered()
    await bench.slack.interactions.click(message, 'Similar to 1', { user: bob })
    await bench.slack.interactions.click(message, 'Similar to 1', { user: bob })
    await bench.settled(3)
    expect(bench.slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
    expect(bench.alone(bob)).toEqual(Array(2).fill(expect.stringContaining('Answer to similar 1')))
    const [asked, ...pressed] = bench.requests.map(({ where }) => where.conversation)
    expect(pressed).not.toContain(asked)
  })

  it('opens a form for a question of one’s own, answered alone in its place', async () => {
    await bench.start(async function* ({ line }) {
      const about = { about: 'p-1', name: 'TAROT' }
      yield answer(`Answer to ${line}`, { actions: [ask('Ask about it', 'ask what is TAROT?', about)] })
    })
    const { slack } = bench
    const said = slack.people.mention('show TAROT')
    await bench.answers(said)
    const [message] = slack.messages.answers(said.channel, said.ts)
    if (!message) throw new Error('Nothing was answered.')
    await slack.interactions.click(message, 'Ask about it')
    const form = await eventually(() => openModal())
    expect(wordsOf(form)).toContain('TAROT')
    const typed = { question: { words: { type: 'plain_text_input', value: ' which data? ' } } }
    await slack.interactions.submit(form, typed)
    await bench.settled(2)
    expect(bench.requests.at(-1)).toMatchObject({ line: '/ask which data?', about: ['p-1'] })
    expect(openModal().id).toBe(form.id)
    expect(wordsOf(openModal())).toContain('Answer to /ask which data?')
    expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
    expect(slack.refusals()).toEqual([])
  })

  it('opens a form for any question at home, answered alone in its place', async () => {
    await bench.start()
    const { slack } = bench
    await slack.surfaces.openHome()
    const home = await eventually(() => {
      const view = slack.views.homes.get(slack.workspace.ada)
      if (!view) throw new Error('No home')
      return view
    })
    const before = bench.requests.length
    await slack.interactions.clickInView(home, 'Ask a question')
    const form = await eventually(() => openModal())
    expect(wordsOf(form)).toContain('What do you want to know?')
    await slack.interactions.submit(form, {
      question: { words: { type: 'plain_text_input', value: 'who trains on kites?' } },
    })
    await bench.settled(before + 1)
    const asked = bench.requests.find(({ line }) => line === '/ask who trains on kites?')
    expect(asked?.about).toBeUndefined()
    expect(openModal().id).toBe(form.id)
    expect(wordsOf(openModal())).toContain('Answer to /ask who trains on kites?')
    expect(slack.messages.all.filter(({ fromBot }) => fromBot)).toEqual([])
    expect(slack.refusals()).toEqual([])
  })

  it('leaves what a place gets and what people think to the conversation that others have', async () => {
    const { said, message, bob } = await answered()
    await bench.slack.interactions.click(message, 'Helpful', { user: bob })
    await bench.settled(2)
    expect(bench.requests.at(-1)?.where.conversation).toBe(`T0PAPERS:${said.channel}:${said.ts}`)
    expect(bench.slack.messages.onlyFor(bob)).toHaveLength(1)
  })
})

describe('A list', () => {
  const page = (number: number) =>
    answer(`Page ${number}`, {
      actions: [
        ...(number > 1 ? [turn('◀ Back', `search diffusion page ${number - 1}`)] : []),
        turn('More ▶', `search diffusion page ${number + 1}`),
      ],
    })
  const listing: Handle = async function* ({ line }) {
    yield page(Number(/page (\d+)/.exec(line)?.[1] ?? 1))
  }

  it('turns its pages in its message, also after a restart; for somebody else, alone', async () => {
    await bench.start(listing)
    const { slack } = bench
    const said = slack.people.mention('search diffusion')
    await bench.answers(said)
    await bench.settled()
    const shown = () => slack.messages.answers(said.channel, said.ts)
    const [message] = shown()
    if (!message) throw new Error('Nothing was answered.')
    await slack.interactions.click(message, 'More ▶')
    await bench.settled(2)
    expect(shown().map(readable)).toEqual([expect.stringContaining('Page 2')])
    await bench.restart(listing)
    await slack.interactions.click(message, 'More ▶')
    await bench.settled(3)
    expect(shown().map(readable)).toEqual([expect.stringContaining('Page 3')])
    const bob = slack.workspace.person('Bob')
    await slack.interactions.click(message, '◀ Back', { user: bob })
    await bench.settled(4)
    expect(shown().map(readable)).toEqual([expect.stringContaining('Page 3')])
    expect(bench.alone(bob)).toEqual([expect.stringContaining('Page 2')])
    bench.answerWith(async function* () {
      yield answer('Ask again in 9 seconds.', { tone: 'warning', audience: 'asker' })
    })
    await slack.interactions.click(message, '◀ Back')
    await bench.settled(5)
    expect(shown().map(readable)).toEqual([expect.stringContaining('Page 3')])
    expect(slack.refusals()).toEqual([])
  })

  it('turns its pages in the modal, or the line, that one person sees', async () => {
    await bench.start(listing)
    const { slack } = bench
    await slack.interactions.command('search diffusion')
    await bench.settled()
    await slack.interactions.clickInView(openModal(), 'More ▶')
    await bench.settled(2)
    expect(bench.alone()).toEqual([expect.stringContaining('Page 2')])
    slack.views.close(openModal().id)
    slack.faults.next('views.open', { kind: 'refused', error: 'expired_trigger_id' })
    await slack.interactions.command('search diffusion')
    await bench.settled(3)
    const [line] = slack.messages.onlyFor(slack.workspace.ada)
    if (!line) throw new Error('Nothing was shown.')
    await slack.interactions.click(line, 'More ▶')
    await bench.settled(4)
    expect(bench.alone()).toEqual([expect.stringContaining('Page 2')])
    expect(inGeneral()).toEqual([])
  })
})

describe('What concerns the asker alone', () => {
  it.each(['top', 'thread'] as const)('is shown to nobody else after a mention: %s', async (where) => {
    await bench.start(async function* () {
      yield reply({
        summary: 'Warning',
        tone: 'warning',
        audience: 'asker',
        blocks: [paragraph('Ask again in 9 seconds.')],
        actions: [run('Help', 'help')],
      })
    })
    const { slack } = bench
    const talk = slack.people.say('hello')
    slack.people.mention('what is TAROT?', where === 'thread' ? { thread: talk.ts } : {})
    await bench.settled()
    expect(inGeneral()).toEqual([])
    expect(bench.alone()).toEqual([expect.stringContaining('Ask again in 9 seconds.')])
    expect(slack.refusals()).toEqual([])
  })
})

it('What concerns the asker alone is seen by them below a message in whose thread nobody has written', async () => {
  await bench.start()
  const { slack } = bench
  await slack.interactions.command('ask what is TAROT?')
  await bench.settled()
  const [root] = inGeneral()
  if (!root) throw new Error('Nothing was answered.')
  bench.answerWith(async function* () {
    yield answer('Ask again in 9 seconds.', { tone: 'warning', audience: 'asker' })
  })
  await slack.interactions.click(root, 'Similar to 1')
  await bench.settled(2)
  expect(bench.alone()).toEqual([expect.stringContaining('Ask again in 9 seconds.')])
})

describe('An answer', () => {
  it('goes with its question when that is taken back, and is not posted when it is under way', async () => {
    await bench.start()
    const { slack } = bench
    const said = slack.people.mention('what is TAROT?')
    await bench.answers(said)
    await bench.settled()
    await slack.people.takeBack(said).delivered
    await eventually(() => expect(slack.messages.answers(said.channel, said.ts)).toEqual([]))
    bench.answerWith(slowly([growing('One.'), answer('Done.')], 900))
    const other = slack.people.mention('what is HSTU?')
    await bench.answers(other)
    await slack.people.takeBack(other).delivered
    await bench.settled(2)
    await eventually(() => expect(slack.messages.answers(other.channel, other.ts)).toEqual([]))
  })

  it('is removed by the one who asked for it, and by nobody else', async () => {
    await bench.start()
    const { slack } = bench
    const said = slack.people.mention('what is TAROT?')
    await bench.answers(said)
    await bench.settled()
    const [message] = slack.messages.answers(said.channel, said.ts)
    if (!message) throw new Error('Nothing was answered.')
    const bob = slack.workspace.person('Bob')
    slack.workspace.channel(said.channel).members.add(bob)
    await slack.interactions.shortcut(message, 'remove_answer', { user: bob })
    await eventually(() => expect(bench.alone(bob).join()).toContain('by the one who asked for it'))
    expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
    await slack.interactions.shortcut(message, 'remove_answer')
    await eventually(() => expect(slack.messages.answers(said.channel, said.ts)).toEqual([]))
  })

  it('is found and removed by the one who asked for it after a restart, too', async () => {
    await bench.start()
    const { slack } = bench
    const said = slack.people.mention('what is TAROT?')
    await bench.answers(said)
    await bench.settled()
    const [message] = slack.messages.answers(said.channel, said.ts)
    if (!message) throw new Error('Nothing was answered.')
    await bench.restart()
    const bob = slack.workspace.person('Bob')
    slack.workspace.channel(said.channel).members.add(bob)
    await slack.interactions.shortcut(message, 'remove_answer', { user: bob })
    await eventually(() => expect(bench.alone(bob).join()).toContain('by the one who asked for it'))
    await slack.interactions.shortcut(message, 'remove_answer')
    await eventually(() => expect(slack.messages.answers(said.channel, said.ts)).toEqual([]))
  })

  it('goes with its question after a restart, too', async () => {
    await bench.start()
    const { slack } = bench
    const said = slack.people.mention('what is TAROT?')
    await bench.answers(said)
    await bench.settled()
    await bench.restart()
    await slack.people.takeBack(said).delivered
    await eventually(() => expect(slack.messages.answers(said.channel, said.ts)).toEqual([]))
  })
})
