import { parse as parseBibtex } from '@retorquere/bibtex-parser'
import { parse as parseCsv } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKeys } from '../../../src/papers/citations/facts.ts'
import { citationFormats } from '../../../src/papers/citations/formats.ts'
import { invertedName } from '../../../src/papers/citations/names.ts'
import { makePaper } from '../../../src/papers/make-paper.ts'
import type { Paper } from '../../../src/papers/paper.ts'
import { formatOf } from '../../../src/papers/sources/formats.ts'

const paper = makePaper({
  title: 'Tidewater: Scheduling k-NN refreshes for GPT-4 & BERT_base at 50% cost',
  abstract: 'We schedule 5 < 6 refreshes {often} & cheaply. It costs $3, a~b and x^2 or c\\d.',
  source: 'test',
  authors: ['Íñigo Ørsted-Łukasz', 'Anna van den Berg', 'John Smith Jr.', 'OLMo Team', '李 明'],
  published: '2026-11-10',
  categories: ['cs.IR'],
  keywords: ['refresh', 'k-NN'],
  ids: {
    ...{ arxiv: '2611.90001', doi: '10.1000/Tide_water.1', acl: '2026.acl-long.1', openreview: 'Tide123456' },
    ...{ semanticScholar: 'CorpusId:77', pubmed: '39000001' },
  },
})

function written(name: keyof typeof citationFormats, papers: readonly Paper[]): string {
  const { head, between, foot, entry } = citationFormats[name]
  return `${head}${papers
    .map(createKeys())
    .map((one) => entry(one, { abstracts: true }))
    .join(between)}${foot}`
}

/** What of a paper outlives any form. */
const kept = ({ title, abstract, authors, ids, published, date }: Paper) => ({
  ...{ title, abstract, authors: authors ?? [], ids: ids ?? {}, day: published ?? date },
})

function reread(text: string): readonly Paper[] {
  const read = formatOf(text)?.read({ text: text.replaceAll('\r', ''), first: 1 })
  expect(read?.warnings).toEqual([])
  return read?.papers ?? []
}

const exported = ['bibtex', 'ris', 'csl-json', 'csv', 'jsonl'] as const

describe('papers that are written and read again', () => {
  const word = fc.constantFrom(
    'Tides',
    'BERT',
    'naïve',
    'Ørsted',
    'k-NN',
    'a_b',
    '50%',
    'R&D',
    '#1',
    'C++',
    '“so”',
    '東京',
    'x2',
    'via',
    'Šťastný',
    '5<6',
    "Bayes'",
    'A/B:',
  )
  const text = (min: number, max: number) =>
    fc.array(word, { minLength: min, maxLength: max }).map((words) => words.join(' '))
  const name = fc
    .tuple(fc.constantFrom('Ana', 'Émile', 'Li'), fc.constantFrom('Sample', 'van den Berg', 'Rož', 'Ørsted'))
    .map((parts) => parts.join(' '))
  const made = fc.record({
    title: text(2, 9),
    abstract: text(0, 30),
    authors: fc.array(name, { minLength: 1, maxLength: 4 }),
    day: fc.constantFrom('2026-11-10', '2026-11', '2026'),
  })

  it.each(exported)('are the same by %s', (format) => {
    expect(reread(written(format, [paper])).map(kept)).toEqual([kept(paper)])
    fc.assert(
      fc.property(fc.array(made, { minLength: 1, maxLength: 3 }), (all) => {
        const papers = all.map(({ title, abstract, authors, day }, place) =>
          makePaper({
            title,
            abstract,
            source: 'test',
            authors,
            published: day,
            ids: { arxiv: `2611.9000${place}` },
          }),
        )
        expect(reread(written(format, papers)).map(kept)).toEqual(papers.map(kept))
      }),
      { numRuns: 25 },
    )
  })
})

describe('what is written', () => {
  it('is BibTeX with accents, capitals and teams in braces', () => {
    const bibtex = written('bibtex', [paper])
    expect(bibtex).toContain(
      "author       = {{\\O}rsted-{\\L}ukasz, {\\'I}{\\~n}igo and van den Berg, Anna and Smith, Jr., John and {OLMo Team}",
    )
    expect(bibtex).toContain(
      'title        = {{Tidewater:} Scheduling k-NN refreshes for {GPT-4} \\& {BERT\\_base} at 50\\% cost}'.replace(
        'k-NN',
        '{k-NN}',
      ),
    )
    expect(bibtex).toContain('howpublished = {arXiv:2611.90001 [cs.IR]}')
    const { entries, errors } = parseBibtex(bibtex, { sentenceCase: false })
    expect(errors).toEqual([])
    const author = entries[0]?.fields.author?.[0]
    expect([author?.firstName, author?.lastName].map((part) => part?.normalize())).toEqual([
      'Íñigo',
      'Ørsted-Łukasz',
    ])
  })

  it('is CSL JSON, a table and a line of text', () => {
    expect(JSON.parse(written('csl-json', [paper]))[0]).toMatchObject({
      ...{ id: 'orstedlukasz2026tidewater', type: 'article', number: 'arXiv:2611.90001', publisher: 'arXiv' },
      issued: { 'date-parts': [[2026, 11, 10]] },
    })
    const [row] = parseCsv<Record<string, string>>(written('csv', [{ ...paper, title: '=HYPERLINK("x")' }]), {
      columns: true,
    })
    expect(row?.title).toBe('\'=HYPERLINK("x")')
    expect(written('text', [paper])).toMatch(
      /^Ørsted-Łukasz Í\., van den Berg A\., Smith J\. Jr\.?, OLMo Team, .* 2026\. arXiv:2611\.90001\. doi:/,
    )
  })

  it('refers to no search where nothing but a title is known', () => {
    const bare = makePaper({ title: 'Kites Without Words', abstract: '', source: 'test' })
    for (const form of ['bibtex', 'ris', 'csl-json'] as const)
      expect(written(form, [bare])).not.toMatch(/https?:/)
  })

  it('has one key a paper, and another one for the next of the same', () => {
    const keyOf = createKeys()
    expect([paper, paper].map((one) => keyOf(one).key)).toEqual([
      'orstedlukasz2026tidewater',
      'orstedlukasz2026tidewatera',
    ])
  })

  it('turns names round', () => {
    expect(
      ['Anna van den Berg', 'John Smith Jr.', 'Plato', 'Allen Institute Team'].map(invertedName),
    ).toEqual([...['van den Berg, Anna', 'Smith, Jr., John', 'Plato', 'Allen Institute Team']])
  })
})
