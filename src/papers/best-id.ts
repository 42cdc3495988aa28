import { idSchemes, type PaperIds } from './ids.ts'

/** What a person names a paper by so that it can be fetched: the id of the first place that numbers it, else its own. */
export function bestId({ id, ids = {} }: { id: string; ids?: PaperIds }): string {
  const [scheme] = idSchemes.filter((one) => ids[one] !== undefined)
  const value = scheme && ids[scheme]
  if (scheme === undefined || value === undefined) return id
  const named = {
    arxiv: '',
    doi: '',
    acl: '',
    openreview: 'openreview:',
    pubmed: 'PMID:',
    semanticScholar: '',
  }
  return `${named[scheme]}${value}`
}
