import { cleanLine, truncate } from '../replies/clean.ts'
import { escaped } from '../replies/markup.ts'
import { plainBlock, plainProse } from '../replies/plain.ts'
import type { Block, Inline, Reply } from '../replies/reply.ts'

/** A link at the end of a mail, and what it is for. */
export type Foot = { label: string; url: string }

const width = 72

/** A page as the text part of a mail: whole, and worth reading by itself. Buttons are left out: mail has none. */
export function drawText({ blocks }: Reply, words: string, feet: readonly Foot[]): string {
  const parts = blocks.flatMap((block) => {
    if (block.kind === 'image') return []
    if (block.kind !== 'card') return [wrap(plainBlock(block))]
    const { number, title, url, facts = [], body = [] } = block.card
    const lines = [
      wrap(`${number === undefined ? '' : `${number}. `}${cleanLine(title)}`),
      ...(url === undefined ? [] : [url]),
      ...(facts.length === 0 ? [] : [wrap(facts.join(' · '))]),
      wrap(plainProse(body)),
    ]
    return [lines.filter((line) => line !== '').join('\n')]
  })
  const end = [wrap(words), ...feet.map(({ label, url }) => `${label}:\n${url}`)].join('\n')
  return `${[...parts.filter((part) => part !== ''), `-- \n${end}`].join('\n\n')}\n`
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
export function drawHtml(page: Reply, words: string, feet: readonly Foot[]): string {
  const rows = page.blocks.map(row).filter((one) => one !== '')
  const links = feet.map(({ label, url }) => anchor(url, label)).join(' &middot; ')
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escaped(page.summary)}</title></head>`,
    `<body style="margin:0;padding:0">`,
    `<div style="display:none;max-height:0;overflow:hidden">${escaped(truncate(cleanLine(page.summary), 120))}</div>`,
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center">',
    '<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->',
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;width:100%">',
    ...rows.map((html) => `<tr><td dir="auto" style="padding:8px 16px;${fonts}">${html}</td></tr>`),
    `<tr><td style="padding:24px 16px;${fonts};font-size:14px">${escaped(words)}<br>${links}</td></tr>`,
    '</table>',
    '<!--[if mso]></td></tr></table><![endif]-->',
    '</td></tr></table></body></html>',
  ].join('\n')
}

const anchor = (url: string, label: string) =>
  /^https?:\/\//i.test(url) ? `<a href="${escaped(url)}">${escaped(label)}</a>` : escaped(label)

function row(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h1 style="margin:8px 0;font-size:22px;line-height:28px">${escaped(block.text)}</h1>`
    case 'card': {
      const { number, title, url, facts = [], body = [] } = block.card
      const name = `${number === undefined ? '' : `${number}. `}${cleanLine(title)}`
      const head = url === undefined ? escaped(name) : anchor(url, name)
      const told = truncate(plainProse(body), longestBody)
      return [
        `<h2 style="margin:8px 0 4px;font-size:18px;line-height:24px">${head}</h2>`,
        facts.length === 0 ? '' : `<span style="font-size:14px">${escaped(facts.join(' · '))}</span>`,
        told === '' ? '' : `<p style="margin:4px 0 0">${escaped(told)}</p>`,
      ].join('')
    }
    case 'paragraph':
      return `<p style="margin:0">${prose(block.body)}</p>`
    case 'note':
      return `<span style="font-size:14px">${prose(block.body)}</span>`
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
