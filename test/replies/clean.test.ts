import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanLine, cleanText, truncate } from '../../src/replies/clean.ts'

const anything = fc.string({ unit: 'binary', maxLength: 200 })

describe('Clean text', () => {
  it('holds no terminal escape sequences, not even their visible rest', () => {
    expect(cleanText('\u001B[31mred\u001B[0m and \u001B]8;;https://x.y\u0007link\u001B]8;;\u0007')).toBe(
      'red and link',
    )
  })

  it('holds no control, zero-width, bidirectional or tag characters', () => {
    expect(cleanText('a\u0000b\u200Bc\u202Ed\u2066e\uFEFFf\u{E0041}g\u00ADh\u2060i\u3164j')).toBe(
      'abcdefghij',
    )
  })

  it('ends every kind of line the same way and has no tabs', () => {
    expect(cleanText('a\r\nb\rc\u2028d\u2029e\u0085f\vg\tx')).toBe('a\nb\nc\nd\ne\nf\ng    x')
  })

  it('leaves emoji, flags, keycaps and joined scripts whole', () => {
    for (const text of ['👩🏽‍🚀', '👨‍👩‍👧‍👦', '❤️', '❤️‍🔥', '🏳️‍🌈', '🇫🇷', '1️⃣', 'می\u200Cخواهم', 'क्\u200Dष'])
      expect(cleanText(text)).toBe(text)
  })

  it('does not let joiners hide inside ordinary words', () => {
    expect(cleanText('pa\u200Dper\u200Cboy')).toBe('paperboy')
  })

  it('keeps a letter from growing over its neighbours', () => {
    expect(cleanText(`e${'\u0301'.repeat(1000)}`)).toHaveLength(7)
  })

  it('is clean after one pass, whatever came', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const once = cleanText(text)
        expect(cleanText(once)).toBe(once)
        expect(once.isWellFormed()).toBe(true)
        expect(once).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u)
      }),
    )
  })

  it('is one line where one line is wanted', () => {
    expect(cleanLine('  a\n\n b\u00A0\u2028c  ')).toBe('a b c')
  })
})

describe('A text that is too long', () => {
  it('ends with an ellipsis, and one that fits stays as it is', () => {
    expect(truncate('abcdef', 4)).toBe('abc…')
    expect(truncate('abcd', 4)).toBe('abcd')
  })

  it('is never cut inside an emoji or a marked letter', () => {
    expect(truncate('ab👩🏽‍🚀cd', 8)).toBe('ab…')
    expect(truncate('e\u0301e\u0301e\u0301', 4)).toBe('e\u0301…')
  })

  it('never exceeds its length', () => {
    fc.assert(
      fc.property(anything, fc.nat(50), (text, length) => {
        expect(truncate(text, length).length).toBeLessThanOrEqual(length)
      }),
    )
  })
})
