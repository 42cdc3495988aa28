import { describe, expect, it } from 'vitest'
import { readSetting, settingLines } from '../../src/commands/settings.ts'
import { mayBeMeant } from '../../src/platform/listen.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Reply } from '../../src/replies/reply.ts'
import { readPlace } from '../../src/store/place-settings.ts'
import { openShipped } from './shipped-services.ts'

const posts = { platform: 'discord', workspace: 'guild', kind: 'channel', channel: 'papers' } as const

async function open() {
  const { services, handle } = await openShipped()
  const say = async (line: string, manages = true): Promise<Reply> => {
    let last: Reply | undefined
    const where = { platform: 'discord', conversation: 'c', posts }
    const mayManage = async () => manages
    for await (const page of handle({ who: { id: 'ada' }, where, line, mayManage })) last = page
    if (!last) throw new Error('no reply')
    return last
  }
  return { say, now: () => readPlace(services.store.facts, posts) }
}

describe('settings of a place', () => {
  it('are shown with a button for everything that can be set', async () => {
    const { say } = await open()
    const shown = await say('settings')
    expect(plainText(shown)).toContain('I answer what is said to me, and what follows my answers.')
    const lines = (shown.actions ?? []).flatMap((one) => (one.kind === 'run' ? [one.command] : []))
    expect(lines).toEqual([
      'settings answer mentions',
      'settings answer questions',
      'settings reply thread',
      'settings reply channel',
      'settings subscribe members',
      'settings subscribe everyone',
    ])
  })

  it.each(settingLines)('are set by those who manage it alone: %s', async (line) => {
    const { say, now } = await open()
    expect(plainText(await say(`settings ${line}`, false))).toContain('You cannot change')
    expect(await now()).toEqual({})
    await say(`settings ${line}`)
    expect(await now()).toEqual(readSetting(line))
  })

  it.each([
    ['answer in threads', 'thread'],
    ['please always reply in a thread', 'thread'],
    ['answer questions in the channel itself', 'channel'],
    ['settings answer in the channel', 'channel'],
    ['settings reply in a thread', 'thread'],
  ])('are said in words: %s', async (line, repliesIn) => {
    const { say, now } = await open()
    expect(plainText(await say(line, false))).toContain('You cannot change')
    const shown = plainText(await say(line))
    expect(shown).toContain(
      repliesIn === 'thread' ? 'answered in a thread.' : 'answered in the channel itself.',
    )
    expect(await now()).toEqual({ repliesIn })
  })

  it('keep what was set before', async () => {
    const { say, now } = await open()
    await say('settings answer questions')
    await say('settings subscribe everyone')
    expect(await now()).toEqual({ answers: 'questions', changedBy: 'everyone' })
  })

  it('leave questions that begin with the word alone', async () => {
    const { say, now } = await open()
    await say('settings of the learning rate')
    expect(await now()).toEqual({})
  })
})

describe('what is heard by the settings of a place', () => {
  const said = (line: string, answers?: 'mentions' | 'follow-ups' | 'questions', isOpen = false) =>
    mayBeMeant({
      line,
      asker: 'ada',
      before: isOpen ? [{ id: '1', by: { person: 'bob' }, text: 'hello' }] : [],
      turns: isOpen ? [] : [{ person: 'ada', papers: [] }],
      answers,
      isOpen,
    })

  it('is a follow-up where nothing is set, and nothing where mentions alone are', () => {
    expect([
      said('and the data?'),
      said('and the data?', 'follow-ups'),
      said('and the data?', 'mentions'),
    ]).toEqual([true, true, false])
  })

  it('is every question where every question is', () => {
    expect(said('what is TAROT?', 'questions', true)).toBe(true)
    expect(said('what is TAROT?', 'follow-ups', true)).toBe(false)
    expect(said('I like TAROT', 'questions', true)).toBe(false)
  })
})
