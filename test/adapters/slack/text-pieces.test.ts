import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textPieces } from '../../../src/adapters/slack/drawing/text-pieces.ts'

describe('The pieces of a text', () => {
  it('put together are the text, each short enough and whole', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }).map((text) => text.toWellFormed()),
        fc.integer({ min: 2, max: 50 }),
        (text, length) => {
          const pieces = textPieces(text, length)
          expect(pieces.join('')).toBe(text)
          for (const piece of pieces) {
            expect(piece.length).toBeLessThanOrEqual(length)
            expect(piece.length).toBeGreaterThan(0)
            expect(piece.isWellFormed()).toBe(true)
          }
        },
      ),
    )
  })

  it('end behind a space, else between graphemes', () => {
    expect(textPieces('one two three four', 10)).toEqual(['one two ', 'three four'])
    expect(textPieces('👩🏽‍🚀👩🏽‍🚀👩🏽‍🚀', 16)).toEqual(['👩🏽‍🚀👩🏽‍🚀', '👩🏽‍🚀'])
  })
})
