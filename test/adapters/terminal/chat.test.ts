import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createTerminal } from '../../../src/adapters/terminal/adapter.ts'
import { terminalConversation } from '../../../src/adapters/terminal/converse.ts'
import { commands } from '../../../src/commands/all.ts'
import type { Handle } from '../../../src/platform/request.ts'
import { cite, paragraph, reply } from '../../../src/replies/build.ts'
import { createScreen, keys } from './screen.ts'

const url = 'https://arxiv.org/abs/1'
const says = (words: string) => reply({ summary: words, blocks: [paragraph(words, ' ', cite(1, url))] })
const reading = reply({ summary: 'r', tone: 'working', blocks: [paragraph('Reading 76 papers…')] })

/** Says back what it was asked, in two steps. */
const echo: Handle = async function* ({ line }) {
  yield reading
  yield says(`You said ${line}`)
}

const sessions: { stop(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.stop()))
})

function open(handle: Handle, { rows = 30, historyFile }: { rows?: number; historyFile?: string } = {}) {
  const screen = createScreen({ rows })
  const terminal = createTerminal({
    ...screen,
    menu: commands,
    conversation: terminalConversation({ id: 'ada' }, 'session'),
    papers: 76,
    ...(historyFile === undefined ? {} : { historyFile }),
  })
  sessions.push(terminal)
  return { screen, left: terminal.start(handle), stop: terminal.stop }
}

describe('A chat in the terminal', () => {
  it('greets with what it knows and with questions to try', async () => {
    const { screen } = open(echo)
    const page = await screen.shows('›')
    expect(page).toContain('76 papers')
    expect(page).toContain('•')
    expect(page).toContain('help')
  })

  it('answers a question and waits for the next one', async () => {
    const { screen } = open(echo)
    screen.type(`one${keys.enter}`)
    await screen.shows('You said one [1]')
    screen.type(`two${keys.enter}`)
    const page = await screen.shows('You said two [1]')
    expect(page).not.toContain('Reading')
    expect(page).toMatch(
      /› one\n\n {2}You said one \[1\]\n\n {2}\[1\] https:\/\/arxiv.org\/abs\/1\n\n› two\n/,
    )
  })

  it('draws a growing answer in place, also when it is taller than the window', async () => {
    const lines = Array.from({ length: 25 }, (_, index) => `line ${index + 1} of the answer`)
    const { screen } = open(
      async function* () {
        for (const [index] of lines.entries())
          yield reply({ summary: 's', blocks: lines.slice(0, index + 1).map((line) => paragraph(line)) })
      },
      { rows: 10 },
    )
    screen.type(`go${keys.enter}`)
    await screen.shows(/line 25 of the answer\n\n›/)
    for (const line of lines) expect(screen.text().split(line)).toHaveLength(2)
  })

  it('stops an answer at Ctrl-C, keeps what was there, and goes on', async () => {
    const signals: AbortSignal[] = []
    const { screen } = open(async function* ({ line }, signal) {
      if (line === 'next') return yield says('Still here')
      yield says('So far')
      if (signal) signals.push(signal)
      await new Promise((resolve) => signal?.addEventListener('abort', resolve))
    })
    screen.type(`slow${keys.enter}`)
    await screen.shows('So far')
    screen.type(keys.controlC)
    await screen.shows(/So far \[1\]\n\n {2}Stopped\.[\s\S]*\n\n›/)
    expect(signals.map((signal) => signal.aborted)).toEqual([true])
    screen.type(`next${keys.enter}`)
    await screen.shows('Still here')
  })

  it('stops even an answer that does not listen', async () => {
    const { screen } = open(async function* () {
      yield reading
      await new Promise(() => undefined)
    })
    screen.type(`stuck${keys.enter}`)
    await screen.shows('Reading')
    screen.type(keys.controlC)
    await screen.shows('Stopped.')
  })

  it('clears a line that is being typed at Ctrl-C, and leaves at the next', async () => {
    const { screen, left } = open(echo)
    screen.type('half a quest')
    await screen.shows('› half a quest')
    screen.type(keys.controlC)
    await screen.shows(/›$/)
    screen.type(keys.controlC)
    await left
    expect(screen.text()).not.toContain('You said')
  })

  it.each([
    ['Ctrl-D', keys.controlD],
    ['exit', `exit${keys.enter}`],
    ['quit', `Quit${keys.enter}`],
  ])('ends with %s', async (_name, typed) => {
    const { screen, left } = open(echo)
    await screen.shows('›')
    screen.type(typed)
    await left
  })

  it('ends when it is stopped, in the middle of an answer too', async () => {
    const { screen, left, stop } = open(async function* () {
      yield reading
      await new Promise(() => undefined)
    })
    screen.type(`stuck${keys.enter}`)
    await screen.shows('Reading')
    await stop()
    await left
  })

  it('keeps what is typed during an answer out of it, and answers it afterwards', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const { screen } = open(async function* ({ line }) {
      yield says(`Begun ${line}`)
      await released
      yield says(`Done ${line}`)
    })
    screen.type(`one${keys.enter}`)
    await screen.shows('Begun one')
    screen.type(`two${keys.enter}`)
    release()
    const page = await screen.shows('Done two')
    expect(page).toMatch(/Done one \[1\][\s\S]*› two\n\n {2}Done two \[1\]/)
  })

  it('completes the names of commands with Tab', async () => {
    const { screen } = open(echo)
    screen.type(`sea${keys.tab}`)
    await screen.shows('› search')
  })

  it('remembers lines for the next session, for their owner only', async () => {
    const historyFile = join(mkdtempSync(join(tmpdir(), 'paperboy-')), 'history')
    const first = open(echo, { historyFile })
    first.screen.type(`what is TAROT?${keys.enter}`)
    await first.screen.shows('You said')
    first.screen.type(keys.controlD)
    await first.left
    expect(statSync(historyFile).mode & 0o777).toBe(0o600)

    const second = open(echo, { historyFile })
    second.screen.type(keys.up)
    await second.screen.shows('› what is TAROT?')
  })

  it('keeps at most 500 lines', async () => {
    const historyFile = join(mkdtempSync(join(tmpdir(), 'paperboy-')), 'history')
    writeFileSync(historyFile, Array.from({ length: 800 }, (_, index) => `line ${index}`).join('\n'))
    const { screen } = open(echo, { historyFile })
    screen.type(`new${keys.enter}`)
    await screen.shows('You said new')
    const kept = readFileSync(historyFile, 'utf8').trim().split('\n')
    expect(kept).toHaveLength(500)
    expect(kept[0]).toBe('new')
  })
})
