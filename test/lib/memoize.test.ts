import { describe, expect, it } from 'vitest'
import { memoize } from '../../src/lib/memoize.ts'

describe('memoize', () => {
  it('makes of each text once, and gives the same again', () => {
    const made: string[] = []
    const split = memoize((text) => {
      made.push(text)
      return text.split('')
    }, 10)
    const first = split('ab')
    expect(split('ab')).toBe(first)
    expect(first).toEqual(['a', 'b'])
    expect(made).toEqual(['ab'])
  })

  it('knows an empty text, too, and never more than it may', () => {
    const made: string[] = []
    const itself = memoize((text) => {
      made.push(text)
      return text
    }, 2)
    for (const text of ['', '', 'a', 'a', 'b', 'b', 'a']) itself(text)
    expect(made).toEqual(['', 'a', 'b', 'a'])
  })

  it('keeps no text without end', () => {
    const made: number[] = []
    const itself = memoize((text) => {
      made.push(text.length)
      return text
    }, 10)
    for (const length of [200, 200, 100_000, 100_000]) itself('a'.repeat(length))
    expect(made).toEqual([200, 100_000, 100_000])
  })
})
