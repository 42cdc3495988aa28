import { describe, expect, it } from 'vitest'
import type { Request } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import { openShipped, reply } from './shipped-services.ts'

const slack = { platform: 'slack', workspace: 'T1', conversation: 'slack:c' }
const say = async (
  { handle }: Awaited<ReturnType<typeof openShipped>>,
  line: string,
  request: Partial<Request> = {},
) => {
  const pages = await Array.fromAsync(handle({ who: { id: 'U1' }, where: slack, line, ...request }))
  return plainText(pages.at(-1) ?? { summary: '', blocks: [] })
}

describe('remove', () => {
  it('asks once, then takes a paper out for good, from lists and pages too', async () => {
    const { handle, services } = await openShipped()
    const [known] = (await services.search('TAROT')).papers
    const asked = await reply(handle, 'remove TAROT')
    expect(asked.summary).toContain('Shall I take “TAROT')
    expect(asked.data).toMatchObject({ confirm: `remove ${known?.paper.id} --yes` })
    expect(await services.store.papers.count()).toBe(76)
    await reply(handle, 'search TAROT')
    expect((await reply(handle, 'remove 1 --yes')).summary).toContain('Taken out: TAROT')
    expect(await services.store.papers.count()).toBe(75)
    expect((await reply(handle, 'show TAROT')).summary).toBe('I know no paper called “TAROT”.')
    // What a list pointed at says what became of it.
    expect((await reply(handle, 'show 1')).summary).toMatch(/^“TAROT.* is no longer in the collection\.$/)
    expect(plainText(await reply(handle, 'remove'))).toContain('TAROT: Targeted Data Selection')
  })

  it('is for those who run Paperboy', async () => {
    const shipped = await openShipped({ operators: ['U7'] })
    expect(await say(shipped, 'remove TAROT --yes', { managesWorkspace: async () => true })).toContain(
      'Only the person who runs me can do that.',
    )
    expect(await say(shipped, 'remove TAROT --yes', { who: { id: 'U7' } })).toContain('Taken out: TAROT')
  })

  it('leaves old answers their quotes, and they say so', async () => {
    const { handle, services } = await openShipped()
    const [tarot] = (await services.search('TAROT')).papers
    const paper = tarot?.paper.id ?? ''
    const cites = [
      { id: `${paper}#1`, paper, text: 'We propose TAROT, a targeted data selection framework.' },
    ]
    await services.store.turns.append({
      id: '3f2b8a10-9c4d-4e5f-8a6b-0123456789ab',
      conversation: 'here',
      person: 'ada',
      at: new Date(),
      line: 'what is TAROT?',
      answer: 'It selects data.',
      papers: [paper],
      claims: [{ text: 'It selects data.', cites }],
    })
    await reply(handle, 'remove TAROT --yes')
    const page = plainText(await reply(handle, 'evidence'))
    expect(page).toContain('We propose TAROT, a targeted data selection framework.')
    expect(page).toMatch(
      /“TAROT: .*” is no longer in the collection\. Its sentences are shown as they were quoted\./,
    )
  })
})

describe('hide', () => {
  const manager = { managesWorkspace: async () => true }

  it('hides a paper in one workspace, for those who manage it, and shows what is hidden', async () => {
    const shipped = await openShipped()
    expect(await say(shipped, 'hide TAROT', { managesWorkspace: async () => false })).toContain(
      'You cannot decide what everybody here sees.',
    )
    expect(await say(shipped, 'hide TAROT', { where: { platform: 'discord', conversation: 'd' } })).toContain(
      'Say it in a channel of the server.',
    )
    expect(await say(shipped, 'hide', manager)).toContain('No paper is hidden here.')
    expect(await say(shipped, 'hide TAROT', { ...manager, who: { id: 'U1', name: 'Ada' } })).toContain(
      'Hidden here: TAROT',
    )
    expect(await say(shipped, 'show TAROT')).toContain('I know no paper called “TAROT”.')
    expect(await say(shipped, 'search TAROT data selection')).not.toContain('TAROT: Targeted')
    expect(await say(shipped, 'today 13 March 2025')).toContain('75 papers')
    expect(await say(shipped, 'hide', manager)).toMatch(/TAROT: Targeted[\s\S]*hidden by Ada/)
    const elsewhere = { where: { platform: 'slack', workspace: 'T2', conversation: 'slack:e' } }
    expect(await say(shipped, 'show TAROT', elsewhere)).toContain('TAROT: Targeted')
    expect(await say(shipped, 'unhide TAROT', manager)).toContain('Shown here again: TAROT')
    expect(await say(shipped, 'show TAROT')).toContain('TAROT: Targeted')
  })

  it('keeps it out of the posts of that workspace', async () => {
    const shipped = await openShipped()
    const subscription = (workspace: string) => ({
      id: 'abcd',
      to: { platform: 'slack', workspace, kind: 'channel' as const, channel: 'C1' },
      owner: { id: 'U1' },
      topic: 'targeted data selection via optimal transport',
      schedule: { minute: 540, days: [1 as const], zone: 'UTC' },
      top: 20,
      quiet: 'silence' as const,
      less: [],
      createdAt: new Date(0),
      nextDue: new Date('2030-01-01'),
    })
    await say(shipped, 'hide TAROT', manager)
    const titles = async (workspace: string) =>
      (await shipped.services.pick(subscription(workspace))).map(({ paper }) => paper.title).join('\n')
    expect(await titles('T2')).toContain('TAROT')
    expect(await titles('T1')).not.toContain('TAROT')
  })
})
