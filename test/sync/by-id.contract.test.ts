import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHttp, type Http } from '../../src/lib/http.ts'
import type { PaperIds } from '../../src/papers/ids.ts'
import { createFetchByIds, type FetchByIds } from '../../src/sync/by-id.ts'
import {
  createArxivById,
  createCrossref,
  createPubmed,
  createSemanticScholar,
} from '../../src/sync/id-sources.ts'
import { createOpenReview } from '../../src/sync/openreview.ts'
import { startArxiv } from '../fakes/papers/arxiv.ts'
import { startIdSources } from '../fakes/papers/by-id.ts'

const kites = { title: 'Tin Kites', doi: '10.1000/Kites(1).2', abstract: 'We fly forty tin kites.' }
const bells = { title: 'Clay Bells', doi: '10.1000/bells' }
const boats = { title: 'Paper Boats', acl: '2024.acl-long.7', abstract: 'We sail boats.', corpusId: '77' }
const ships = { title: 'Ships of Glass', openreview: 'Glass12345', abstract: 'We blow ships.' }
const review = { title: 'Official Review', openreview: 'Review1234', forum: 'Glass12345' }
const sealed = { title: 'Sealed', openreview: 'Sealed1234', private: true } as const
const gone = {
  title: 'Gone Again',
  openreview: 'Gone123456',
  venueid: 'Example.cc/2026/Conference/Withdrawn_Submission',
}
const owls = { title: 'Owls at Night', pubmed: '123456', abstract: 'Owls hoot.', doi: '10.1000/owls' }

describe('Papers by their ids', () => {
  let http: Http
  let arxiv: Awaited<ReturnType<typeof startArxiv>>
  let places: Awaited<ReturnType<typeof startIdSources>>
  let fetchByIds: FetchByIds
  beforeEach(async () => {
    const paper = { id: '2402.17152', category: 'cs.IR', submitted: '2024-02-27T00:00:00Z' }
    arxiv = await startArxiv({ papers: [paper], announced: [] }, { pause: 0 })
    places = await startIdSources({
      crossref: [kites, bells],
      pubmed: [owls],
      scholar: [{ ...bells, abstract: 'We ring bells of clay.' }, boats],
      openreview: [ships, review, sealed, gone],
    })
    http = createHttp({ userAgent: 'test', firstWaitMs: 5 })
    const parts = {
      http,
      turn: async () => ({ isMine: () => true, end: async () => undefined }),
      baseUrl: places.url,
    }
    fetchByIds = createFetchByIds([
      createArxivById({ ...parts, baseUrl: arxiv.url }),
      createPubmed({ ...parts, contact: 'me@example.org' }),
      createCrossref({ ...parts, contact: 'me@example.org' }),
      createSemanticScholar({ ...parts, key: 'key-0123456789' }),
      createOpenReview(parts),
    ])
  })
  afterEach(async () => {
    await http.close()
    await arxiv.close()
    await places.close()
  })
  const fetched = (...wanted: readonly PaperIds[]) =>
    fetchByIds(wanted, { signal: new AbortController().signal })
  const paths = () => places.calls.map(({ url }) => url.pathname)

  it('come from the place that numbers them, in one request where it takes several', async () => {
    const found = await fetched(
      { arxiv: '2402.17152' },
      { doi: kites.doi },
      { pubmed: '123456' },
      { acl: boats.acl },
      { semanticScholar: 'CorpusId:77' },
    )
    expect(found).toMatchObject([
      { paper: { title: 'Paper 2402.17152', ids: { arxiv: '2402.17152' }, authors: ['Ada Example'] } },
      {
        paper: {
          title: 'Tin Kites',
          abstract: kites.abstract,
          authors: ['Ana Sample'],
          published: '2024-05-06',
        },
      },
      {
        paper: {
          title: 'Owls at Night',
          ids: { pubmed: '123456', doi: '10.1000/owls' },
          authors: ['Ana Sample'],
        },
      },
      { paper: { title: 'Paper Boats', ids: { acl: boats.acl } } },
      { paper: { title: 'Paper Boats' } },
    ])
    expect(
      arxiv.calls.map(({ url }) => `${url.pathname}?id_list=${url.searchParams.get('id_list')}`),
    ).toEqual(['/api/query?id_list=2402.17152'])
    expect(paths().sort()).toEqual([
      '/entrez/eutils/efetch.fcgi',
      '/graph/v1/paper/batch',
      `/works/${encodeURIComponent(kites.doi)}`,
    ])
    const scholar = places.calls.find(({ url }) => url.pathname.includes('batch'))
    expect(scholar?.headers['x-api-key']).toBe('key-0123456789')
    expect(JSON.parse(scholar?.body ?? '')).toEqual({ ids: ['ACL:2024.acl-long.7', 'CorpusId:77'] })
  })

  it("take an abstract that one place lacks from another, under the first one's ids", async () => {
    expect(await fetched({ doi: bells.doi })).toMatchObject([
      { paper: { title: 'Clay Bells', abstract: 'We ring bells of clay.', ids: { doi: bells.doi } } },
    ])
  })

  it('come from OpenReview as far as it shows them to the public', async () => {
    expect(
      await fetched(
        { openreview: ships.openreview },
        { openreview: review.openreview },
        { openreview: sealed.openreview },
        { openreview: gone.openreview },
      ),
    ).toMatchObject([
      {
        paper: {
          title: 'Ships of Glass',
          abstract: 'We blow ships.',
          ids: { openreview: 'Glass12345' },
          url: 'https://openreview.net/forum?id=Glass12345',
          authors: ['Ana Sample'],
          published: '2026-01-26',
          keywords: ['paper', 'boats'],
        },
      },
      { why: 'In OpenReview that is a review or a comment, not a paper.' },
      { why: 'OpenReview does not show it to the public.' },
      { paper: { title: 'Gone Again', withdrawn: true } },
    ])
  })

  it.each([
    {
      met: { status: 403, body: '{"name":"ChallengeRequiredError","message":"Verify that you are human"}' },
      why: 'OpenReview lets in only browsers now. Add the paper by its arXiv id or DOI, or ingest the BibTeX that its page gives.',
    },
    {
      met: { status: 302, headers: { location: 'https://challenge.example/turnstile' } },
      why: 'OpenReview lets in only browsers now. Add the paper by its arXiv id or DOI, or ingest the BibTeX that its page gives.',
    },
    {
      met: { body: '<html>Just a moment</html>' },
      why: 'OpenReview answered in a form that I cannot read. Try again later.',
    },
  ])('are not had from OpenReview while it answers with $met', async ({ met, why }) => {
    places.meet(met)
    expect(await fetched({ openreview: ships.openreview })).toEqual([{ why }])
  })

  it('are named when no place knows them, or gives papers by such an id', async () => {
    expect(
      await fetched(
        { arxiv: '2402.99999' },
        { doi: '10.1000/none' },
        { pubmed: '999' },
        { openreview: 'abcdef1234' },
        {},
      ),
    ).toEqual([
      { why: 'arXiv knows no such paper.' },
      { why: 'Crossref and Semantic Scholar know no such paper.' },
      { why: 'PubMed and Semantic Scholar know no such paper.' },
      { why: 'OpenReview knows no such paper.' },
      { why: 'No source can fetch it.' },
    ])
  })

  it('wait for a place that is busy, as long as it asks for, and cost those of others nothing', async () => {
    places.meet({ status: 429, headers: { 'retry-after': '1' } })
    const begun = Date.now()
    expect(await fetched({ arxiv: '2402.17152' }, { doi: kites.doi })).toMatchObject([
      { paper: { title: 'Paper 2402.17152' } },
      { paper: { title: 'Tin Kites' } },
    ])
    expect(Date.now() - begun).toBeGreaterThanOrEqual(990)
    const late = AbortSignal.timeout(200)
    places.meet({ status: 429, headers: { 'retry-after': '60' } })
    const { signal } = new AbortController()
    expect(await fetchByIds([{ arxiv: '2402.17152' }, { doi: kites.doi }], { signal, late })).toMatchObject([
      { paper: { title: 'Paper 2402.17152' } },
      { why: 'Crossref did not answer in time. It is busy at times: try again in a minute.' },
    ])
  })
})
