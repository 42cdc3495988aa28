import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { type Look, plainLook } from '../../../src/adapters/terminal/look.ts'
import { renderReply } from '../../../src/adapters/terminal/render.ts'
import * as build from '../../../src/replies/build.ts'
import { gallery } from '../../contracts/gallery.ts'
import { rendererContract } from '../../contracts/renderer.ts'

const window: Look = { columns: 60, margin: 2, colors: true, hyperlinks: true }
const bare: Look = { columns: 60, margin: 2, colors: false, hyperlinks: false }

/** A page as it appears: without the renderer's own styles, and with the addresses its links open. */
function appearance(page: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
  return page.replace(/\u001B(?:\[\d+m|\]8;;([^\u0007\u001B]*)\u0007)/g, (_sequence, url = '') => url)
}

const controls = { what: 'a control character from the content', pattern: /[^\P{Cc}\n]/u }

rendererContract('A pipe', { render: (reply) => [renderReply(reply, plainLook)], forbidden: [controls] })
rendererContract('A terminal without colours', {
  render: (reply) => [renderReply(reply, bare)],
  readable: (message) => message.replace(/\s+/g, ' '),
  forbidden: [controls],
})
rendererContract('A terminal with colours and links', {
  render: (reply) => [appearance(renderReply(reply, window))],
  readable: (message) => message.replace(/\s+/g, ' '),
  forbidden: [controls],
})

describe('A reply in a terminal', () => {
  it('stays inside the window, addresses and code apart', () => {
    for (const { reply } of gallery.filter(({ name }) => !name.includes('longer than any line'))) {
      for (const line of renderReply(reply, bare).split('\n')) {
        if (!line.includes('https://')) expect(stringWidth(line)).toBeLessThanOrEqual(60)
      }
    }
  })

  it('does not wrap and does not indent what goes to a pipe', () => {
    const words = 'many plain words '.repeat(40).trim()
    expect(renderReply(build.reply({ summary: 's', blocks: [build.paragraph(words)] }), plainLook)).toBe(
      words,
    )
  })

  it('draws an answer calmly', () => {
    const url = 'https://arxiv.org/abs/1'
    const page = build.reply({
      summary: 's',
      blocks: [
        build.paragraph(
          'HSTU is up to 15.2x faster than FlashAttention2-based Transformers ',
          build.cite(1, url),
          '.',
        ),
        build.card({
          number: 1,
          title: 'Actions Speak Louder than Words',
          url,
          facts: ['2025-03-13', 'arXiv'],
        }),
        build.facts([['papers', '76'] as const, ['database', './var/paperboy.sqlite'] as const]),
        build.list(['first', 'second']),
        build.note('Picked from the abstracts; no model is configured.'),
      ],
      actions: [build.run('Show', 'show 1'), build.run('Help', 'help')],
    })
    expect(renderReply(page, bare)).toBe(
      `
  HSTU is up to 15.2x faster than FlashAttention2-based
  Transformers [1].

   1  Actions Speak Louder than Words
      2025-03-13 · arXiv
      https://arxiv.org/abs/1

  papers    76
  database  ./var/paperboy.sqlite

  • first
  • second

  Picked from the abstracts; no model is configured.

  Next: show 1 · help`.slice(1),
    )
  })

  it('keeps a citation with the word before it', () => {
    const words = `${'x'.repeat(52)} word `
    const page = build.reply({
      summary: 's',
      blocks: [build.paragraph(words, build.cite(1, 'https://x.y/'))],
    })
    expect(renderReply(page, bare)).toContain('\n  word [1]')
  })

  it('offers one hint for each command, in its shortest form, and no page twice', () => {
    const page = build.reply({
      summary: 's',
      blocks: [build.card({ title: 'T', url: 'https://x.y/' })],
      actions: [
        build.run('Show 1', 'show 2402.17152', 'show 1'),
        build.run('Show 2', 'show 2503.00001', 'show 2'),
        build.run('Help', 'help'),
        build.open('Read it', 'https://x.y/'),
        build.open('Code', 'https://code.example/'),
      ],
    })
    expect(renderReply(page, plainLook)).toContain('Next: show 1 · help · Code <https://code.example/>')
    expect(renderReply(page, plainLook)).not.toContain('Read it')
  })

  it('lists the pages that citations stand for when no card shows them', () => {
    const url = 'https://arxiv.org/abs/1'
    const page = build.reply({
      summary: 's',
      blocks: [build.paragraph('So it is ', build.cite(2, url), '.')],
    })
    expect(renderReply(page, plainLook)).toBe(`So it is [2].\n\n[2] ${url}`)
  })

  it('hides addresses behind their text where links can be opened', () => {
    const url = 'https://arxiv.org/abs/1'
    const page = build.reply({ summary: 's', blocks: [build.paragraph(build.link('the paper', url))] })
    expect(stripVTControlCharacters(renderReply(page, window)).trim()).toBe('the paper')
    expect(renderReply(page, window)).toContain(`\u001B]8;;${url}\u0007`)
    expect(renderReply(page, bare).trim()).toBe(`the paper <${url}>`)
  })
})
