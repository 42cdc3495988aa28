import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import type { Handle } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import { type Opened, openServices } from '../answering/answerer.ts'
import { talk } from './talk.ts'

describe('a conversation', () => {
  let services: Opened
  let handle: Handle
  beforeEach(async () => {
    services = await openServices()
    handle = createHandle(commands, services)
  })
  afterEach(() => services.close())

  it('goes on about the paper it mentioned', async () => {
    const pages = await talk(handle, 'what is TAROT?', 'what data does it use?', 'shorter', 'in German')
    for (const page of pages) expect(page).toContain('TAROT: Targeted Data Selection')
    expect(pages[1]).toContain('Read as a question about TAROT.')
    expect(pages[2]?.match(/\[1\]/g)).toHaveLength(1)
    expect(pages[3]).toContain('Quotes stay in the language of the abstracts')
  })

  it('leaves the paper it spoke of for one that a line names', async () => {
    const pages = await talk(
      handle,
      'what is AutoInt?',
      'how does FinalMLP work?',
      'what do earlier selection methods lack according to the TAROT paper?',
      'which tasks are those of the AutoInt paper?',
    )
    expect(pages[2]).toContain('TAROT: Targeted Data Selection')
    expect(pages[2]).not.toContain('FinalMLP')
    expect(pages[3]).toContain('AutoInt: Automatic Feature')
    expect(pages[3]).not.toContain('TAROT')
  })

  it('asks the same of another paper', async () => {
    const [, page] = await talk(handle, 'which data sets was AutoInt tested on?', 'what about FinalMLP?')
    expect(page).toContain('four open benchmark datasets')
    expect(page).not.toContain('AutoInt')
  })

  it('holds papers of a list against each other, and against the one it was made for', async () => {
    const pages = await talk(
      handle,
      'what is FinalMLP?',
      'who else does this?',
      'compare it with the second one',
      'compare the first two',
    )
    const [second] = /(?<=\n2\. )[^<]+/.exec(pages[1] ?? '') ?? ['nothing']
    expect(pages[2]).toMatch(/1\. FinalMLP:/)
    expect(pages[2]).toContain(second.trim())
    expect(pages[3]).toContain('Problem')
  })

  it('takes the end of a topic for none of how it is to be told, unless it is a length', async () => {
    const [whole] = await talk(handle, 'summarize click-through rate prediction in plain English')
    expect(whole).toContain('in plain English')
    const [short] = await talk(handle, 'summarize click-through rate prediction in one sentence')
    expect(short).not.toContain('in one sentence')
  })

  it('summarizes the papers of the list', async () => {
    const [, page] = await talk(handle, 'papers on click-through rate prediction', 'summarize these')
    expect(page).toMatch(/^5 papers/)
  })

  it('tells two people apart', async () => {
    const pages = await talk(
      handle,
      'ada: what is TAROT?',
      'bob: what is FinalMLP?',
      'ada: which tasks was it evaluated on?',
      'bob: which data sets was it evaluated on?',
    )
    expect(pages[2]).toContain('Read as a question about TAROT.')
    expect(pages[3]).toContain('Read as a question about FinalMLP.')
  })

  it('asks back what is unclear, with a way on', async () => {
    const [page] = await talk(handle, 'stop')
    expect(page).toContain('What should I stop?')
    expect(page).toContain('unsubscribe')
  })

  it.each([
    'shorter',
    'compare it with the second one',
    'who else does this?',
    'and the second?',
    'summarize these',
  ])('has an answer to what leans on nothing: %s', async (line) => {
    const [page] = await talk(handle, line)
    expect(page).toMatch(/no list in this conversation yet|Which paper do you mean/)
  })

  it('by direct message goes on with the last one there within an hour, and says so', async () => {
    let now = Date.parse('2025-03-14T12:00:00Z')
    const later = createHandle(commands, { ...services, clock: { now: () => new Date(now) } })
    const inThread = async (thread: string, line: string): Promise<string> => {
      const where = { platform: 'slack', conversation: `T1:D1:${thread}`, within: 'T1:D1:' }
      const pages = await Array.fromAsync(later({ who: { id: 'ada' }, where, line, heard: 'addressed' }))
      return pages.map(plainText).at(-1) ?? ''
    }
    await inThread('1', 'what is TAROT?')
    now += 59 * 60_000
    expect(await inThread('2', 'which tasks was it evaluated on?')).toContain(
      'Read as a question about TAROT.',
    )
    now += 61 * 60_000
    const asksBack = await inThread('3', 'which tasks was it evaluated on?')
    expect(asksBack).toContain('Which paper do you mean?')
  })
})
