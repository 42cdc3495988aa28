import { describe, expect, it } from 'vitest'
import { limits } from '../../../src/adapters/slack/limits.ts'
import {
  readableText,
  renderHome,
  renderReply,
  renderView,
  type SlackMessage,
} from '../../../src/adapters/slack/render.ts'
import { askAbout, paperActions } from '../../../src/papers/view.ts'
import * as build from '../../../src/replies/build.ts'
import { gallery } from '../../contracts/gallery.ts'
import { rendererContract } from '../../contracts/renderer.ts'

const url = 'https://arxiv.org/abs/2402.17152'

/** What a message holds as its reader gets it: the fallback, the blocks, and every address that can be opened. */
const received = ({ text, blocks }: SlackMessage) =>
  [text, readableText(blocks), ...JSON.stringify(blocks).matchAll(/"url":"([^"]+)"/g)].join('\n')

rendererContract('Slack', {
  render: (reply) => renderReply(reply).map(received),
  forbidden: [
    { what: 'a control character from the content', pattern: /[^\P{Cc}\n]/u },
    { what: 'an address that is not http or https', pattern: /"url":"(?!https?:)/ },
  ],
})

describe('A message in Slack', () => {
  const messages = gallery.flatMap(({ name, reply }) =>
    renderReply(reply).map((message, part) => ({ ...message, name: `${name}, part ${part + 1}` })),
  )

  it.each(messages)('stays within the limits: $name', ({ blocks, text }) => {
    expect(blocks.length).toBeGreaterThan(0)
    expect(blocks.length).toBeLessThanOrEqual(50)
    expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(limits.message.size)
    expect(text.length).toBeLessThanOrEqual(4_000)
    expect(text.trim()).not.toBe('')
    expect(text, 'a mention or a link').not.toMatch(/[<>]|:\/\//)
    expect(text, 'an entity that was cut').not.toMatch(/&(?!amp;|lt;|gt;)/)
    const ids = [...JSON.stringify(blocks).matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, held] of JSON.stringify(blocks).matchAll(/"(?:text|value)":"((?:[^"\\]|\\.)*)"/g))
      expect(held).not.toBe('')
  })

  it('is made of elements that stand for themselves: no mark-up and no mention', () => {
    const types = new Set(
      messages
        .flatMap(({ blocks }) => [...JSON.stringify(blocks).matchAll(/"type":"(\w+)"/g)])
        .map(([, type]) => type),
    )
    for (const parsed of ['mrkdwn', 'markdown', 'user', 'usergroup', 'channel', 'broadcast', 'emoji'])
      expect(types).not.toContain(parsed)
  })

  it('cites with a link on the number', () => {
    const [message] = renderReply(
      build.reply({ summary: 's', blocks: [build.paragraph('So it is ', build.cite(2, url), '.')] }),
    )
    expect(message.blocks).toEqual([
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'So it is ' },
              { type: 'link', url, text: '[2]' },
              { type: 'text', text: '.' },
            ],
          },
        ],
      },
    ])
    expect(message.text).toBe('So it is [2].')
  })

  it('says to those who hear its buttons which paper each means', () => {
    const title = `TAROT ${'and on '.repeat(30)}`
    const paper = { id: 'p-1', title, abstract: '', url, source: 'test' }
    const actions = [...paperActions('show', [paper]), askAbout('Ask about it', paper)]
    const [{ blocks }] = renderReply(build.reply({ summary: 's', blocks: [build.paragraph('p')], actions }))
    expect(blocks.at(-1)).toMatchObject({
      elements: [
        { text: { text: 'Show 1' }, accessibility_label: expect.stringMatching(/^Show 1: TAROT.{0,65}$/) },
        { accessibility_label: expect.stringMatching(/^Ask about it: TAROT/) },
      ],
    })
  })

  it('carries command lines in its buttons and thumbs', () => {
    const [message] = renderReply(
      build.reply({
        summary: 's',
        blocks: [build.paragraph('p')],
        actions: [build.run('Show evidence', 'evidence t1'), build.open('Read it', url)],
        rating: { up: 'feedback up t1', down: 'feedback down t1' },
      }),
    )
    expect(message.blocks.slice(1)).toMatchObject([
      {
        type: 'actions',
        elements: [
          { action_id: 'run:0', value: 'evidence t1', text: { text: 'Show evidence' } },
          { action_id: 'open:1', url },
        ],
      },
      {
        type: 'context_actions',
        elements: [
          {
            type: 'feedback_buttons',
            positive_button: { value: 'feedback up t1' },
            negative_button: { value: 'feedback down t1' },
          },
        ],
      },
    ])
  })

  it('goes on in further messages without losing a word', () => {
    const words = Array.from({ length: 9_000 }, (_, index) => `word${index}`).join(' ')
    const parts = renderReply(build.reply({ summary: 's', blocks: [build.paragraph(words)] }))
    expect(parts.length).toBeGreaterThan(1)
    const read = parts.map(({ blocks }) => readableText(blocks)).join(' ')
    expect(read.replace(/\s+/g, ' ')).toBe(words)
  })

  it('never holds a heading, a number or buttons alone', () => {
    const items = Array.from({ length: 76 }, (_, index) => [
      build.link(`Paper ${index} ${'with a long title '.repeat(4)}`, `https://arxiv.org/abs/${index}`),
    ])
    for (const before of [0, 1, 5, 9, 10, 11]) {
      const page = build.reply({
        summary: 's',
        blocks: [
          ...Array.from({ length: before }, () => build.paragraph('word '.repeat(200))),
          build.heading('Papers'),
          build.list(items, { ordered: true }),
          build.heading('The end'),
          build.paragraph('word '.repeat(200)),
        ],
        actions: Array.from({ length: 20 }, (_, index) => build.run(`Show ${index}`, `show ${index}`)),
        rating: { up: 'feedback up', down: 'feedback down' },
      })
      for (const { blocks } of renderReply(page)) {
        const [text = '', ...others] = [readableText(blocks)]
        expect(others).toEqual([])
        expect(text.trim()).not.toBe('')
        expect(text, 'a heading at the end').not.toMatch(/(?:Papers|The end)$/)
        expect(text, 'a number without what it counts').not.toMatch(/(?:^|\n)\d+\. *(?:\n|$)/)
      }
    }
  })

  it('has its buttons at the end of the last part', () => {
    const long = Array.from({ length: 60 }, (_, index) => build.paragraph(`Paragraph ${index}`))
    const parts = renderReply(
      build.reply({ summary: 's', blocks: long, actions: [build.run('Show', 'show 1')] }),
    )
    expect(parts.map(({ blocks }) => blocks.at(-1)?.type)).toEqual(['rich_text', 'actions'])
  })
})

describe('A modal', () => {
  it('shows a page with its buttons', () => {
    const page = build.reply({
      summary: 's',
      blocks: [build.paragraph('p')],
      actions: [build.run('Show', 'show 1'), build.open('Read it', url)],
    })
    expect(renderView(page)?.at(-1)).toMatchObject({ elements: [{ value: 'show 1' }, { url }] })
  })

  it('is not tried for a page that is too long for it', () => {
    const blocks = Array.from({ length: 101 }, () => build.paragraph('p'))
    expect(renderView(build.reply({ summary: 's', blocks }))).toBeUndefined()
  })
})

describe('The home tab', () => {
  it('holds several pages, each button under an id of its own', () => {
    const page = build.reply({
      summary: 's',
      blocks: [build.paragraph('p')],
      actions: [build.run('Help', 'help')],
    })
    const ids = [...JSON.stringify(renderHome([page, page])).matchAll(/"action_id":"([^"]+)"/g)]
    expect(ids.map(([, id]) => id)).toEqual(['form:any', 'run:0:0', 'run:0:1'])
  })
})
