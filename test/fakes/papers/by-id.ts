import { z } from 'zod'
import { type Answer, startServer } from './server.ts'

/** What the places that give papers by their ids know of one. */
export type KnownPaper = {
  title: string
  abstract?: string
  doi?: string
  acl?: string
  pubmed?: string
  openreview?: string
  /** Semantic Scholar's own number. */
  corpusId?: string
}

/** A note of OpenReview: of a paper, or of a review in the forum of one. */
export type OpenNote = KnownPaper & { openreview: string; forum?: string; private?: true; venueid?: string }

const Wanted = z.object({ ids: z.array(z.string()).min(1).max(500) })

/**
 * Crossref's `/works/<doi>`, PubMed's `efetch.fcgi` in the form MEDLINE, Semantic Scholar's `paper/batch` and OpenReview's
 * `/notes` in its newer interface, each as it answers for what it knows and does not know.
 */
export async function startIdSources(papers: {
  crossref?: readonly KnownPaper[]
  pubmed?: readonly KnownPaper[]
  scholar?: readonly KnownPaper[]
  openreview?: readonly OpenNote[]
}) {
  return startServer(({ url, body }): Answer | undefined => {
    if (url.pathname.startsWith('/works/'))
      return work(decodeURIComponent(url.pathname.slice('/works/'.length)))
    if (url.pathname === '/entrez/eutils/efetch.fcgi') return medline(url)
    if (url.pathname === '/notes') return notes(url.searchParams.get('id') ?? '')
    return url.pathname === '/graph/v1/paper/batch' ? batch(url, body) : undefined
  })

  function work(doi: string): Answer {
    const found = papers.crossref?.find((paper) => paper.doi?.toLowerCase() === doi.toLowerCase())
    if (!found) return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Resource not found.' }
    const message = {
      DOI: found.doi?.toLowerCase(),
      type: 'journal-article',
      title: [found.title],
      ...(found.abstract !== undefined && { abstract: `<jats:p>${found.abstract}</jats:p>` }),
      author: [{ given: 'Ana', family: 'Sample', sequence: 'first', affiliation: [] }],
      issued: { 'date-parts': [[2024, 5, 6]] },
    }
    return json({ status: 'ok', 'message-type': 'work', 'message-version': '1.0.0', message })
  }

  function notes(id: string): Answer {
    const found = papers.openreview?.find(({ openreview }) => openreview === id)
    const refused = (name: string, message: string, status: number) => json({ name, message, status }, status)
    if (!found) return refused('NotFoundError', `The Note ${id} was not found`, 404)
    if (found.private)
      return refused('ForbiddenError', `User Guest does not have permission to see ${id}`, 403)
    const content = {
      title: { value: found.title },
      ...(found.abstract !== undefined && { abstract: { value: found.abstract } }),
      authors: { value: ['Ana Sample'] },
      authorids: { value: ['~Ana_Sample1'] },
      keywords: { value: ['paper', 'boats'] },
      venueid: { value: found.venueid ?? 'Example.cc/2026/Conference' },
      pdf: { value: `/pdf/${'a'.repeat(40)}.pdf` },
    }
    const pdate = Date.parse('2026-01-26T12:00:00Z')
    return json({
      notes: [{ id, forum: found.forum ?? id, cdate: pdate - 1, pdate, version: 2, content }],
      count: 1,
    })
  }

  function medline(url: URL): Answer {
    const given = Object.fromEntries(url.searchParams)
    if (given.db !== 'pubmed' || given.rettype !== 'medline' || given.retmode !== 'text')
      return { status: 400, body: 'Error' }
    const found = (given.id ?? '')
      .split(',')
      .flatMap((id) => papers.pubmed?.find(({ pubmed }) => pubmed === id) ?? [])
    if (found.length === 0) return { status: 400, body: '+Error%3A+ID+list+is+empty' }
    const records = found.map(
      ({ pubmed, title, abstract, doi }) =>
        `PMID- ${pubmed}\nOWN - NLM\nTI  - ${title}.\n${abstract === undefined ? '' : `AB  - ${abstract}\n`}FAU - Sample, Ana\nAU  - Sample A\n${doi === undefined ? '' : `LID - ${doi} [doi]\n`}DP  - 2024 May 6\n`,
    )
    return { headers: { 'content-type': 'text/plain; charset=UTF-8' }, body: `\n${records.join('\n')}` }
  }

  function batch(url: URL, body: string): Answer {
    const { ids } = Wanted.parse(JSON.parse(body))
    const nameOf = ({ doi, acl, pubmed, corpusId }: KnownPaper) => [
      ...(doi === undefined ? [] : [`DOI:${doi}`.toLowerCase()]),
      ...(acl === undefined ? [] : [`ACL:${acl}`.toLowerCase()]),
      ...(pubmed === undefined ? [] : [`PMID:${pubmed}`.toLowerCase()]),
      ...(corpusId === undefined ? [] : [`CorpusId:${corpusId}`.toLowerCase()]),
    ]
    const found = ids.map(
      (id) => papers.scholar?.find((paper) => nameOf(paper).includes(id.toLowerCase())) ?? null,
    )
    if (found.every((paper) => paper === null)) return json({ error: 'No valid paper ids given' }, 400)
    const fields = new Set(url.searchParams.get('fields')?.split(','))
    return json(
      found.map(
        (paper) =>
          paper && {
            paperId: 'ab'.repeat(20),
            title: paper.title,
            ...(fields.has('abstract') && { abstract: paper.abstract ?? null }),
            ...(fields.has('externalIds') && {
              externalIds: {
                ...(paper.doi && { DOI: paper.doi }),
                ...(paper.acl && { ACL: paper.acl }),
                ...(paper.pubmed && { PubMed: paper.pubmed }),
                CorpusId: Number(paper.corpusId ?? 7),
              },
            }),
            ...(fields.has('publicationDate') && { publicationDate: '2024-05-06' }),
            ...(fields.has('authors') && { authors: [{ authorId: '1', name: 'Ana Sample' }] }),
          },
      ),
    )
  }
}

const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})
