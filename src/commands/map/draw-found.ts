import type { Paper } from '../../papers/paper.ts'
import type { Services } from '../services.ts'
import { type DrawnMap, drawPaperMap } from './draw.ts'
import type { MapPapers } from './find-papers.ts'
import { mapTitle } from './page.ts'

type Parts = Pick<Services, 'store' | 'engine'>

/**
 * Draws the papers that were found, by their vectors where each has one.
 *
 * @throws as `drawPaperMap` does
 */
export async function drawFound(found: MapPapers, services: Parts, signal: AbortSignal): Promise<DrawnMap> {
  const { papers, words: without } = found
  const vectors = await vectorsOf(papers, services)
  return drawPaperMap({ title: mapTitle(found), papers, without, ...(vectors && { vectors }) }, signal)
}

/** The papers' vectors; undefined unless there is one for each. */
async function vectorsOf(
  papers: readonly Paper[],
  { store, engine: { embeddingModel } }: Parts,
): Promise<readonly Float32Array[] | undefined> {
  if (embeddingModel === undefined) return undefined
  const known = await store.vectors.get(
    embeddingModel,
    papers.map(({ id }) => id),
  )
  const vectors = papers.flatMap(({ id }) => known.get(id)?.paper ?? [])
  return vectors.length === papers.length ? vectors : undefined
}
