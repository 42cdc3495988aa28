import manifest from '../../package.json' with { type: 'json' }
import type { Config } from '../config.ts'
import type { Runner } from '../jobs/runner.ts'
import { createHttp } from '../lib/http.ts'
import type { Paper } from '../papers/paper.ts'
import { createArxivTurn } from '../sync/arxiv.ts'
import { fetchArxivPapers } from '../sync/arxiv-by-id.ts'
import type { Source } from '../sync/source.ts'
import { createSource } from '../sync/sources.ts'

export type Sources = {
  /** Those of the setting `SOURCES`. */
  configured: readonly Source[]
  /**
   * The source of a name.
   *
   * @throws PaperboyError when there is none of that name
   */
  named(name: string): Source
  /** The papers of arXiv ids, without those that arXiv does not know. */
  fetchArxiv(ids: readonly string[], signal: AbortSignal): Promise<readonly Paper[]>
  /** Ends requests under way. */
  close(): Promise<void>
}

/** The sources of papers that the configuration names, and any other by its name. */
export function openSources(config: Config, jobs: Runner): Sources {
  const contact = config.CONTACT ? ` (+${config.CONTACT})` : ''
  const http = createHttp({
    userAgent: `paperboy/${manifest.version}${contact}`,
    proxied: config.NODE_USE_ENV_PROXY === '1',
  })
  const named = (name: string) =>
    createSource(name, {
      http,
      jobs,
      huggingFaceUrl: config.HUGGINGFACE_URL,
      huggingFaceToken: config.HF_TOKEN,
      arxivUrl: config.ARXIV_URL,
    })
  const fetchArxiv: Sources['fetchArxiv'] = (ids, signal) =>
    fetchArxivPapers(ids, { http, turn: createArxivTurn(jobs), baseUrl: config.ARXIV_URL }, signal)
  return { configured: config.SOURCES.map(named), named, fetchArxiv, close: http.close }
}
