import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { plainText } from '../../src/replies/plain.ts'
import type { Image, Reply } from '../../src/replies/reply.ts'
import { mapPapers } from '../../src/retrieval/map-papers.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'
import { openShipped, reply } from './shipped-services.ts'

const Data = z.object({
  themes: z.array(z.object({ papers: z.array(z.object({ x: z.number(), y: z.number() })) })),
})
const imageOf = ({ blocks }: Reply): Image | undefined =>
  blocks.flatMap((block) => (block.kind === 'image' ? [block.image] : []))[0]

describe('map', () => {
  it('draws all papers, and says the same in words', async () => {
    const { handle } = await openShipped()
    const page = await reply(handle, 'map')
    const image = imageOf(page)
    expect(
      Buffer.from(image?.png ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
    expect(image).toMatchObject({ name: 'map-of-papers.png', width: 1600 })
    expect(image?.alt).toMatch(/^Map of 76 papers\. Themes: .*\(papers 1–\d+\)/)
    expect(plainText(page)).toMatch(/^76\. /m)
  })

  it('numbers papers so that they can be shown', async () => {
    const { handle } = await openShipped()
    const page = plainText(await reply(handle, 'map feature interactions'))
    const [, third = ''] = /^3\. (.{30})/m.exec(page) ?? []
    expect((await reply(handle, 'show 3')).summary).toContain(third)
  })

  it('draws a time, one paper alone, and says when there is none', async () => {
    const { handle } = await openShipped()
    expect((await reply(handle, 'map in March 2025')).summary).toBe('A map of 76 papers in March 2025')
    const one = await reply(handle, 'map TAROT')
    expect(imageOf(one)?.alt).toMatch(/^Map of one paper on TAROT\. 1 TAROT: /)
    const none = await reply(handle, 'map in 1999')
    expect(imageOf(none)).toBeUndefined()
    expect(none.summary).toBe('No paper here is from that time (in 1999).')
    const unknown = await reply(handle, 'map zzzyx qqwv')
    expect(unknown.summary).toBe('No paper is about this.')
  })

  it('stands two papers apart, without themes', async () => {
    const { handle } = await openShipped()
    const page = await reply(handle, 'map Spotify')
    expect(page.summary).toBe('A map of 2 papers on Spotify')
    expect(imageOf(page)?.alt).toMatch(/^Map of 2 papers on Spotify\. 1 .+; 2 .+/)
    const [{ papers: [one, other] = [] } = {}, ...more] = Data.parse(page.data).themes
    expect(more).toEqual([])
    if (!one || !other) throw new Error('There are fewer than two papers.')
    expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeGreaterThan(0.3)
  })

  it('declines what is no topic, and takes questions for questions', async () => {
    const { handle } = await openShipped()
    expect((await reply(handle, `map ${'word '.repeat(400)}`)).summary).toContain('too long for a topic')
    expect(imageOf(await reply(handle, 'map reduce: how does it work?'))).toBeUndefined()
  })
})

describe('positions', () => {
  it('are the same every time, inside the map, and close for papers of one theme', async () => {
    const papers = await shippedPapers()
    const themes = mapPapers(papers, { without: [] })
    expect(mapPapers(papers, { without: [] })).toEqual(themes)
    const dots = themes.flatMap((theme, index) => theme.papers.map(({ at }) => ({ ...at, index })))
    expect(dots).toHaveLength(papers.length)
    expect(dots.every(({ x, y }) => x >= 0 && x <= 1 && y >= 0 && y <= 1)).toBe(true)
    const distances = (same: boolean) =>
      dots.flatMap((one, at) =>
        dots
          .slice(at + 1)
          .flatMap((other) =>
            (one.index === other.index) === same ? [Math.hypot(one.x - other.x, one.y - other.y)] : [],
          ),
      )
    const mean = (all: readonly number[]) => all.reduce((sum, each) => sum + each, 0) / all.length
    expect(mean(distances(true))).toBeLessThan(0.7 * mean(distances(false)))
  })

  it('follow vectors where there are some', async () => {
    const papers = (await shippedPapers()).slice(0, 8)
    const vectors = papers.map((_, index) =>
      Float32Array.from({ length: 8 }, (__, at) => Number(at === index)),
    )
    const moved = mapPapers(papers, { without: [], vectors })
    expect(moved.flatMap(({ papers: own }) => own)).toHaveLength(8)
    expect(moved).not.toEqual(mapPapers(papers, { without: [] }))
  })
})
