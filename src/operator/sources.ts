import manifest from '../../package.json' with { type: 'json' }
import type { Config } from '../config.ts'
import type { Runner } from '../jobs/runner.ts'
import { createHttp } from '../lib/http.ts'
import { slotOf } from '../store/queues.ts'
import { createArxivTurn } from '../sync/arxiv.ts'
import { createFetchByIds, type FetchByIds } from '../sync/by-id.ts'
import { createArxivById, createCrossref, createPubmed, createSemanticScholar } from '../sync/id-sources.ts'
import { createOpenReview } from '../sync/openreview.ts'
import { createRequestSlot } from '../sync/request-slot.ts'
import type { Source } from '../sync/source.ts'
import { createSource } from '../sync/sources.ts'

/** Somebody waits for what is fetched by its id, also while a place is busy for minutes. */
const attempts = 8
/** What places ask to be left alone for between two requests, in milliseconds. */
const pauses = { pubmed: 350, crossref: 200, semanticScholar: 1_000, openReview: 1_000 }

export type Sources = {
  /** Those of the setting `SOURCES`. */
  configured: readonly Source[]
  /**
   * The source of a name.
   *
   * @throws PaperboyError when there is none of that name
   */
  named(name: string): Source
  fetchByIds: FetchByIds
  /** Ends requests under way. */
  close(): Promise<void>
}

/** The sources of papers that the configuration names, and any other by its name. */
export function openSources(config: Config, jobs: Runner): Sources {
  const contact = config.CONTACT ? ` (+${config.CONTACT})` : ''
  const manners = {
    userAgent: `paperboy/${manifest.version}${contact}`,
    proxied: config.NODE_USE_ENV_PROXY === '1',
  }
  const http = createHttp(manners)
  const patient = createHttp({ ...manners, attempts })
  const named = (name: string) =>
    createSource(name, {
      http,
      jobs,
      huggingFaceUrl: config.HUGGINGFACE_URL,
      huggingFaceToken: config.HF_TOKEN,
      arxivUrl: config.ARXIV_URL,
      zoteroUrl: config.ZOTERO_URL,
      zoteroKey: config.ZOTERO_API_KEY,
    })
  const parts = (place: keyof typeof pauses) => ({
    http: patient,
    turn: createRequestSlot(jobs, slotOf(place), pauses[place]),
    contact: config.CONTACT,
  })
  const fetchByIds = createFetchByIds([
    createArxivById({ http: patient, turn: createArxivTurn(jobs), baseUrl: config.ARXIV_URL }),
    createPubmed({ ...parts('pubmed'), baseUrl: config.PUBMED_URL }),
    createCrossref({ ...parts('crossref'), baseUrl: config.CROSSREF_URL }),
    createSemanticScholar({
      ...parts('semanticScholar'),
      baseUrl: config.SEMANTIC_SCHOLAR_URL,
      key: config.SEMANTIC_SCHOLAR_API_KEY,
    }),
    createOpenReview({ ...parts('openReview'), baseUrl: config.OPENREVIEW_URL }),
  ])
  const close = async () => void (await Promise.all([http.close(), patient.close()]))
  return { configured: config.SOURCES.map(named), named, fetchByIds, close }
}
