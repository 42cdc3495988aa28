import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makePaper } from '../../src/papers/make-paper.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { migrations } from '../../src/store/postgres/migrations.ts'
import type { Store } from '../../src/store/store.ts'
import type { EmbeddedPaper } from '../../src/store/vectors.ts'

const paper = (title: string, abstract = '', more: Partial<Parameters<typeof makePaper>[0]> = {}) =>
  makePaper({ title, abstract, source: 'test', ...more })

const space = { model: 'small', dimensions: 2 }
const east = Float32Array.of(1, 0)
const north = Float32Array.of(0, 1)
const northEast = Float32Array.of(Math.SQRT1_2, Math.SQRT1_2)
const one = paper('One', 'First. Second.')
const two = paper('Two', 'Second.')

/** What a store promises of vectors. */
export function vectorsContract(store: () => Store): void {
  const put = (...vectors: readonly EmbeddedPaper[]) => store().vectors.put(space, vectors)
  const get = async ({ id }: Paper) => (await store().vectors.get('small', [id])).get(id)

  describe('vectors', () => {
    it('are missing until they are stored, and again when the text changes', async () => {
      await store().papers.put([one, two])
      expect(await store().vectors.missing('small', 9)).toHaveLength(2)
      await put({ of: one, paper: east, passages: [east, north] }, { of: two, paper: north })
      expect(await store().vectors.missing('small', 9)).toEqual([])
      expect(await store().vectors.missing('other', 1)).toHaveLength(1)
      const changed = { ...one, abstract: 'Changed. All of it.' }
      await store().papers.put([changed])
      expect(await store().vectors.missing('small', 9)).toEqual([one.id])
      expect(await store().vectors.count('small')).toBe(1)
      expect(await get(one)).toBeUndefined()
      expect(await store().vectors.search(space, east, 9)).toMatchObject([{ id: two.id }])
      // Nothing is left of the passages there were.
      await put({ of: changed, paper: north })
      expect(await get(one)).toEqual({ paper: north })
    })

    it('stay when something else than the text changes', async () => {
      await store().papers.put([one])
      await put({ of: one, paper: east, passages: [north, east] })
      await store().papers.put([{ ...one, upvotes: 3 }])
      expect(await store().vectors.missing('small', 9)).toEqual([])
      expect(await get(one)).toEqual({ paper: east, passages: [north, east] })
    })

    it('are missed by the newest papers first', async () => {
      const dated = ['2025-03-12', '2025-03-14', '2025-03-13'].map((date) => paper(date, '', { date }))
      const published = paper('Published', '', { published: '2025-03-15' })
      const withdrawn = paper('Withdrawn', '', { date: '2025-03-16', withdrawn: true })
      await store().papers.put([one, ...dated, published, withdrawn, two])
      const papers = await store().papers.get(await store().vectors.missing('small', 9))
      expect(papers.map(({ title }) => title)).toEqual([
        'Published',
        '2025-03-14',
        '2025-03-13',
        '2025-03-12',
        // Those without a day: the last one that was added before the others.
        'Two',
        'Withdrawn',
        'One',
      ])
      expect(await store().vectors.missing('small', 2)).toEqual(papers.slice(0, 2).map(({ id }) => id))
    })

    it('are left out for a paper that changed or went while it was embedded', async () => {
      const gone = paper('Gone')
      await store().papers.put([one, two])
      await store().papers.put([{ ...one, abstract: 'Changed.' }])
      const stored = await put(
        { of: one, paper: east, passages: [north] },
        { of: gone, paper: east, passages: [] },
        { of: two, paper: north, passages: [east] },
      )
      expect(stored).toBe(1)
      expect(await store().vectors.missing('small', 9)).toEqual([one.id])
      expect(await store().vectors.get('small', [one.id, gone.id, two.id])).toEqual(
        new Map([[two.id, { paper: north, passages: [east] }]]),
      )
    })

    it('replace older ones, passages too', async () => {
      await store().papers.put([one, two])
      await put({ of: one, paper: east, passages: [east, north] }, { of: two, paper: east })
      await put({ of: one, paper: north }, { of: two, paper: north, passages: [northEast] })
      expect(await get(one)).toEqual({ paper: north })
      expect((await get(two))?.passages).toHaveLength(1)
      await put({ of: one, paper: east }, { of: one, paper: north, passages: [] })
      expect(await get(one)).toEqual({ paper: north, passages: [] })
      expect(await store().vectors.search(space, north, 9)).toMatchObject([{ score: 1 }, { score: 1 }])
    })

    it('are gone when the model gives some of another length', async () => {
      await store().papers.put([one, two])
      await put({ of: one, paper: east, passages: [north] })
      const deeper = { ...space, dimensions: 3 }
      const up = Float32Array.of(0, 0, 1)
      expect(await store().vectors.put(deeper, [{ of: two, paper: up, passages: [up] }])).toBe(1)
      expect(await store().vectors.missing('small', 9)).toEqual([one.id])
      expect(await store().vectors.count('small')).toBe(1)
      expect(await get(one)).toBeUndefined()
      expect(await store().vectors.search(space, east, 9)).toEqual([])
      expect(await store().vectors.search(deeper, up, 9)).toMatchObject([{ id: two.id }])
      await put({ of: one, paper: east })
      expect(await get(one)).toEqual({ paper: east })
      expect(await get(two)).toBeUndefined()
    })

    it('are searched as they are, whatever was written, changed and lost since the last search', async () => {
      const change = fc.record({
        paper: fc.nat(5),
        do: fc.constantFrom('embed' as const, 'change' as const),
        angle: fc.integer({ min: 0, max: 360 }),
      })
      const circle = { model: 'circle', dimensions: 2 }
      let round = 0
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 4 }), async (steps) => {
          round += 1
          const kept = new Map<string, Float32Array>()
          for (const step of steps) {
            for (const { paper: number, do: what, angle } of step) {
              const title = `Paper ${round} ${number}`
              const turned = paper(title, what === 'change' ? `Now ${angle}.` : '')
              await store().papers.put([turned])
              const [now] = await store().papers.get([turned.id])
              if (!now) continue
              if (what === 'change' && now.abstract === turned.abstract) kept.delete(now.id)
              if (what === 'change') continue
              const vector = Float32Array.of(Math.cos(angle), Math.sin(angle))
              await store().vectors.put(circle, [{ of: now, paper: vector }])
              kept.set(now.id, vector)
            }
            const hits = await store().vectors.search(circle, east, 1_000)
            const own = hits.filter(({ id }) => kept.has(id))
            expect(own.map(({ id }) => id).toSorted()).toEqual([...kept.keys()].toSorted())
            for (const { id, score } of own) expect(score).toBeCloseTo(kept.get(id)?.[0] ?? 9, 1)
            expect(hits).toHaveLength(await store().vectors.count('circle'))
          }
        }),
        { numRuns: 10 },
      )
    })

    it('find the nearest by cosine, in their own space only', async () => {
      await store().papers.put([one, two])
      await put({ of: one, paper: east }, { of: two, paper: north })
      expect(await store().vectors.search(space, Float32Array.of(0.6, 0.8), 9)).toMatchObject([
        { id: two.id, score: expect.closeTo(0.8) },
        { id: one.id, score: expect.closeTo(0.6) },
      ])
      const deep = { ...space, dimensions: 3 }
      expect(await store().vectors.search(deep, Float32Array.of(1, 0, 0), 9)).toEqual([])
      expect(await store().vectors.search({ ...space, model: 'other' }, east, 9)).toEqual([])
      expect(await store().vectors.get('other', [one.id])).toEqual(new Map())
      expect(await get(one)).toEqual({ paper: east })
    })

    it('have zeros for a sentence that the model did not take', async () => {
      await store().papers.put([one])
      await put({ of: one, paper: east, passages: [new Float32Array(2), north] })
      expect((await get(one))?.passages).toEqual([new Float32Array(2), north])
    })

    it('come back as what they were, but for rounding', async () => {
      await store().papers.put([one])
      const whole = fc.integer({ min: -1_000, max: 1_000 })
      const vectors = fc.integer({ min: 1, max: 200 }).chain((dimensions) => {
        const vector = fc
          .array(whole, { minLength: dimensions, maxLength: dimensions })
          .filter((values) => values.some((value) => value !== 0))
          .map(unit)
        return fc.record({ paper: vector, passages: fc.array(vector, { maxLength: 5 }) })
      })
      let model = 0
      await fc.assert(
        fc.asyncProperty(vectors, async ({ paper, passages }) => {
          const own = { model: `model ${model++}`, dimensions: paper.length }
          await store().vectors.put(own, [{ of: one, paper, passages }])
          const kept = (await store().vectors.get(own.model, [one.id])).get(one.id)
          expect(kept?.passages).toHaveLength(passages.length)
          for (const [place, vector] of [paper, ...passages].entries()) {
            const back = [kept?.paper, ...(kept?.passages ?? [])][place] ?? new Float32Array()
            expect(back).toHaveLength(vector.length)
            expect(Math.abs(dot(back, back) - 1)).toBeLessThan(1e-6)
            expect(dot(back, vector)).toBeGreaterThan(0.998)
          }
          const [hit] = await store().vectors.search(own, paper, 1)
          expect(hit?.score).toBeGreaterThan(0.998)
        }),
        { numRuns: 30 },
      )
    })

    it('rank many papers as the vectors themselves would', async () => {
      const papers = Array.from({ length: 60 }, (_, index) => paper(`Paper ${index}`))
      const dimensions = 384
      const vectors = new Map(papers.map(({ id }, index) => [id, scattered(index, dimensions)]))
      const many = { model: 'many', dimensions }
      await store().papers.put(papers)
      await store().vectors.put(
        many,
        papers.map((of) => ({ of, paper: vectors.get(of.id) ?? new Float32Array(dimensions) })),
      )
      const question = scattered(1_000, dimensions)
      const cosine = (id: string) => dot(vectors.get(id) ?? new Float32Array(dimensions), question)
      const hits = await store().vectors.search(many, question, 20)
      const best = papers.map(({ id }) => cosine(id)).toSorted((a, b) => b - a)
      expect(hits).toHaveLength(20)
      expect(new Set(hits.map(({ id }) => id)).size).toBe(20)
      for (const [place, { id, score }] of hits.entries()) {
        expect(Math.abs(score - cosine(id))).toBeLessThan(0.002)
        expect(Math.abs(score - (best[place] ?? 0))).toBeLessThan(0.002)
        expect(score).toBeLessThanOrEqual(hits[place - 1]?.score ?? 1)
      }
    })
  })
}

/** A paper whose float32 vector an older version stored in the space `small`. */
export const oldPaper = one

/** The bytes of that vector, in hexadecimal digits. */
export const oldVector = Buffer.from(northEast.buffer).toString('hex')

/** Makes the tables of that version in Postgres, with the paper and its vector. */
export const oldPostgres = `
  CREATE TABLE paperboy (version integer NOT NULL, papers bigint NOT NULL, vectors bigint NOT NULL);
  INSERT INTO paperboy VALUES (1, 1, 1);
  ${migrations[0]}
  INSERT INTO papers (id, title_key, title, abstract, url, source, stems, more, title_words)
  VALUES ('${one.id}', 'one', '${one.title}', '${one.abstract}', '', 'test', '||', '{}', 'one');
  INSERT INTO spaces (model, dimensions) VALUES ('small', 2);
  INSERT INTO vectors (model, paper, space, vector)
  SELECT 'small', key, number, decode('${oldVector}', 'hex') FROM papers, spaces`

/** What a store promises of such a vector. */
export async function keepsOldVectors(store: Store): Promise<void> {
  await store.papers.put([two])
  expect(await store.vectors.missing('small', 9)).toEqual([two.id])
  expect(await store.vectors.get('small', [one.id])).toEqual(new Map([[one.id, { paper: northEast }]]))
  await store.vectors.put(space, [{ of: two, paper: east, passages: [north] }])
  expect(await store.vectors.search(space, northEast, 9)).toEqual([
    { id: one.id, score: expect.closeTo(1, 5) },
    { id: two.id, score: expect.closeTo(Math.SQRT1_2, 5) },
  ])
  await store.vectors.put(space, [{ of: one, paper: north, passages: [east] }])
  expect((await store.vectors.get('small', [one.id])).get(one.id)).toEqual({
    paper: north,
    passages: [east],
  })
}

function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0)
}

/** A direction of its own for every number, as alike as texts of one field are: about a third of it is the same. */
function scattered(seed: number, dimensions: number): Float32Array {
  return unit(
    Array.from({ length: dimensions }, (_, index) => {
      const noise = Math.sin(seed * 12.9898 + index * 78.233) * 43_758.5453
      return noise - Math.floor(noise) - 0.5 + (index % 7 === 0 ? 0.4 : 0)
    }),
  )
}
