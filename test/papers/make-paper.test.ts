import { describe, expect, it } from 'vitest'
import { bounds } from '../../src/papers/bounds.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import { saysWithdrawn } from '../../src/papers/sources/fetched.ts'
import { readDailyPapers } from '../../src/papers/sources/huggingface.ts'
import { readJsonLines } from '../../src/papers/sources/json-lines.ts'

const named = (name: string) => makePaper({ title: 'T', source: 'x', authors: [name] }).authors?.[0]

describe('the names of authors', () => {
  it.each([
    [String.raw`\'E. Ro\v{z}`, 'É. Rož'],
    [String.raw`\"Ozg\"ur \c{S}ahin`, 'Özgür Şahin'],
    [String.raw`\O ystein`, 'Øystein'],
    [String.raw`Fran\c cois`, 'François'],
    [String.raw`Bo\v zidar`, 'Božidar'],
    [String.raw`\aa rne`, 'årne'],
    [String.raw`Gr\"un\-wald`, 'Grünwald'],
    [String.raw`O\textquotesingle Brien`, "O'Brien"],
    [String.raw`Ma\l gorzata`, 'Małgorzata'],
    [String.raw`{\L}ukasz S{\o}ren`, 'Łukasz Søren'],
    [String.raw`Ren\'{e} Mart\'{\i}nez`, 'René Martínez'],
    [String.raw`\.Ilker \~nandu`, 'İlker ñandu'],
    ['van der Waals, J. D.', 'van der Waals, J. D.'],
  ])('%s', (written, read) => expect(named(written)).toBe(read))
})

describe('what is too long', () => {
  const long = (length: number) => 'ab '.repeat(length)
  it('is cut, with a word', () => {
    const told: string[] = []
    const paper = makePaper(
      {
        title: long(1_000),
        abstract: long(50_000),
        authors: Array.from({ length: 9_000 }, () => long(200)),
        keywords: Array.from({ length: 900 }, (_, n) => `word ${n}`),
        url: `https://example.org/${'a'.repeat(5_000)}`,
        source: 'x',
      },
      (what) => told.push(what),
    )
    expect(paper.title.length).toBeLessThanOrEqual(bounds.title)
    expect(paper.title.endsWith('…')).toBe(true)
    expect(paper.abstract.length).toBeLessThanOrEqual(bounds.abstract)
    expect(paper.authors).toHaveLength(bounds.authors)
    expect(paper.keywords).toHaveLength(bounds.keywords)
    expect(paper.url).not.toContain('example.org')
    expect(told).toEqual([
      'Cut because it is too long: its title, its abstract, the list of its authors, the name of an author.',
    ])
  })

  it('is told where it was read', () => {
    const line = JSON.stringify({ title: long(1_000) })
    const { papers, warnings } = readJsonLines({ text: `{"title":"T"}\n${line}`, first: 7 })
    expect(papers).toHaveLength(2)
    expect(warnings).toEqual([{ line: 8, what: 'Cut because it is too long: its title.' }])
    const { warnings: told } = readDailyPapers(JSON.stringify([{ id: 'x', title: long(1_000) }]))
    expect(told).toEqual(['Paper 1: Cut because it is too long: its title.'])
  })

  it('and wrong in 400,000 items costs no stack', () => {
    const { papers, warnings } = readDailyPapers(`[${'1,'.repeat(399_999)}1]`)
    expect(papers).toEqual([])
    expect(warnings).toHaveLength(400_000)
  })

  it('cuts no character in two', () => {
    const { title } = makePaper({ title: `${'a'.repeat(bounds.title - 2)}😀😀`, source: 'x' })
    expect(title).toBe(`${'a'.repeat(bounds.title - 2)}…`)
  })
})

it.each([
  ['http://example.org/a', 'http://example.org/a'],
  ['javascript:alert(1)', undefined],
  ['file:///etc/passwd', undefined],
  ['data:text/html,x', undefined],
])('the link %s of a paper', (url, kept) => {
  const { url: shown, code } = makePaper({ title: 'T', source: 'x', url, code: url })
  expect(shown.startsWith('https://huggingface.co/papers?q=')).toBe(kept === undefined)
  expect(code).toBe(kept)
})

describe('a withdrawn paper', () => {
  it.each([
    'This paper has been withdrawn by the author due to an error.',
    'Withdrawn.',
    'Withdrawn due to a gap in the proof.',
    'We prove P = NP. This submission is withdrawn.',
  ])('%s', (abstract) => expect(saysWithdrawn({ abstract })).toBe(true))
  it.each([
    'When a paper is retracted, its citations should stop. We follow 3,000 articles.',
    'v2 was withdrawn by mistake; v3 restores the paper.',
    'Withdrawn papers are still cited.',
    'We study articles withdrawn by the authors and how often a paper was retracted.',
  ])('is none: %s', (abstract) => expect(saysWithdrawn({ abstract, comment: '12 pages' })).toBe(false))
  it('may say so in its comment', () => {
    expect(saysWithdrawn({ abstract: 'We study.', comment: 'Withdrawn by the authors' })).toBe(true)
    expect(saysWithdrawn({ abstract: 'We study.', comment: 'The paper has been retracted' })).toBe(true)
  })
})
