import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { drawMap, palette } from '../../../src/replies/pictures/draw-map.ts'

const drawing = (count: number) => ({
  title: `${count} papers`,
  themes: [
    {
      name: 'diffusion',
      dots: Array.from({ length: count }, (_, index) => ({
        number: index + 1,
        label: `Paper ${index} 論文 🙂`,
        x: (index * 0.37) % 1,
        y: (index * 0.73) % 1,
      })),
    },
  ],
})

describe('A map', () => {
  it.each([0, 1, 2, 100])('of %i papers is a PNG of the size it says', async (count) => {
    const { png, width, height } = await drawMap(drawing(count))
    const bytes = Buffer.from(png)
    expect(bytes.subarray(1, 4).toString()).toBe('PNG')
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([width, height])
    expect(width).toBe(1600)
    // Discord takes files of 10 MiB.
    expect(bytes.length).toBeLessThan(1_000_000)
  })

  it('is the same for the same papers', async () => {
    const drawn = await Promise.all([drawMap(drawing(9)), drawMap(drawing(9)), drawMap(drawing(8))])
    const [one, other, another] = drawn.map(({ png }) => createHash('sha256').update(png).digest('hex'))
    expect(one).toBe(other)
    expect(one).not.toBe(another)
  })

  it('has colors with a contrast of at least 4.5', () => {
    for (const color of palette.themes) {
      expect(contrast(color, '#ffffff')).toBeGreaterThan(4.5)
      expect(contrast(color, palette.paper)).toBeGreaterThan(4.5)
    }
    for (const island of palette.islands) expect(contrast(palette.ink, island)).toBeGreaterThan(4.5)
  })
})

/** WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
