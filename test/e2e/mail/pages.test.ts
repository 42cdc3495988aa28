import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Compose } from '../../../src/digests/composition.ts'
import type { Paper } from '../../../src/papers/paper.ts'
import { hour } from '../../digests/posting.ts'
import { address, publicUrl, startMail } from '../../mail/stage.ts'
import { findChromium, inspect } from './chromium.ts'

const chromium = findChromium()
/** Pictures to look at: `SCREENSHOTS=folder npx vitest run test/e2e/mail/pages.test.ts`. */
const folder = process.env.SCREENSHOTS
if (folder !== undefined) mkdirSync(folder, { recursive: true })

const looks = [
  ['light', { width: 900, dark: false }],
  ['dark', { width: 900, dark: true }],
  ...(folder === undefined ? [] : [['narrow', { width: 360, dark: false }] as const]),
] as const

const papers: readonly Paper[] = [
  [
    'Sparse retrieval at two million tokens: an index that n < 2M documents cannot outgrow',
    'We present an index for sparse retrieval whose size grows with the vocabulary alone. It answers within 12 ms over two million documents, and loses 0.3 points of nDCG@10 to exact search.',
  ],
  [
    'Supercalifragilisticexpialidocious-embeddings-without-any-place-to-break-a-line-at-all-in-this-title',
    'Ein kurzer Text mit Umlauten: größer, schöner, für alle.',
  ],
  ['ללמוד לאחזר: a title that begins from right to left', 'Abstract text.'],
].map(([title = '', abstract = ''], index) => ({
  ...{ id: `look-${index}`, title, abstract, url: `https://arxiv.org/abs/2611.0000${index}` },
  source: 'page',
}))

const compose: Compose = async ({ topic }) => ({
  turn: '00000000-0000-4000-8000-000000000000',
  choices: papers.slice(...(topic === undefined ? [0, 2] : [2])).map(({ id, abstract }) => ({
    ...{ paper: id, why: 'mentions sparse, retrieval · 41 votes · with code', votes: 41 },
    gist: [{ text: abstract, cites: [] }],
  })),
})

const pages = new Map<string, string>()

describe.skipIf(chromium === undefined)('what readers of mail see, in Chromium', () => {
  beforeAll(async () => {
    const stage = await startMail()
    await stage.store.papers.put(papers)
    const subscribe = async (about: string) => {
      const where = {
        platform: 'slack',
        workspace: 'T1',
        conversation: 'd',
        posts: { platform: 'slack', workspace: 'T1', kind: 'direct', person: 'ada' } as const,
      }
      const line = `subscribe ${about} at 10:00 daily in Europe/Paris to ${address}`
      for await (const _ of stage.handle({ who: { id: 'ada' }, where, line }));
      await stage.process()()
      stage.pass(5_000)
      return simpleParser(stage.smtp.taken.at(-1)?.raw ?? '')
    }
    const link = (text: string | undefined, purpose: string, nth = 0) =>
      [...(text ?? '').matchAll(new RegExp(`${publicUrl}/mail/${purpose}/\\S+`, 'g'))].at(nth)?.[0] ?? ''
    const keep = async (name: string, url: string, body?: string) => {
      const response = await stage.page(url, body === undefined ? {} : { method: 'POST', body })
      pages.set(name, await response.text())
    }
    stage.pass(2 * hour - 60_000)
    const first = await subscribe('')
    pages.set('mail-question', first.html || '')
    await keep('confirm', link(first.text, 'confirm'))
    await keep('confirmed', link(first.text, 'confirm'), 'do=confirm')
    stage.pass(24 * hour)
    await stage.process({ compose })()
    const alone = await simpleParser(stage.smtp.taken.at(-1)?.raw ?? '')
    pages.set('mail', alone.html || '')
    await keep('preferences', link(alone.text, 'settings'))
    await keep('unsubscribe', link(alone.text, 'leave'))
    const second = await subscribe('about sparse retrieval')
    await stage.page(link(second.text, 'confirm'), { method: 'POST' })
    stage.pass(24 * hour)
    await stage.process({ compose })()
    const both = await simpleParser(stage.smtp.taken.at(-1)?.raw ?? '')
    pages.set('mail-of-two', both.html || '')
    await keep('preferences-of-two', link(both.text, 'settings', -1))
    await keep('paused', link(both.text, 'settings'), 'do=pause')
    await keep('too-long', link(both.text, 'settings'), 'x'.repeat(20_000))
    await keep('erase', link(both.text, 'settings'), 'do=erase')
    await keep('unsubscribed', link(both.text, 'leave', -1), 'do=leave')
    await keep('erased', link(both.text, 'leave', -1), 'do=erase-surely')
    await keep('not-there', link(both.text, 'settings'))
    await keep('unknown', `${publicUrl}/mail/leave/abcd`)
    await stage.close()
  })
  afterAll(() => pages.clear())

  it.each(looks)('axe finds nothing serious: %s', { timeout: 300_000 }, async (name, look) => {
    expect(pages.size).toBe(15)
    for (const [page, html] of pages) {
      const picture = folder === undefined ? undefined : join(folder, `${page}-${name}.png`)
      const found = await inspect(chromium ?? '', html, look, picture)
      expect(
        found.filter(({ impact }) => impact === 'serious' || impact === 'critical'),
        page,
      ).toEqual([])
      expect(html, page).not.toMatch(/<script|<link|<img|src=|@import|url\(/)
    }
  })
})
