import { cleanLine, truncate } from '../replies/clean.ts'
import { escaped } from '../replies/markup.ts'
import { plainBlock, plainProse } from '../replies/plain.ts'
import type { Block, Inline, Reply } from '../replies/reply.ts'

/** A link at the end of a mail, and what it is for. */
export type Foot = {
  label: string
  url: string
  /** It is what the mail is for. */
  main?: true
}

/** What stands at the end: why a mail comes, and where that is changed. */
type End = { words: string; feet: readonly Foot[] }

/** A page, and its own end. */
export type Section = { page: Reply } & End

const width = 72

/**
 * Pages as the text part of a mail: whole, and worth reading by itself. Buttons are left out: mail has none.
 *
 * @param all the end of the mail as a whole, where that is another one
 */
export function drawText(sections: readonly Section[], all?: End): string {
  const parts = sections.map((section) => [...pieces(section.page), ...(all ? [textEnd(section)] : [])])
  const [end = all] = all ? [] : sections
  const body = parts.map((part) => part.join('\n\n')).join(`\n\n${'='.repeat(width)}\n\n`)
  return `${body}\n\n-- \n${end ? textEnd(end) : ''}\n`
}

const textEnd = ({ words, feet }: End) =>
  [wrap(words), ...feet.map(({ label, url }) => `${label}:\n${url}`)].join('\n')

/** The blocks of a page as text, without those that are empty. */
function pieces({ blocks }: Reply): readonly string[] {
  return blocks
    .map((block) => {
      if (block.kind === 'image') return ''
      if (block.kind !== 'card') return wrap(plainBlock(block))
      const { number, title, url, facts = [], body = [] } = block.card
      const lines = [
        wrap(`${number === undefined ? '' : `${number}. `}${cleanLine(title)}`),
        url ?? '',
        wrap(facts.join(' · ')),
        wrap(plainProse(body)),
      ]
      return lines.filter((line) => line !== '').join('\n')
    })
    .filter((part) => part !== '')
}

/** Lines of at most so many characters, broken at spaces; a longer word stays whole. */
function wrap(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const lines: string[] = []
      let last = ''
      for (const word of line.split(' ')) {
        if (last !== '' && last.length + 1 + word.length > width) {
          lines.push(last)
          last = word
        } else last = last === '' ? word : `${last} ${word}`
      }
      return [...lines, last].join('\n')
    })
    .join('\n')
}

const fonts = 'font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:24px'
/** What a card may hold of its text, in UTF-16 units, and how large a mail may be: Gmail cuts longer ones off. */
const longestBody = 1_200

/**
 * A page as the HTML part of a mail: a table, since some clients know nothing newer; every style where it is used; nothing
 * that is loaded from elsewhere. No colours but those of the client, which has its own by day and by night.
 */
export function drawHtml(sections: readonly Section[], all?: End): string {
  const [first] = sections
  const rows = sections.flatMap((section, index) => [
    ...(index === 0 ? [] : ['<hr style="border:0;border-top:1px solid #888;margin:8px 0">']),
    ...section.page.blocks.map(row).filter((one) => one !== ''),
    htmlEnd(section),
  ])
  const summary = cleanLine(first?.page.summary ?? '')
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escaped(summary)}</title></head>`,
    `<body style="margin:0;padding:0">`,
    `<div style="display:none;max-height:0;overflow:hidden">${escaped(truncate(summary, 120))}</div>`,
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center">',
    '<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->',
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;width:100%">',
    ...[...rows, ...(all ? [htmlEnd(all)] : [])].map(
      (html) => `<tr><td style="padding:8px 16px;${fonts}">${html}</td></tr>`,
    ),
    '</table>',
    '<!--[if mso]></td></tr></table><![endif]-->',
    '</td></tr></table></body></html>',
  ].join('\n')
}

function htmlEnd({ words, feet }: End): string {
  const links = feet.map(({ label, url, main }) => (main ? button(url, label) : anchor(url, label)))
  const isMain = feet.some(({ main }) => main)
  const told = [escaped(words), links.join(' &middot; ')]
  return `<p style="margin:16px 0;font-size:14px;line-height:20px">${(isMain ? told.toReversed() : told).join('<br>')}</p>`
}

/** A link that is hard to miss, in the colours of the client. */
const button = (url: string, label: string) =>
  `<a href="${escaped(url)}" style="display:inline-block;margin:0 0 16px;padding:10px 20px;border:2px solid;border-radius:6px;font-size:18px;line-height:24px;font-weight:bold;text-decoration:none">${escaped(label)}</a>`

const anchor = (url: string, label: string) =>
  /^https?:\/\//i.test(url) ? `<a href="${escaped(url)}">${escaped(label)}</a>` : escaped(label)

function row(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h1 style="margin:8px 0;font-size:22px;line-height:28px" dir="auto">${escaped(block.text)}</h1>`
    case 'card': {
      const { number, title, url, facts = [], body = [] } = block.card
      const name = `${number === undefined ? '' : `${number}. `}${cleanLine(title)}`
      const head = url === undefined ? escaped(name) : anchor(url, name)
      const told = truncate(plainProse(body), longestBody)
      return [
        `<h2 style="margin:8px 0 4px;font-size:18px;line-height:24px" dir="auto">${head}</h2>`,
        facts.length === 0
          ? ''
          : `<p style="margin:0;font-size:14px" dir="auto">${escaped(facts.join(' · '))}</p>`,
        told === '' ? '' : `<p style="margin:4px 0 0" dir="auto">${escaped(told)}</p>`,
      ].join('')
    }
    case 'paragraph':
      return `<p style="margin:0" dir="auto">${prose(block.body)}</p>`
    case 'note':
      return `<p style="margin:0;font-size:14px" dir="auto">${prose(block.body)}</p>`
    case 'image':
      return ''
    default:
      return escaped(plainBlock(block)).replaceAll('\n', '<br>')
  }
}

const prose = (body: readonly Inline[]) =>
  body
    .map((inline) =>
      inline.kind === 'link' ? anchor(inline.url, inline.text) : escaped(plainProse([inline])),
    )
    .join('')
