import type { Runner } from '../jobs/runner.ts'
import { PaperboyError } from '../lib/errors.ts'
import type { Http } from '../lib/http.ts'
import { createArxiv, createArxivTurn } from './arxiv.ts'
import { createHuggingFace } from './huggingface.ts'
import type { Source } from './source.ts'

export type SourceParts = {
  http: Http
  jobs: Runner
  huggingFaceUrl?: string | undefined
  huggingFaceToken?: string | undefined
  arxivUrl?: string | undefined
}

/**
 * The source of a name as in the setting `SOURCES`.
 *
 * @throws PaperboyError when there is none of that name
 */
export function createSource(name: string, parts: SourceParts): Source {
  const { http, jobs, huggingFaceUrl, huggingFaceToken, arxivUrl } = parts
  if (name === 'huggingface')
    return createHuggingFace({ http, baseUrl: huggingFaceUrl, token: huggingFaceToken })
  const [, category] = /^arxiv:([a-z-]+(?:\.[A-Za-z-]+)?)$/.exec(name) ?? []
  if (category === undefined)
    throw new PaperboyError(
      `There is no source "${name}".`,
      'Sources are huggingface and arXiv categories, such as arxiv:cs.CL.',
    )
  return createArxiv(category, { http, turn: createArxivTurn(jobs), baseUrl: arxivUrl })
}
