import { ButtonStyle, ComponentType, MessageFlags } from 'discord.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../../../src/adapters/discord/limits.ts'
import * as build from '../../../src/replies/build.ts'
import type { Inline, Reply } from '../../../src/replies/reply.ts'
import { gallery } from '../../contracts/gallery.ts'
import { rendererContract } from '../../contracts/renderer.ts'
import { buttonsOf, everyComponent, everyPage, markdownOf, readMarkdown } from './markdown.ts'

/** A message as one string: its Markdown, and the addresses of its buttons. */
const appearance = (reply: Reply) =>
  everyPage(reply).map((message) =>
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
  everyPage(page(...blocks))
    .map(markdownOf)
    .join('\n')

describe('Every message', () => {
  it('keeps the limits that Discord refuses messages for', () => {
    for (const { reply } of gallery) {
      for (const message of everyPage(reply, { paging: { id: '1', line: 'x' }, thread: 'x'.repeat(300) })) {
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
    for (const message of gallery.flatMap(({ reply }) => everyPage(reply))) {
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
    const [message] = everyPage(
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

  it('has menus instead of more buttons than one overlooks, and says as text what fits into neither', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => build.run(`Show ${index}`, `show ${index}`))
    const shown = (count: number) =>
      everyPage(build.reply({ summary: 's', blocks: [build.paragraph('x')], actions: many(count) }))[0]
    const menusOf = (message: ReturnType<typeof shown>) =>
      (message ? everyComponent(message) : []).flatMap((component) =>
        component.type === ComponentType.StringSelect ? [component.options.length] : [],
      )
    const [few, more, most] = [shown(10), shown(30), shown(60)]
    expect(few && buttonsOf(few)).toHaveLength(10)
    expect(menusOf(few)).toEqual([])
    expect(more && buttonsOf(more)).toEqual([])
    expect(menusOf(more)).toEqual([25, 5])
    expect(menusOf(most)).toEqual([25, 25])
    expect(most && markdownOf(most)).toContain('-# Show 59: `show 59`')
  })

  it('stands in a coloured container when it is a warning', () => {
    const reply = build.reply({ summary: 's', tone: 'warning', blocks: [build.paragraph('x')] })
    expect(everyPage(reply)[0]?.components[0]).toMatchObject({ type: ComponentType.Container })
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
        const messages = everyPage(reply).map(markdownOf)
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
    const messages = everyPage(page(...paragraphs.map((text) => build.paragraph(text)))).map(markdownOf)
    expect(messages.length).toBeGreaterThan(1)
    expect(messages.flatMap((message) => message.split('\n\n'))).toEqual(paragraphs)
  })

  it('has arrows to its other pages, which name the line as long as that is short', () => {
    const reply = page(...Array.from({ length: 8 }, () => build.paragraph('word '.repeat(700))))
    const arrows = (line: string) =>
      everyPage(reply, { paging: { id: '42', line } }).map((message) => buttonsOf(message))
    const [first = [], second = []] = arrows('map words')
    expect(first).toMatchObject([
      { label: '◀ Back', disabled: true },
      { label: 'Page 1 of 8', disabled: true },
      { label: 'Next ▶', custom_id: '!page 1 42 map words', disabled: false },
    ])
    expect(second).toMatchObject([
      { custom_id: '!page 0 42 map words', disabled: false },
      { disabled: true },
      { custom_id: '!page 2 42 map words', disabled: false },
    ])
    expect(arrows('word '.repeat(30))[0]?.at(-1)).toMatchObject({ custom_id: '!page 1 42' })
    expect(everyPage(page(build.paragraph('short')), { paging: { id: '42' } }).flatMap(buttonsOf)).toEqual([])
  })

  it('ends no page with a heading', () => {
    const parts = Array.from({ length: 6 }, (_, index) => [
      build.heading(`Part ${index}`),
      build.paragraph('word '.repeat(500)),
    ])
    for (const message of everyPage(page(...parts.flat())).map(markdownOf))
      expect(message).not.toMatch(/### [^\n]*$/)
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
    case 'file':
      return ''
  }
}

function textOf(inline: Inline): string {
  if (inline.kind === 'hint') return inline.line
  return inline.kind === 'cite' ? '' : inline.text
}
