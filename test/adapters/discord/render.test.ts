import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../../../src/adapters/discord/limits.ts'
import { renderReply } from '../../../src/adapters/discord/render.ts'
import * as build from '../../../src/replies/build.ts'
import type { Inline, Reply } from '../../../src/replies/reply.ts'
import { gallery } from '../../contracts/gallery.ts'
import { rendererContract } from '../../contracts/renderer.ts'
import { buttonsOf, everyComponent, markdownOf, readMarkdown } from './markdown.ts'

/** A message as one string: its Markdown, and the addresses of its buttons. */
const appearance = (reply: Reply) =>
  renderReply(reply).map((message) =>
    [markdownOf(message), ...buttonsOf(message).map((button) => ('url' in button ? button.url : ''))].join(
      '\n',
    ),
  )

rendererContract('Discord', {
  render: appearance,
  readable: readMarkdown,
  forbidden: [
    { what: 'a word that pings everybody', pattern: /@(?:everyone|here)/ },
    { what: 'a mention', pattern: /<(?:@|#|\/|a?:|t:|id:)/ },
    { what: 'a control character', pattern: /[^\P{Cc}\n]/u },
  ],
})

const page = (...blocks: Reply['blocks']) => build.reply({ summary: 's', blocks })
const drawn = (...blocks: Reply['blocks']) =>
  renderReply(page(...blocks))
    .map(markdownOf)
    .join('\n')

describe('Every message', () => {
  it('keeps the limits that Discord refuses messages for', () => {
    for (const { reply } of gallery) {
      for (const message of renderReply(reply, { more: '1', thread: 'x'.repeat(300) })) {
        const all = everyComponent(message)
        const texts = all.flatMap((component) =>
          component.type === ComponentType.TextDisplay ? [component.content] : [],
        )
        expect(texts.join('').length).toBeLessThanOrEqual(4000)
        expect(texts.every((text) => text.trim() !== '')).toBe(true)
        expect(all.length).toBeLessThanOrEqual(limits.components)
        const ids = buttonsOf(message).flatMap((button) => ('custom_id' in button ? [button.custom_id] : []))
        expect(new Set(ids).size).toBe(ids.length)
        for (const id of ids) expect(id.length).toBeLessThanOrEqual(100)
        for (const button of buttonsOf(message)) {
          const label = 'label' in button ? (button.label ?? '') : ''
          expect(label.length).toBeGreaterThan(0)
          expect(label.length).toBeLessThanOrEqual(80)
        }
      }
    }
  })

  it('pings nobody and unfurls nothing', () => {
    for (const message of gallery.flatMap(({ reply }) => renderReply(reply))) {
      expect(message.allowed_mentions).toEqual({ parse: [], replied_user: false })
      expect(message.flags).toBe(MessageFlags.IsComponentsV2 | MessageFlags.SuppressEmbeds)
    }
  })
})

describe('Text from outside stays text', () => {
  const cases: readonly (readonly [what: string, text: string, markdown: string])[] = [
    [
      'bold, italics, spoilers and code',
      '*a* **b** _c_ ~~d~~ ||e|| `f`',
      '\\*a\\* \\*\\*b\\*\\* \\_c\\_ \\~\\~d\\~\\~ \\|\\|e\\|\\| \\`f\\`',
    ],
    ['a heading', '# Big', '\\# Big'],
    ['small print', '-# small', '\\-# small'],
    ['a list', '- item', '\\- item'],
    ['a numbered list', '1. item', '1\\. item'],
    ['a quote', '>>> quote', '\\>>> quote'],
    ['a masked link', '[free](https://evil.example)', '\\[free\\](https\\://evil.example)'],
    ['a bare link', 'see https://evil.example', 'see https\\://evil.example'],
    ['an invitation', 'discord.gg/abc', 'discord\\.gg/abc'],
    ['a mention', '<@1> <@&2> <#3> </ask:4>', '\\<\\@1> \\<\\@&2> \\<\\#3> \\<\\/ask:4>'],
    ['everybody', '@everyone @here', '@\u200Beveryone @\u200Bhere'],
    ['a time', '<t:1700000000:R>', '\\<t\\:1700000000:R>'],
    ['an emoji', '<:cat:1> :smile:', '\\<\\:cat:1> \\:smile:'],
    ['a backslash', 'a\\*b', 'a\\\\\\*b'],
    ['prose', 'Up to 15.2x (2B) - at 3:1, 90% of C#.', 'Up to 15.2x (2B) - at 3:1, 90% of C#.'],
  ]
  for (const [what, text, markdown] of cases)
    it(what, () => {
      expect(drawn(build.paragraph(text))).toBe(markdown)
      expect(readMarkdown(markdown)).toBe(text)
    })

  it('inside a code block', () => {
    expect(drawn(build.codeBlock('a ```\n@everyone <@1> *b*'))).toBe(
      '```\na `\u200B`\u200B`\n@\u200Beveryone <\u200B@1> *b*\n```',
    )
  })

  it('inside the text of a link', () => {
    expect(drawn(build.paragraph(build.link('[Re] x](https://evil.example', 'https://a.b/')))).toBe(
      '[(Re) x)(https\\://evil.example](<https://a.b/>)',
    )
  })
})

describe('An answer', () => {
  const url = 'https://arxiv.org/abs/1'

  it('is drawn calmly, with its citations as links', () => {
    const markdown = drawn(
      build.paragraph('HSTU is ', build.strong('15.2x'), ' faster ', build.cite(1, url), '.'),
      build.heading('Source'),
      build.card({ number: 1, title: 'Actions Speak Louder', url, facts: ['2025-03-13', '42 votes'] }),
      build.quote('It is faster.'),
      build.facts([['Papers', '76'] as const]),
      build.list(['first', 'second'], { ordered: true }),
      build.note('Quoted.'),
    )
    expect(markdown).toBe(
      `HSTU is **15.2x** faster [[1]](<${url}>).

### Source
**1.** [Actions Speak Louder](<${url}>)
-# 2025-03-13 · 42 votes
> It is faster.

**Papers:** 76

1. first
2. second

-# Quoted.`,
    )
  })

  it('has its command lines as buttons, thumbs and pages', () => {
    const [message] = renderReply(
      build.reply({
        summary: 's',
        blocks: [build.paragraph('x')],
        actions: [
          build.run('Show 1', 'show 2402.17152'),
          build.run('Again', 'show 2402.17152'),
          build.open('Read it', url),
        ],
        rating: { up: 'feedback up 1', down: 'feedback down 1' },
      }),
      { thread: 'how does it work?' },
    )
    const secondary = { type: ComponentType.Button, style: ButtonStyle.Secondary }
    expect(message && buttonsOf(message)).toEqual([
      { ...secondary, label: 'Again', custom_id: 'show 2402.17152' },
      { type: ComponentType.Button, style: ButtonStyle.Link, label: 'Read it', url },
      { ...secondary, label: 'Helpful', emoji: { name: '👍' }, custom_id: 'feedback up 1' },
      { ...secondary, label: 'Not helpful', emoji: { name: '👎' }, custom_id: 'feedback down 1' },
      { ...secondary, label: 'Go on in a thread', custom_id: '!thread how does it work?' },
    ])
  })

  it('says as text what cannot be a button', () => {
    const many = Array.from({ length: 30 }, (_, index) => build.run(`Show ${index}`, `show ${index}`))
    const [message] = renderReply(
      build.reply({ summary: 's', blocks: [build.paragraph('x')], actions: many }),
    )
    expect(message && buttonsOf(message)).toHaveLength(20)
    expect(message && markdownOf(message)).toContain('-# Show 29: `show 29`')
  })

  it('stands in a coloured container when it is a warning', () => {
    const reply = build.reply({ summary: 's', tone: 'warning', blocks: [build.paragraph('x')] })
    expect(renderReply(reply)[0]?.components[0]).toMatchObject({ type: ComponentType.Container })
  })
})

describe('A long reply', () => {
  const words = fc.array(fc.stringMatching(/^[\w*_~`|#>@<[\]()\\.:-]{1,40}$/), { maxLength: 900 })

  it('loses no text when it is split', () => {
    const block = words.chain((said) => {
      const text = said.join(' ')
      return fc.constantFrom(
        build.paragraph(text),
        build.quote(text),
        build.note(text),
        build.list([text, text]),
        build.facts([['label', text] as const]),
        build.codeBlock(said.join('\n')),
        build.paragraph(build.strong(text)),
      )
    })
    const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '')
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
        const reply = page(...blocks)
        const messages = renderReply(reply).map(markdownOf)
        for (const message of messages) expect(message.length).toBeLessThanOrEqual(limits.messageText)
        const said = letters(blocks.map(plainOf).join(''))
        if (said !== '') expect(letters(messages.map(readMarkdown).join(''))).toBe(said)
      }),
      { numRuns: 100 },
    )
  })

  it('is cut between paragraphs where it can be', () => {
    const paragraphs = Array.from(
      { length: 12 },
      (_, index) => `Paragraph ${index}: ${'word '.repeat(150)}end.`,
    )
    const messages = renderReply(page(...paragraphs.map((text) => build.paragraph(text)))).map(markdownOf)
    expect(messages.length).toBeGreaterThan(1)
    expect(messages.flatMap((message) => message.split('\n\n'))).toEqual(paragraphs)
  })

  it('goes on behind a button', () => {
    const reply = page(...Array.from({ length: 8 }, () => build.paragraph('word '.repeat(700))))
    const all = renderReply(reply)
    const beginning = renderReply(reply, { most: 3, more: '42' })
    expect(beginning.map(markdownOf)).toEqual(all.slice(0, 3).map(markdownOf))
    expect(beginning.slice(-1).flatMap(buttonsOf)).toMatchObject([{ label: 'More', custom_id: '!more 42 3' }])
    const rest = renderReply(reply, { from: 3, more: '42' })
    expect(rest.map(markdownOf)).toEqual(all.slice(3).map(markdownOf))
    expect(rest.flatMap(buttonsOf)).toEqual([])
  })
})

function plainOf(block: Reply['blocks'][number]): string {
  switch (block.kind) {
    case 'paragraph':
    case 'quote':
    case 'note':
      return block.body.map(textOf).join('')
    case 'list':
      return block.items.flat().map(textOf).join('')
    case 'facts':
      return block.rows.map(({ label, value }) => label + value.map(textOf).join('')).join('')
    case 'code':
      return block.text
    case 'table':
    case 'heading':
    case 'card':
    case 'image':
      return ''
  }
}

function textOf(inline: Inline): string {
  return inline.kind === 'cite' ? '' : inline.text
}
