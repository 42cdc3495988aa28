import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import manifest from '../../../slack.manifest.json' with { type: 'json' }
import { eventually, patience } from '../../eventually.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { links, pings, readable } from '../../fakes/slack/reading.ts'
import { runPaperboy } from '../paperboy.ts'
import {
  alone,
  answerIn,
  expectGoodGuest,
  labelsOf,
  type RunningBot,
  type Seen,
  startBot,
} from './running-bot.ts'

let slack: FakeSlack
let bot: RunningBot
beforeAll(async () => {
  // With what the manifest asks for and nothing beyond.
  slack = await startFakeSlack({ scopes: manifest.oauth_config.scopes.bot })
  bot = await startBot(slack)
})
afterEach(() => expectGoodGuest(slack))
afterAll(async () => {
  const { code } = await bot.stop()
  await slack.close()
  expect(code).toBe(0)
})

const question = 'What is TAROT?'
/** What only this person gets to see while something happens, once it is there. */
async function seenPrivately(user: string, happening: () => Promise<unknown>): Promise<Seen> {
  const before = new Set(alone(slack, user).map(({ state }) => state))
  await happening()
  return vi.waitFor(() => {
    const shown = alone(slack, user).find(
      (one) => !before.has(one.state) && !/^(?:One moment|Reading \d)/.test(readable(one)),
    )
    if (!shown) throw new Error('Nothing was shown.')
    return shown
  }, patience)
}
const newestIn = (channel: string) => slack.messages.in(channel).at(-1)

describe('Asking', () => {
  it('by a mention is answered in its thread, with sources and buttons', async () => {
    const said = slack.people.mention(question)
    const answer = await answerIn(slack, said)
    expect(readable(answer)).toContain('TAROT')
    expect(readable(answer)).toContain('[1]')
    expect(labelsOf(answer)).toContain('Show evidence')
    expect(links(answer).length).toBeGreaterThan(0)
    expect(pings(answer)).toEqual([])
    expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
    expect(slack.messages.in(slack.workspace.general).filter(({ thread }) => !thread)).toHaveLength(1)
  })

  it('by a mention in the middle of a thread is answered there', async () => {
    const talk = slack.people.say('Lunch, anyone?')
    const said = slack.people.mention(question, { thread: talk.ts })
    expect(said.thread).toBe(talk.ts)
    await answerIn(slack, said)
  })

  it('in a direct message needs no mention', async () => {
    const said = slack.people.dm(question)
    expect(readable(await answerIn(slack, said))).toContain('TAROT')
  })

  it('in the assistant pane shows a status and answers in its thread', async () => {
    const root = await slack.surfaces.startAssistantThread()
    const pane = () => slack.threads.get(`${root.channel}:${root.ts}`)
    await eventually(() => expect(pane()?.prompts?.length).toBeGreaterThan(0))
    const said = slack.people.dm(question, { thread: root.ts })
    await answerIn(slack, said)
    const other = await slack.surfaces.startAssistantThread()
    const about = slack.people.dm('How does it select data?', { thread: other.ts })
    await answerIn(slack, about)
    await slack.surfaces.changeAssistantContext(root, slack.workspace.closed)
  })

  it('in the agent view offers prompts and takes each message as its own thread', async () => {
    await slack.surfaces.openHome({ tab: 'messages' })
    const pane = () =>
      [...slack.threads].find(([key]) => key === `${slack.workspace.directMessage(slack.workspace.ada).id}:`)
    await eventually(() => expect(pane()?.[1].prompts?.length).toBeGreaterThan(0))
    await slack.surfaces.changeAgentContext([slack.workspace.general])
  })

  it('by the command is answered for the channel, below a line that says who asked', async () => {
    const channel = slack.workspace.addChannel('C0COMMAND', 'command', [slack.workspace.bot.user]).id
    await slack.interactions.command(`ask ${question}`, { channel })
    await vi.waitFor(() => {
      const shown = newestIn(channel)
      expect(shown && labelsOf(shown)).toContain('Show evidence')
      expect(shown && readable(shown)).toContain(question)
    }, patience)
    expect(slack.messages.in(channel).filter(({ thread }) => !thread)).toHaveLength(1)
  })

  it('by the command can be kept private', async () => {
    const { ada, general } = slack.workspace
    const publicBefore = slack.messages.in(general).length
    const shown = await seenPrivately(ada, () => slack.interactions.command(`ask --private ${question}`))
    expect(readable(shown)).toMatch(/TAROT[\s\S]*\[1\]/)
    expect(labelsOf(shown)).toContain('Share here')
    expect(slack.messages.in(general)).toHaveLength(publicBefore)
  })

  it('by the shortcut takes the text of somebody’s message as the question', async () => {
    const talk = slack.people.say(question, { user: slack.workspace.person('Grace') })
    const message = slack.messages.find(talk.channel, talk.ts)
    if (!message) throw new Error('Nothing was said.')
    const shown = await seenPrivately(slack.workspace.ada, () =>
      slack.interactions.shortcut(message, 'ask_about_this'),
    )
    expect(readable(shown)).toContain('TAROT')
    expect(slack.messages.answers(talk.channel, talk.ts)).toEqual([])
  })
})

describe('A thread', () => {
  it('goes on without a mention where Paperboy answered', async () => {
    const said = slack.people.mention(question)
    await answerIn(slack, said)
    slack.people.say('How does it select data?', { thread: said.ts })
    expect(readable(await answerIn(slack, said, { nth: 2 }))).toContain('TAROT')
  })

  it('gives two people who say the same at once each their own paper', async () => {
    const grace = slack.workspace.person('Grace')
    const said = slack.people.mention(question)
    await answerIn(slack, said)
    slack.people.mention('What is FinalMLP?', { user: grace, thread: said.ts })
    await answerIn(slack, said, { nth: 2 })
    slack.people.mention('How was it evaluated?', { thread: said.ts })
    slack.people.mention('How was it evaluated?', { user: grace, thread: said.ts })
    await answerIn(slack, said, { nth: 4 })
    const answers = slack.messages.answers(said.channel, said.ts).map(readable)
    const about = (name: string) => answers.filter((answer) => answer.includes(`about ${name}.`))
    expect(about('TAROT')).toHaveLength(1)
    expect(about('FinalMLP')).toHaveLength(1)
  })

  it('between other people is left alone, and so is what they tell each other in its own', async () => {
    const talk = slack.people.say('What is TAROT?')
    slack.people.say('How does it select data?', { thread: talk.ts })
    const said = slack.people.mention(question)
    await answerIn(slack, said)
    const toGrace = `<@${slack.workspace.person('Grace')}> have you seen this?`
    slack.people.say(toGrace, { thread: said.ts })
    // What is answered is what was asked after all that, in both threads.
    slack.people.mention('What is AutoInt?', { thread: said.ts })
    slack.people.mention('What is AutoInt?', { thread: talk.ts })
    for (const [thread, nth] of [
      [said, 2],
      [talk, 1],
    ] as const)
      expect(readable(await answerIn(slack, thread, { nth }))).toContain('AutoInt')
  })
})

describe('Commands', () => {
  it('that only the asker needs are shown to nobody else', async () => {
    const { ada, general } = slack.workspace
    const publicBefore = slack.messages.in(general).length
    for (const [line, words] of [
      ['help', 'search'],
      ['--private', 'Paperboy'],
      ['oops wrong window', ''],
      ['what is TAROT?', 'TAROT'],
      ['search TAROT', 'TAROT'],
      ['status', '76'],
      ['show TAROT', 'TAROT'],
      ['similar TAROT', '1'],
      ['serach TAROT', 'Did you mean'],
      ['show Nonexistent Paper of Nobody', ''],
      ['ask', ''],
    ] as const) {
      for (const { id } of slack.views.openFor(ada)) slack.views.close(id)
      const shown = await seenPrivately(ada, () => slack.interactions.command(line))
      expect(readable(shown), line).toContain(words)
    }
    expect(slack.messages.in(general).filter(({ fromBot, thread }) => fromBot && !thread)).toHaveLength(
      slack.messages
        .in(general)
        .slice(0, publicBefore)
        .filter(({ fromBot, thread }) => fromBot && !thread).length,
    )
  })

  it('work after a mention too', async () => {
    const said = slack.people.mention('search feature interaction')
    expect(readable(await answerIn(slack, said)).length).toBeGreaterThan(100)
  })
})

describe('Buttons', () => {
  it('open the evidence for the one who clicked, with the words that match marked', async () => {
    const said = slack.people.mention(question)
    const answer = await answerIn(slack, said)
    const before = slack.views.modals.length
    await slack.interactions.click(answer, 'Show evidence', { user: slack.workspace.person('Grace') })
    await eventually(() => {
      const [modal] = slack.views.modals.slice(before)
      expect(modal && readable({ text: '', blocks: modal.blocks })).toContain('TAROT')
      expect(JSON.stringify(modal?.blocks)).toContain('"bold":true')
    })
    expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
  })

  it('hear in the evidence that a citation is wrong, as the export tells', async () => {
    const answer = await answerIn(slack, slack.people.mention(question))
    const shown = (start: string) =>
      vi.waitFor(() => {
        const view = slack.views.modals.at(-1)
        expect(view && readable({ text: '', blocks: view.blocks })).toMatch(start)
        return view
      }, patience)
    await slack.interactions.click(answer, 'Show evidence')
    const evidence = await shown('Evidence')
    if (!evidence) throw new Error('No evidence was shown.')
    await slack.interactions.clickInView(evidence, 'Sentence 1: wrong citation')
    await shown('Thanks, noted: sentence 1')
    const { stdout, code } = await runPaperboy(['feedback', 'export'], bot)
    expect(code).toBe(0)
    const rows = stdout
      .trim()
      .split('\n')
      .map((row): unknown => JSON.parse(row))
    expect(rows).toEqual([
      expect.objectContaining({ question, wrong: [expect.objectContaining({ people: 1 })] }),
    ])
    expect(stdout).not.toContain(slack.workspace.ada)
  })

  it('run the command they stand for', async () => {
    const said = slack.people.mention(question)
    const answer = await answerIn(slack, said)
    const similar = labelsOf(answer).find((label) => label.startsWith('Similar'))
    if (!similar) throw new Error(`No such button: ${labelsOf(answer)}`)
    await slack.interactions.click(answer, similar)
    await eventually(() => expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(2))
  })

  it.each([question, 'summarize feature interactions', 'compare AutoInt | FinalMLP'])(
    'take thumbs, more than once: %s',
    async (line) => {
      const said = slack.people.mention(line)
      const answer = await answerIn(slack, said)
      const { ada } = slack.workspace
      const parts = slack.messages.answers(said.channel, said.ts).length
      const thumbs = labelsOf(answer).slice(-2)
      for (const thumb of thumbs)
        expect(readable(await seenPrivately(ada, () => slack.interactions.click(answer, thumb)))).toContain(
          'Thank',
        )
      expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(parts)
    },
  )
})

describe('The Home tab', () => {
  it('says what Paperboy can do', async () => {
    await slack.surfaces.openHome()
    await eventually(() => {
      const home = slack.views.homes.get(slack.workspace.ada)
      expect(home && readable({ text: '', blocks: home.blocks })).toContain('76 papers')
    })
  })

  it('asks for a question in a form, and answers it there', async () => {
    const { ada } = slack.workspace
    await slack.surfaces.openHome()
    const home = await eventually(() => {
      const view = slack.views.homes.get(ada)
      if (!view) throw new Error('No home')
      return view
    })
    await slack.interactions.clickInView(home, 'Ask a question')
    const form = await eventually(() => {
      const view = slack.views.openFor(ada).at(-1)
      if (view?.callback_id !== 'ask_about_paper') throw new Error('No form')
      return view
    })
    await slack.interactions.submit(form, {
      question: { words: { type: 'plain_text_input', value: 'What is TAROT?' } },
    })
    await eventually(() => {
      const seen = slack.views.openFor(ada).find(({ id }) => id === form.id)
      expect(seen && readable({ text: '', blocks: seen.blocks })).toContain('[1]')
    })
  })
})
