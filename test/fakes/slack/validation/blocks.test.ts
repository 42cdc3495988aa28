import { describe, expect, it } from 'vitest'
import { Refusal } from '../refusal.ts'
import { validateBlocks } from './blocks.ts'
import { checkContent } from './message.ts'
import { validateView } from './view.ts'

const plain = (text: string) => ({ type: 'plain_text', text })
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
const richText = (...elements: unknown[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
})
const button = (rest: object = {}) => ({ type: 'button', text: plain('Show'), action_id: 'show', ...rest })
const actions = (...elements: unknown[]) => ({ type: 'actions', elements })

function refusalOf(attempt: () => unknown): Refusal {
  try {
    attempt()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('It was accepted.')
}
const inMessage = (...blocks: unknown[]) => refusalOf(() => validateBlocks(blocks, 'message'))

describe('Blocks of a message', () => {
  it('are taken within their limits', () => {
    const blocks = [
      { type: 'header', text: plain('x'.repeat(150)) },
      richText(
        { type: 'text', text: 'a', style: { bold: true } },
        { type: 'link', url: 'https://a.b', text: 'c' },
      ),
      section('x'.repeat(3000)),
      actions(button({ value: 'v'.repeat(2000) }), button({ action_id: 'open', url: 'https://a.b' })),
      { type: 'context', elements: [{ type: 'mrkdwn', text: 'small' }] },
      { type: 'divider' },
    ]
    expect(validateBlocks(blocks, 'message')).toHaveLength(blocks.length)
  })

  it.each([
    ['an empty text', section(''), 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
    ['a long text', section('x'.repeat(3001)), 'must be less than 3001 characters'],
    ['an empty rich text', richText({ type: 'text', text: '' }), 'must be more than 0 characters'],
    ['rich text without elements', { type: 'rich_text', elements: [] }, 'no fewer than 1 items allowed'],
    ['an unknown element', richText({ type: 'shout' }), 'unsupported type'],
    [
      'text right in rich text',
      { type: 'rich_text', elements: [{ type: 'text', text: 'a' }] },
      'unsupported type',
    ],
    ['an unsafe address', richText({ type: 'link', url: 'javascript:alert(1)' }), 'invalid url'],
    ['a long label', actions(button({ text: plain('x'.repeat(76)) })), 'must be less than 76 characters'],
    ['a long value', actions(button({ value: 'x'.repeat(2001) })), 'must be less than 2001 characters'],
    ['an empty value', actions(button({ value: '' })), 'must be more than 0 characters'],
    [
      'marked-up labels',
      actions(button({ text: { type: 'mrkdwn', text: 'a' } })),
      'blocks/0/elements/0/text',
    ],
    ['too many buttons', actions(...Array.from({ length: 26 }, () => button())), 'no more than 25 items'],
    ['two buttons of one id', actions(button(), button()), '"show" already exists'],
    ['a field that does not exist', { type: 'divider', color: 'red' }, 'invalid additional property: color'],
    ['a block that does not exist', { type: 'poem' }, 'unsupported type'],
    ['a dialog field', { type: 'input', label: plain('a'), element: { type: 'plain_text_input' } }, 'input'],
  ])('are refused for %s', (_, block, problem) => {
    const refusal = inMessage(block)
    expect(refusal.code).toBe('invalid_blocks')
    expect(refusal.problems.join('\n')).toContain(problem)
  })

  it('are refused when there are too many of them or they are too long together', () => {
    expect(inMessage(...Array.from({ length: 51 }, () => ({ type: 'divider' }))).problems).toEqual([
      'no more than 50 items allowed [json-pointer:/blocks]',
    ])
    expect(inMessage(...Array.from({ length: 5 }, () => section('x'.repeat(2700)))).code).toBe(
      'msg_blocks_too_long',
    )
    expect(refusalOf(() => validateBlocks('[{', 'message')).code).toBe('invalid_blocks_format')
  })
})

describe('Messages', () => {
  it('need something to show, of a bearable length', () => {
    expect(refusalOf(() => checkContent({})).code).toBe('no_text')
    expect(refusalOf(() => checkContent({ text: '', blocks: [] })).code).toBe('no_text')
    expect(refusalOf(() => checkContent({ text: 'x'.repeat(4001) }, 4000)).code).toBe('msg_too_long')
    expect(checkContent({ text: 'x'.repeat(50_000) }).text).toHaveLength(40_000)
    expect(refusalOf(() => checkContent({ text: 'a', markdown_text: 'b' })).code).toBe(
      'markdown_text_conflict',
    )
  })
})

describe('Views', () => {
  it('are held to their own limits', () => {
    const home = { type: 'home', blocks: Array.from({ length: 100 }, () => ({ type: 'divider' })) }
    expect(validateView(home, 'home').blocks).toHaveLength(100)
    const modal = { type: 'modal', title: plain('x'.repeat(25)), blocks: [] }
    expect(refusalOf(() => validateView(modal, 'modal')).problems).toEqual([
      'must be less than 25 characters [json-pointer:/view/title/text]',
    ])
    expect(refusalOf(() => validateView(home, 'modal')).code).toBe('invalid_arguments')
  })
})
