import { describe, expect, it } from 'vitest'
import { formatOf, looksLike } from '../../../src/papers/sources/formats.ts'
import { damaged, exports, titles } from '../../fixtures/exported-libraries.ts'

const read = (text: string) => {
  const format = formatOf(text)
  return { name: format?.name, ...(format?.read({ text, first: 1 }) ?? { papers: [], warnings: [] }) }
}

describe('a library as it was exported', () => {
  it.each(Object.entries(exports))(
    '%s is known by its content, and read whole',
    (_, { text, name, lacks = [] }) => {
      const found = read(text)
      expect(found.name).toBe(name)
      expect(found.warnings).toEqual([])
      expect(found.papers.map(({ title }) => title)).toEqual(titles)
      const whole = {
        title: 'Tin Kites: Wind Maps from BERT & Toy Sensörs',
        abstract: 'Wind maps need many sensors. We fly forty tin kites & map 50% of a town.',
        authors: ['Ana Sample', 'Ben van den Berg', 'Émile Rož'],
        ids: { arxiv: '2602.19001', doi: '10.1000/Kites.1' },
        published: '2026-02-20',
      }
      for (const lack of lacks) Reflect.deleteProperty(whole, lack)
      expect(found.papers[0]).toMatchObject(whole)
      expect(found.papers[1]?.abstract).toBe('')
    },
  )

  it('keeps no brace of a title that only guards capitals or maths', () => {
    const entry = '@article{a, title = {The {BERT} of {$k$}-Sparse {{Lookups}} in $O({n})$}}'
    expect(read(entry).papers.map(({ title }) => title)).toEqual(['The BERT of k-Sparse Lookups in O(n)'])
  })

  it.each([
    ['%PDF-1.4\n1 0 obj', 'a PDF'],
    ['<!doctype html><html>', 'a web page in HTML'],
    ['<svg xmlns="http://www.w3.org/2000/svg">', 'XML, but no EndNote library and no feed'],
    ['\\documentclass{article}', 'a document in LaTeX'],
    ['Dear all,\n\nthis is a letter.\n\nYours', 'text in no form that I know'],
  ])('is not %j', (text, kind) => {
    expect(formatOf(text)).toBeUndefined()
    expect(looksLike(text)).toBe(kind)
  })
})

describe('a damaged library', () => {
  it('gives no paper that is not one: 200 files', () => {
    const garbage: string[] = []
    let papers = 0
    for (const { text, from } of damaged(200)) {
      const found = read(text)
      papers += found.papers.length
      for (const { title } of found.papers)
        if (!titles.some((known) => resembles(title, known))) garbage.push(`${from}: ${title}`)
    }
    expect(garbage).toEqual([])
    // Most files are still good for something.
    expect(papers).toBeGreaterThan(200)
  })
})

/** A title, whatever letters it lost or took in, that holds no sign of a file's form. */
function resembles(title: string, known: string): boolean {
  if (/"\w+":|\w\s*=\s*[{"]|^[A-Z]{2,4} {0,2}- |<\/?\w|^@\w+\{|","/m.test(title)) return false
  const letters = Array.from(title.replace(/[^\p{L}]/gu, ''))
  const common = longestCommon(letters, Array.from(known.replace(/[^\p{L}]/gu, '')))
  return common >= Math.min(8, letters.length) && common >= letters.length / 2
}

/** How many letters two texts have in the same order. */
function longestCommon(one: readonly string[], other: readonly string[]): number {
  let row = other.map(() => 0)
  for (const letter of one) {
    let [left, corner] = [0, 0]
    row = row.map((above, place) => {
      const here = letter === other[place] ? corner + 1 : Math.max(above, left)
      corner = above
      left = here
      return here
    })
  }
  return row.at(-1) ?? 0
}
