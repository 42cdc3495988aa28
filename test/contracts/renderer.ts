import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as build from '../../src/replies/build.ts'
import type { Reply } from '../../src/replies/reply.ts'
import { gallery } from './gallery.ts'
import { postsGallery } from './posts-gallery.ts'

const exhibits = [...gallery, ...postsGallery]

/** A renderer as the contract sees it. */
export type RendererUnderTest = {
  /** What a reader of the platform gets, one string for each message. */
  render(reply: Reply): readonly string[]
  /**
   * The part of a message that a person reads, with words that the platform wrapped put together again; by default
   * the message as it is.
   */
  readable?(message: string): string
  /** Longest message in UTF-16 units, and most messages for one reply; unlimited when left out. */
  limits?: { message?: number; messages?: number }
  /** What content must never cause in a message on this platform. */
  forbidden: readonly { what: string; pattern: RegExp }[]
}

/** What every renderer promises, whatever it is given: run it once for each platform, with the platform's limits. */
export function rendererContract(name: string, renderer: RendererUnderTest): void {
  const { render, readable = (message) => message, limits = {}, forbidden } = renderer
  const { message: longest = Number.POSITIVE_INFINITY, messages: most = Number.POSITIVE_INFINITY } = limits

  const keepsItsPromises = (reply: Reply) => {
    const messages = render(reply)
    expect(messages.length).toBeGreaterThan(0)
    expect(messages.length).toBeLessThanOrEqual(most)
    for (const message of messages) {
      expect(readable(message).trim()).not.toBe('')
      expect(message.length).toBeLessThanOrEqual(longest)
      expect(message.isWellFormed()).toBe(true)
      for (const { what, pattern } of forbidden) expect(message, what).not.toMatch(pattern)
    }
  }

  describe(`${name} renders`, () => {
    for (const { name: exhibit, reply, urls = [], words = [] } of exhibits) {
      it(exhibit, () => {
        keepsItsPromises(reply)
        const sent = render(reply)
        for (const url of urls) expect(sent.join('\n')).toContain(url)
        const read = sent.map(readable).join('\n')
        for (const word of words) expect(read).toContain(word)
      })
    }

    it('the same reply the same way every time', () => {
      for (const { reply } of exhibits) expect(render(reply)).toEqual(render(reply))
    })

    it('whatever text comes from papers, people and models', () => {
      const anything = fc.string({ unit: 'binary', maxLength: 300 })
      fc.assert(
        fc.property(anything, fc.webUrl(), (text, url) => {
          keepsItsPromises(
            build.reply({
              summary: text,
              blocks: [
                build.heading(text),
                build.paragraph(text, build.strong(text), build.cite(1, url), build.link(text, url)),
                build.list([text]),
                build.quote(text),
                build.codeBlock(text),
                build.facts([[text, text] as const]),
                build.table([text, 'Other'], [[text, [build.text(text)], [build.cite(1, url)]]]),
                build.card({ number: 1, title: text, url, facts: [text] }),
                build.note(text),
              ],
              actions: [build.run(text, text), build.open(text, url)],
            }),
          )
        }),
        { numRuns: 200 },
      )
    })
  })
}
