import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeLabels, separate } from '../../../src/replies/pictures/place-labels.ts'

const box = { left: 0, top: 0, width: 800, height: 600 }
const size = { radius: 12, height: 16, box }
const spots = fc.array(
  fc.record({ x: fc.integer({ min: 0, max: 800 }), y: fc.integer({ min: 0, max: 600 }) }),
  { minLength: 1, maxLength: 60 },
)

describe('Dots', () => {
  it('are put apart, even from one spot, and stay inside', () => {
    fc.assert(
      fc.property(spots, (given) => {
        const moved = separate([...given, ...given.slice(0, 3)], 27, box)
        for (const [index, { x, y }] of moved.entries()) {
          expect(x >= 0 && x <= 800 && y >= 0 && y <= 600).toBe(true)
          for (const other of moved.slice(index + 1))
            expect(Math.hypot(x - other.x, y - other.y)).toBeGreaterThan(20)
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('Labels', () => {
  it('cover no dot and no other label, and stay inside', () => {
    fc.assert(
      fc.property(spots, fc.integer({ min: 10, max: 176 }), (given, width) => {
        const dots = separate(given, 27, box)
        const placed = placeLabels(
          dots.map((_, index) => ({ text: `label ${index}`, width })),
          dots,
          size,
        ).flatMap((label) => (label ? [{ left: label.x, top: label.y - 8, width, height: 16 }] : []))
        for (const [index, one] of placed.entries()) {
          expect(one.left >= 0 && one.left + width <= 800 && one.top >= 0 && one.top + 16 <= 600).toBe(true)
          for (const other of placed.slice(index + 1))
            expect(Math.abs(one.left - other.left) >= width || Math.abs(one.top - other.top) >= 16).toBe(true)
          for (const { x, y } of dots) {
            const apartAcross = x + 12 <= one.left || x - 12 >= one.left + width
            expect(apartAcross || y + 12 <= one.top || y - 12 >= one.top + 16).toBe(true)
          }
        }
      }),
      { numRuns: 50 },
    )
  })

  it('stand to the right of a dot that is alone', () => {
    const [label] = placeLabels([{ text: 'TAROT', width: 50 }], [{ x: 100, y: 100 }], size)
    expect(label).toMatchObject({ x: 116, y: 100 })
  })
})
