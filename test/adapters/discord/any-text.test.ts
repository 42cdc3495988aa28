import fc from 'fast-check'
import { expect, it } from 'vitest'
import * as build from '../../../src/replies/build.ts'
import { readMarkdown } from '../../fakes/discord/reading/markdown.ts'
import { rawTexts } from '../../fakes/discord/reading/screen.ts'
import { readMessage, settableFlags } from '../../fakes/discord/validation/message-body.ts'
import { everyPage } from './markdown.ts'

/** Pieces of mark-up, which make more of each other when they meet. */
const markup = fc.constantFrom(
  ...['**', '__', '||', '~~', '`', '```', '*', '_', '\\', '\n', ' ', ')', '](', 'word', '@everyone', '<@1>'],
  ...['# ', '> ', '>>> ', '- ', '+ ', '1. ', '-# ', '<t:1:R>', '</a:1>', '<a:b:1>', '<id:guide>'],
  ...['[a](https://b.example)', 'https://evil.example/x', '<https://evil.example/y>'],
)
const text = fc
  .array(fc.oneof(markup, fc.string({ unit: 'binary', maxLength: 60 })), { maxLength: 12 })
  .map((pieces) => pieces.join(''))

/** What a page is made of; content may become nothing else. */
const drawnByPages = ['heading', 'bold', 'italic', 'link', 'subtext', 'code', 'quote', 'list', 'fence']

const letters = (shown: string) => shown.replaceAll('\u200B', '').replace(/\s+/g, '')

/** The same address whichever of its characters are escaped, as brackets are inside of a link. */
const unescaped = (url: string) =>
  url.replace(/%([2-7][0-9a-f])/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))

it('whatever text comes, Discord takes it, draws nothing of it, and every character is read', () => {
  fc.assert(
    fc.property(text, text, fc.webUrl(), (some, other, url) => {
      const paragraph = build.prose(some, build.strong(other), some)
      const reply = build.reply({
        summary: some,
        blocks: [
          build.paragraph(...paragraph),
          build.list([some, other]),
          build.quote(other),
          build.facts([[some, other] as const]),
          build.card({ number: 1, title: some, url, facts: [other], body: [build.text(other)] }),
          build.note(some),
        ],
        actions: [build.run(some, other), build.open(other, url)],
      })
      const reads = everyPage(reply)
        .map((body) => readMessage(body, { settable: settableFlags.post }).contents)
        .flatMap(rawTexts)
        .map(readMarkdown)
      const marks = reads.flatMap((read) => read.marks)
      expect(marks.filter(({ kind }) => !drawnByPages.includes(kind))).toEqual([])
      const links = marks.filter(({ kind }) => kind === 'link').map(({ target = '' }) => unescaped(target))
      expect(links.filter((target) => target !== unescaped(build.safeUrl(url) ?? ''))).toEqual([])
      const words = paragraph.map((inline) => ('text' in inline ? inline.text : '')).join('')
      expect(letters(reads.map((read) => read.text).join(''))).toContain(letters(words))
    }),
    { numRuns: 500 },
  )
})
