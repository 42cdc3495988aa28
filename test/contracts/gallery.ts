import * as build from '../../src/replies/build.ts'
import type { Reply } from '../../src/replies/reply.ts'

/** A reply that a renderer has to draw, and what must be readable afterwards. */
export type Exhibit = {
  name: string
  reply: Reply
  /** Addresses that a reader can still reach. */
  urls?: readonly string[]
  /** Words that a reader can still read, in this spelling. */
  words?: readonly string[]
}

const paper = 'https://arxiv.org/abs/2402.17152'
const search = 'https://huggingface.co/papers?q=Actions%20Speak%20Louder%20than%20Words%20(HSTU)'
const endless = `https://example.org/${'path/'.repeat(60)}end`

const {
  card,
  cite,
  code,
  codeBlock,
  emphasis,
  facts,
  heading,
  image,
  link,
  list,
  note,
  paragraph,
  quote,
  strong,
  table,
} = build

/** A picture of one pixel. */
export const onePixel = {
  png: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
  width: 1,
  height: 1,
}

/** Replies of every shape, friendly and hostile, that each platform has to show. */
export const gallery: readonly Exhibit[] = [
  {
    name: 'pictures between words, with hostile names',
    words: ['Above', 'Two dots and @everyone', 'Below', 'A picture'],
    reply: build.reply({
      summary: 'Pictures',
      blocks: [
        paragraph('Above'),
        image({ ...onePixel, name: '../../etc/<@1>.png', alt: 'Two dots and @everyone' }),
        paragraph('Below'),
        image({ ...onePixel, name: '\u202E', alt: ' ' }),
      ],
    }),
  },
  {
    name: 'two tables',
    urls: [paper],
    words: ['Approach', 'a transducer', '[1]', 'not stated', 'Third column', '@everyone'],
    reply: build.reply({
      summary: 'Two tables',
      blocks: [
        table(
          ['HSTU', 'AutoInt'],
          [
            ['Approach', [build.text('a transducer '), cite(1, paper)], [emphasis('not stated')]],
            ['Results', [build.text('long result '.repeat(30))], []],
          ],
        ),
        table(
          ['A', '@everyone <!channel>', 'Third column'],
          [['**Data**', [strong('<!here>')], [code('x')], []]],
        ),
      ],
    }),
  },
  {
    name: 'a table larger than any platform takes',
    urls: [`${paper}?row=149`],
    words: ['row 149'],
    reply: build.reply({
      summary: 'A large table',
      blocks: [
        table(
          Array.from({ length: 25 }, (_, column) => `column ${column}`),
          Array.from(
            { length: 150 },
            (_, row) => [`row ${row}`, [cite(row, `${paper}?row=${row}`)]] as const,
          ),
        ),
      ],
    }),
  },
  {
    name: 'an answer with citations, cards, small print and buttons',
    urls: [paper, search, 'https://example.org/open'],
    words: ['1.5 trillion parameters', '[1]', '[2]', 'Actions Speak Louder', 'Extractive answer'],
    reply: build.reply({
      summary: 'HSTU has 1.5 trillion parameters.',
      tone: 'answer',
      blocks: [
        paragraph(
          'HSTU has ',
          strong('1.5 trillion parameters'),
          ' ',
          cite(1, paper),
          ' ',
          cite(2, search),
          '.',
        ),
        card({
          number: 1,
          title: 'Actions Speak Louder than Words',
          url: paper,
          facts: ['2025-03-13', '42 votes'],
        }),
        card({ number: 2, title: 'No Abstract', url: search, body: [build.text('Only a title.')] }),
        note('Extractive answer.'),
      ],
      actions: [build.run('Show', 'show 1'), build.open('Open', 'https://example.org/open')],
    }),
  },
  {
    name: 'every kind of block and style',
    urls: [paper],
    words: ['Heading', 'first', 'second', 'SELECT 1', 'database', 'quoted', 'leaning', 'monospace'],
    reply: build.reply({
      summary: 'Everything at once',
      tone: 'warning',
      blocks: [
        heading('Heading'),
        paragraph(emphasis('leaning'), ' and ', code('monospace'), ' and ', link('a link', paper)),
        list(['first', 'second'], { ordered: true }),
        list(['first', build.prose('second ', cite(3, paper))]),
        quote('quoted'),
        codeBlock('SELECT 1\n  FROM papers'),
        facts([['database', 'sqlite'] as const, ['a much longer label', 'value'] as const]),
        note('small print'),
      ],
    }),
  },
  {
    name: 'a citation whose page is not listed anywhere',
    urls: [paper],
    reply: build.reply({ summary: 'Cited', blocks: [paragraph('As they say ', cite(7, paper))] }),
  },
  {
    name: 'only a summary',
    words: ['Nothing to add'],
    reply: build.reply({ summary: 'Nothing to add', blocks: [] }),
  },
  { name: 'nothing at all', reply: build.reply({ summary: '', blocks: [] }) },
  {
    name: 'blocks that are all empty',
    words: ['Empty page'],
    reply: build.reply({
      summary: 'Empty page',
      blocks: [paragraph(''), heading(' '), list([]), facts([]), quote(), codeBlock(''), note('\u200B')],
    }),
  },
  {
    name: 'terminal escape sequences',
    words: ['red', 'title', 'beep'],
    reply: build.reply({
      summary: '\u001B[31mred\u001B[0m',
      blocks: [
        paragraph('\u001B[2J\u001B[31mred\u001B[0m \u009B31m beep\u0007 back\b\b\b\b'),
        card({
          title: '\u001B]0;owned\u0007title',
          url: paper,
          facts: ['\u001B]8;;https://evil.example\u0007x'],
        }),
        codeBlock('\u001B[1Acode\r\nline\tend'),
      ],
    }),
  },
  {
    name: 'control characters that were not built away',
    reply: {
      summary: 'raw \u001B[31m',
      blocks: [
        { kind: 'paragraph', body: [{ kind: 'text', text: 'raw \u001B[31mred\r\u0000' }] },
        { kind: 'heading', text: '\u001B[2J' },
        { kind: 'code', text: '\u001B[2J' },
        { kind: 'card', card: { title: '\u0007bell', url: `${paper}\u001B[31m`, facts: ['\u0085'] } },
        {
          kind: 'facts',
          rows: [{ label: '\u001B[5m', value: [{ kind: 'cite', number: 1, url: `${paper}\u0007` }] }],
        },
      ],
      actions: [{ kind: 'run', label: '\u001B[5m', command: 'show 1\u001B[5m' }],
    },
  },
  {
    name: 'mentions of Slack and Discord',
    words: ['@everyone', '<!channel>', '<@U123>', '&amp;'],
    reply: build.reply({
      summary: '@everyone <!channel>',
      blocks: [
        paragraph(
          '@everyone @here <!channel> <!here> <@U123> <@&456> <#C1> <https://evil.example|click> &amp; &lt;',
        ),
        list(['<!channel>', '@everyone']),
        card({ title: '@everyone <!channel>', url: paper, facts: ['<!here>'] }),
      ],
    }),
  },
  {
    name: 'mark-up and code fences',
    words: ['*bold*', '_under_', '~~strike~~', '||spoiler||'],
    reply: build.reply({
      summary: '*bold* `code`',
      blocks: [
        paragraph(
          '*bold* **bold** _under_ ~~strike~~ ||spoiler|| # heading > quote - item 1. item \\* [x](https://x.y)',
        ),
        codeBlock('```\nfence inside\n```` \n@everyone'),
        paragraph(code('a `tick` and ```three```')),
        quote('> nested\n\nparagraph'),
      ],
    }),
  },
  {
    name: 'bidirectional and zero-width characters',
    words: ['harmless', 'evil'],
    reply: build.reply({
      summary: '\u202Eharmless\u200B',
      blocks: [paragraph('harm\u200Bless \u202Eevil\u2066 \uFEFF\u{E0041}\u{E0042} soft\u00ADhyphen')],
    }),
  },
  {
    name: 'addresses that must not be opened',
    words: ['click me', 'Unsafe'],
    reply: build.reply({
      summary: 'Unsafe',
      blocks: [
        paragraph(
          link('click me', 'javascript:alert(1)'),
          ' ',
          link('file', 'file:///etc/passwd'),
          ' ',
          cite(1, 'data:x'),
        ),
        card({ title: 'Unsafe', url: 'javascript:alert(1)' }),
      ],
      actions: [build.open('Open', 'javascript:alert(1)')],
    }),
  },
  {
    name: 'right-to-left text and joined scripts',
    words: ['שלום עולם', 'می\u200Cخواهم', 'مرحبا'],
    reply: build.reply({
      summary: 'שלום',
      blocks: [paragraph('שלום עולם 123 ', cite(1, paper), ' مرحبا می\u200Cخواهم'), list(['مرحبا', 'שלום'])],
    }),
    urls: [paper],
  },
  {
    name: 'emoji and other long graphemes',
    words: ['👩🏽‍🚀', '🇫🇷', '❤️', 'é'],
    reply: build.reply({
      summary: '👩🏽‍🚀'.repeat(100),
      blocks: [
        paragraph('👩🏽‍🚀 🇫🇷 ❤️ é ', '👨‍👩‍👧‍👦'.repeat(400), ` a${'\u0301'.repeat(5000)}`),
        heading('👩🏽‍🚀'.repeat(80)),
      ],
    }),
  },
  {
    name: 'words and addresses longer than any line',
    urls: [endless],
    reply: build.reply({
      summary: 'x'.repeat(10_000),
      blocks: [
        paragraph('x'.repeat(5_000)),
        paragraph(link('far away', endless), ' ', '漢字'.repeat(500)),
        facts([['l'.repeat(500), 'v'.repeat(500)] as const]),
      ],
    }),
  },
  {
    name: 'a very long page',
    urls: [`${paper}?n=0`, `${paper}?n=39`],
    reply: build.reply({
      summary: 'A very long page',
      blocks: [
        ...Array.from({ length: 40 }, (_, index) =>
          paragraph(`Paragraph ${index}: ${'many plain words follow each other '.repeat(20)}`),
        ),
        ...Array.from({ length: 40 }, (_, index) =>
          card({
            number: index + 1,
            title: `Paper ${index} ${'long title '.repeat(40)}`,
            url: `${paper}?n=${index}`,
          }),
        ),
        list(Array.from({ length: 200 }, (_, index) => `item ${index}`)),
        codeBlock('line of code\n'.repeat(500)),
      ],
      actions: Array.from({ length: 30 }, (_, index) => build.run(`Show ${index}`, `show ${index}`)),
    }),
  },
]
