/** The worker thread of `draw.ts`: sorts papers into themes, places them and draws them. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Paper } from '../../papers/paper.ts'
import { drawMap } from '../../replies/pictures/draw-map.ts'
import { mapPapers } from '../../retrieval/map-papers.ts'
import type { DrawnMap, MapOrder } from './draw.ts'
import { paperLabel } from './paper-label.ts'

const { title, papers, without, vectors }: MapOrder = workerData
const themes = mapPapers(papers, { without, ...(vectors && { vectors }) })
const numbers = new Map(
  themes.flatMap(({ papers: own }) => own.map(({ paper }) => paper.id)).map((id, index) => [id, index + 1]),
)
const picture = await drawMap({
  title,
  themes: themes.map(({ name, papers: own }) => ({
    name,
    dots: own.map(({ paper, at }) => ({ number: numberOf(paper), label: paperLabel(paper), ...at })),
  })),
})
parentPort?.postMessage({ ...picture, themes } satisfies DrawnMap)

function numberOf({ id }: Paper): number {
  return numbers.get(id) ?? 0
}
