import { describe, expect, it } from 'vitest'
import { buttons, links, pings, readable } from './reading.ts'
import { type Block, validateBlocks } from './validation/blocks.ts'

const blocks = (...given: unknown[]): readonly Block[] => validateBlocks(given, 'message')
const richText = (...elements: unknown[]) =>
  blocks({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] })

describe('A message as people get it', () => {
  it('is its blocks, or its text without mark-up when there are none', () => {
    expect(readable({ text: 'see <https://a.b|this> &lt;now&gt;', blocks: [] })).toBe('see this <now>')
    expect(
      readable({
        text: 'fallback',
        blocks: richText(
          { type: 'text', text: 'Read ' },
          { type: 'link', url: 'https://a.b', text: 'this' },
          { type: 'text', text: ' & that' },
        ),
      }),
    ).toBe('Read this & that')
  })

  it('pings where mark-up is read, not where every character is literal', () => {
    const shout = '<!channel> <!here> <@U1> <!subteam^S1>'
    expect(pings({ text: shout, blocks: [] })).toHaveLength(4)
    const section = blocks({ type: 'section', text: { type: 'mrkdwn', text: shout } })
    expect(pings({ text: 'a', blocks: section })).toHaveLength(4)
    expect(pings({ text: '&lt;!channel&gt; @here <!date^1^x|y>', blocks: [] })).toEqual([])
    expect(pings({ text: 'a', blocks: richText({ type: 'text', text: shout }) })).toEqual([])
    expect(pings({ text: 'a', blocks: richText({ type: 'broadcast', range: 'here' }) })).toHaveLength(1)
    expect(pings({ text: 'a', blocks: richText({ type: 'user', user_id: 'U1' }) })).toHaveLength(1)
  })

  it('links by mark-up, bare addresses, rich text and buttons', () => {
    expect(links({ text: '<https://a.b|c> and https://d.e', blocks: [] })).toEqual([
      'https://a.b',
      'https://d.e',
    ])
    expect(links({ text: 'a', blocks: richText({ type: 'text', text: 'https://a.b' }) })).toEqual([])
    const button = { type: 'button', text: { type: 'plain_text', text: 'Open' }, url: 'https://f.g' }
    expect(links({ text: 'a', blocks: blocks({ type: 'actions', elements: [button] }) })).toEqual([
      'https://f.g',
    ])
    expect(links({ text: 'a', blocks: richText({ type: 'link', url: 'https://a.b' }) })).toEqual([
      'https://a.b',
    ])
  })

  it('has buttons with labels', () => {
    const button = { type: 'button', text: { type: 'plain_text', text: 'Show' }, value: 'show 1' }
    const [found] = buttons(blocks({ type: 'actions', elements: [button] }))
    expect(found).toMatchObject({ label: 'Show', action: { value: 'show 1' } })
  })
})
