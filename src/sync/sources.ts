import type { Runner } from '../jobs/runner.ts'
import { PaperboyError } from '../lib/errors.ts'
import type { Http } from '../lib/http.ts'
import { slotOf } from '../store/queues.ts'
import { createArxiv, createArxivTurn } from './arxiv.ts'
import { createHuggingFace } from './huggingface.ts'
import { createRequestSlot } from './request-slot.ts'
import { type Source, sourceName } from './source.ts'
import { createZotero } from './zotero.ts'

export type SourceParts = {
  http: Http
  jobs: Runner
  huggingFaceUrl?: string | undefined
  huggingFaceToken?: string | undefined
  arxivUrl?: string | undefined
  zoteroUrl?: string | undefined
  zoteroKey?: string | undefined
}

/**
 * The source of a name as in the setting `SOURCES`.
 *
 * @throws PaperboyError when there is none of that name
 */
export function createSource(name: string, parts: SourceParts): Source {
  const { http, jobs, huggingFaceUrl, huggingFaceToken, arxivUrl, zoteroUrl, zoteroKey } = parts
  const [place = '', what = ''] = sourceName.test(name) ? name.split(':') : []
  switch (place) {
    case 'huggingface':
      return createHuggingFace({ http, baseUrl: huggingFaceUrl, token: huggingFaceToken })
    case 'arxiv':
      return createArxiv(what, { http, turn: createArxivTurn(jobs), baseUrl: arxivUrl })
    case 'zotero':
      return createZotero(what, {
        ...{ http, baseUrl: zoteroUrl, key: zoteroKey },
        // One request at a time.
        turn: createRequestSlot(jobs, slotOf('zotero'), 0),
      })
    default:
      throw new PaperboyError(
        `There is no source "${name}".`,
        'Sources are huggingface, arXiv categories such as arxiv:cs.CL, and Zotero libraries such as zotero:groups/12345.',
      )
  }
}
