import { type Evidence, gatherEvidence } from '../../src/answering/evidence.ts'
import type { Paper } from '../../src/papers/paper.ts'

/** Evidence made of a few papers, numbered in this order. */
export function evidenceOf(...papers: readonly Pick<Paper, 'id' | 'title' | 'abstract'>[]): Evidence {
  return gatherEvidence(
    papers.map((paper) => ({ ...paper, url: `https://example.org/${paper.id}`, source: 'test' })),
  )
}
