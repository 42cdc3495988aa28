import { describe, expect, it } from 'vitest'
import { readArxivQuery } from '../../../src/papers/sources/arxiv-query.ts'
import { readArxivRss } from '../../../src/papers/sources/arxiv-rss.ts'
import { isSnapshotRow, readSnapshotRow } from '../../../src/papers/sources/arxiv-snapshot.ts'

const names =
  'xmlns="http://www.w3.org/2005/Atom" xmlns:o="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"'
const feed = (...entries: readonly string[]) =>
  `<?xml version="1.0"?><feed ${names}><o:totalResults>7</o:totalResults>${entries.join('')}</feed>`
const withdrawn = `<entry><id>http://arxiv.org/abs/2611.04217v3</id><title>Lantern: $k$-sparse
  retrieval &amp; 2M tokens</title><published>2026-11-06T17:58:12Z</published>
  <summary>This paper has been withdrawn by the authors: Lemma 2 fails for $\\epsilon&lt;0$.</summary>
  <category term="cs.IR"/><category term="H.3.3"/><arxiv:comment>Withdrawn; see v2</arxiv:comment>
  <arxiv:primary_category term="cs.CL"/><author><name>J. M\\"uller</name><arxiv:affiliation>Lab</arxiv:affiliation></author></entry>`
const old = `<entry><id>http://arxiv.org/abs/hep-th/9901999v1</id><title>Invented branes</title>
  <published>1999-01-30T00:00:00Z</published><summary>None.</summary></entry>`
const failure = `<entry><id>http://arxiv.org/api/errors#incorrect_id</id><title>Error</title><summary>incorrect id format</summary></entry>`

describe("an answer of arXiv's query API", () => {
  it('gives papers without versions, with lists of one, and says how many there are', () => {
    const { papers, warnings, total } = readArxivQuery(feed(withdrawn, old))
    expect({ warnings, total }).toEqual({ warnings: [], total: 7 })
    expect(papers).toMatchObject([
      {
        id: '2611.04217',
        title: 'Lantern: k-sparse retrieval & 2M tokens',
        published: '2026-11-06',
        authors: ['J. Müller'],
        categories: ['cs.CL', 'cs.IR'],
        withdrawn: true,
        source: 'arxiv',
      },
      { id: 'hep-th/9901999', url: 'https://arxiv.org/abs/hep-th/9901999' },
    ])
    expect(papers[0]?.abstract).toMatch(/for ϵ<0\.$|for ε<0\.$/)
    expect(papers[1]).not.toHaveProperty('withdrawn')
    expect(papers[0]).not.toHaveProperty('date')
  })

  it('may be empty, and may name its elements otherwise', () => {
    expect(readArxivQuery(`<feed ${names}/>`).papers).toEqual([])
    const prefixed = feed(old).replaceAll(/<(\/?)(feed|entry|id|title|published|summary)\b/g, '<$1a:$2')
    expect(readArxivQuery(prefixed).papers).toMatchObject([{ id: 'hep-th/9901999' }])
  })

  it('loses only an entry without id or title', () => {
    const { papers, warnings } = readArxivQuery(feed('<entry><title>x</title></entry>', old))
    expect(papers).toHaveLength(1)
    expect(warnings).toEqual(["arXiv's entry 1 was left out: its id or title is missing."])
  })

  it.each([
    ['an error feed', feed(failure), 'incorrect id format'],
    ['a page', '<html><body>Rate exceeded.</body></html>', 'something other than a feed'],
    ['entities of its own', '<!DOCTYPE f [<!ENTITY a "b">]><feed>&a;</feed>', 'something other than a feed'],
  ])('is refused when it is %s', (_, xml, what) => {
    expect(() => readArxivQuery(xml)).toThrow(what)
  })
})

const item = (type: string, id = '2611.04217') => `<item><title>Lantern</title>
  <link>https://arxiv.org/abs/${id}</link><guid isPermaLink="false">oai:arXiv.org:${id}v1</guid><category>cs.CL</category>
  <pubDate>Mon, 09 Nov 2026 00:00:00 -0500</pubDate><arxiv:announce_type>${type}</arxiv:announce_type>
  <dc:creator>Ada Example (Lab (1), Town), Bo Müster</dc:creator>
  <description>arXiv:${id}v1 Announce Type: ${type} 
Abstract: We study $k$ lanterns.</description></item>`
const rss = (...items: readonly string[]) =>
  `<rss version="2.0" xmlns:dc="d" xmlns:arxiv="a"><channel><title>cs.CL updates</title>${items.join('')}</channel></rss>`

describe("arXiv's RSS feed", () => {
  it('gives new and cross-listed papers, no revisions', () => {
    const { papers } = readArxivRss(
      rss(item('new'), item('cross', '2611.04218'), item('replace', '2611.04219'), item('replace-cross')),
    )
    expect(papers).toMatchObject([
      {
        id: '2611.04217',
        abstract: 'We study k lanterns.',
        authors: ['Ada Example', 'Bo Müster'],
        categories: ['cs.CL'],
        published: '2026-11-09',
      },
      { id: '2611.04218' },
    ])
    expect(papers[1]).not.toHaveProperty('published')
  })

  it('is empty at the weekend, and an error when it says so', () => {
    expect(readArxivRss(rss()).papers).toEqual([])
    const error = rss().replace('cs.CL updates', 'Feed error for query "cs.XX"')
    expect(() => readArxivRss(error)).toThrow('arXiv did not understand the request')
    expect(() => readArxivRss('<html/>')).toThrow('something other than a feed')
  })
})

describe("a row of arXiv's snapshot", () => {
  const row = {
    id: '0705.9910',
    authors: "A. \\'Example",
    title: 'Invented lattices\n  of $Q_n$',
    comments: null,
    categories: 'math.CO cs.DM',
    abstract: '  We show $\\sigma_2$ …\n',
    versions: [{ version: 'v1', created: 'Thu, 31 May 2007 11:22:33 GMT' }],
    authors_parsed: [
      ['Éxample', 'A.', ''],
      ['M\\"uster', 'B.', 'Jr.', 'Lab 1'],
    ],
  }

  it('gives a paper', () => {
    expect(isSnapshotRow(row)).toBe(true)
    expect(readSnapshotRow(row)).toMatchObject({
      id: '0705.9910',
      title: 'Invented lattices of Q_n',
      abstract: 'We show σ_2 …',
      published: '2007-05-31',
      authors: ['A. Éxample', 'B. Müster Jr.'],
      categories: ['math.CO', 'cs.DM'],
      source: 'arxiv',
    })
  })

  it.each([
    [{ comments: 'This paper has been withdrawn' }, true],
    [{ comments: 'Withdrawn; see v2' }, true],
    [{ comments: 'Withdrawn from Nature, 10 pages' }, undefined],
    [{ abstract: 'The drug was withdrawn from the market.' }, undefined],
  ])('says whether it was withdrawn: %j', (more, expected) => {
    expect(readSnapshotRow({ ...row, ...more })).toHaveProperty('id')
    expect(Reflect.get(Object(readSnapshotRow({ ...row, ...more })), 'withdrawn')).toBe(expected)
  })

  it('says why it is not one', () => {
    expect(readSnapshotRow({ ...row, title: null })).toBe('Left out: title is missing or not text.')
    expect(readSnapshotRow({ ...row, id: 'x' })).toBe('Left out: “x” is not an arXiv id.')
  })
})
