import { z } from 'zod'
import { PaperboyError } from '../lib/errors.ts'
import type { Http, HttpRequest } from '../lib/http.ts'
import type { PaperIds } from '../papers/ids.ts'
import type { Paper } from '../papers/paper.ts'
import { readRecord } from '../papers/sources/record.ts'
import { readNbib } from '../papers/sources/tagged.ts'
import { fetchArxivPapers } from './arxiv-by-id.ts'
import type { IdSource } from './by-id.ts'
import type { RequestSlot } from './request-slot.ts'

/** With what a place is asked; another address is that of a proxy. */
type Parts = { http: Http; turn: RequestSlot; baseUrl?: string | undefined }

/** arXiv's query API. */
export const createArxivById = (parts: Parts): IdSource => ({
  name: 'arXiv',
  idOf: ({ arxiv }) => arxiv,
  fetch: async (ids, signal) => byId(await fetchArxivPapers(ids, parts, signal), ({ arxiv }) => arxiv),
})

/** So many ids are asked for at once. */
const most = { pubmed: 200, semanticScholar: 500 }

/** PubMed's E-utilities, in the form of its exports: https://www.ncbi.nlm.nih.gov/books/NBK25499/ */
export const createPubmed = ({
  http,
  turn,
  baseUrl,
  contact,
}: Parts & { contact?: string | undefined }): IdSource => ({
  name: 'PubMed',
  idOf: ({ arxiv, pubmed }) => (arxiv === undefined ? pubmed : undefined),
  async fetch(ids, signal) {
    const papers: Paper[] = []
    for (const some of parts(ids, most.pubmed)) {
      const url = addressOf(baseUrl, 'https://eutils.ncbi.nlm.nih.gov', '/entrez/eutils/efetch.fcgi')
      url.search = new URLSearchParams({
        ...{ db: 'pubmed', rettype: 'medline', retmode: 'text', tool: 'paperboy', id: some.join(',') },
        ...(contact?.includes('@') && { email: contact }),
      }).toString()
      // Ids that nobody has are a bad request, when there are no others.
      const text = await textOf(http, url, { signal, turn, wanted: [400] })
      for (const paper of readNbib({ text, first: 1 }).papers) papers.push(paper)
    }
    return byId(papers, ({ pubmed }) => pubmed)
  },
})

const Work = z.object({ message: z.unknown() })

/** Crossref's REST API, one DOI at a time: https://api.crossref.org */
export const createCrossref = ({
  http,
  turn,
  baseUrl,
  contact,
}: Parts & { contact?: string | undefined }): IdSource => ({
  name: 'Crossref',
  idOf: ({ arxiv, doi, pubmed }) => (arxiv === undefined && pubmed === undefined ? doi : undefined),
  async fetch(ids, signal) {
    const found = new Map<string, Paper>()
    for (const doi of ids) {
      const url = addressOf(baseUrl, 'https://api.crossref.org', `/works/${encodeURIComponent(doi)}`)
      if (contact?.includes('@')) url.search = new URLSearchParams({ mailto: contact }).toString()
      const answer = await http.ask(url, { signal, turn, wanted: [404] })
      if (answer.kind === 'unchanged' || answer.status === 404) continue
      const paper = readRecord(jsonOf(Work, answer.body, 'Crossref').message, { source: 'crossref' })
      if (typeof paper !== 'string') found.set(doi, calledAlso(paper, { doi }))
    }
    return found
  },
})

const Batch = z.array(z.unknown())

/** Semantic Scholar's Graph API, which knows papers by the ids of all others: https://api.semanticscholar.org/api-docs/graph */
export const createSemanticScholar = ({
  http,
  turn,
  baseUrl,
  key,
}: Parts & { key?: string | undefined }): IdSource => ({
  name: 'Semantic Scholar',
  idOf({ arxiv, doi, acl, semanticScholar, pubmed }) {
    if (arxiv !== undefined) return undefined
    if (doi !== undefined) return `DOI:${doi}`
    if (acl !== undefined) return `ACL:${acl}`
    return pubmed === undefined ? semanticScholar : `PMID:${pubmed}`
  },
  async fetch(ids, signal) {
    const found = new Map<string, Paper>()
    for (const some of parts(ids, most.semanticScholar)) {
      const url = addressOf(baseUrl, 'https://api.semanticscholar.org', '/graph/v1/paper/batch')
      url.search = new URLSearchParams({
        fields: 'title,abstract,externalIds,publicationDate,year,authors,url',
      }).toString()
      const text = await textOf(http, url, {
        ...{ signal, turn, json: { ids: [...some] } },
        ...(key && { headers: { 'x-api-key': key } }),
        // When it knows none of them.
        wanted: [400],
      })
      const papers = Batch.safeParse(parsed(text)).data ?? []
      // In the order asked for, with null for what it does not know.
      for (const [place, id] of some.entries()) {
        const paper = papers[place] ? readRecord(papers[place], { source: 'semanticscholar' }) : ''
        if (typeof paper !== 'string') found.set(id, paper)
      }
    }
    return found
  },
})

function addressOf(baseUrl: string | undefined, usual: string, path: string): URL {
  return new URL(`${(baseUrl ?? usual).replace(/\/$/, '')}${path}`)
}

async function textOf(http: Http, url: URL, request: HttpRequest): Promise<string> {
  const answer = await http.ask(url, request)
  return answer.kind === 'fresh' && answer.status !== 400 ? answer.body : ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function jsonOf<T>(form: z.ZodType<T>, text: string, who: string): T {
  const read = form.safeParse(parsed(text))
  if (read.success) return read.data
  throw new PaperboyError(`${who} answered in a form that I cannot read.`, 'Try again later.')
}

/** A paper with an id by which it was found. */
const calledAlso = (paper: Paper, ids: PaperIds): Paper => ({ ...paper, ids: { ...ids, ...paper.ids } })

function byId(
  papers: readonly Paper[],
  idOf: (ids: PaperIds) => string | undefined,
): ReadonlyMap<string, Paper> {
  return new Map(
    papers.flatMap((paper) => {
      const id = idOf(paper.ids ?? {})
      return id === undefined ? [] : [[id, paper] as const]
    }),
  )
}

function* parts<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size)
}
