import { type Comparison, matters } from '../answering/compare.ts'
import type { Json } from '../lib/json.ts'

/** A comparison for scripts: for each paper the sentences of each row, empty where the abstract is silent. */
export function comparisonData({ papers, shared, agreements, disagreements }: Comparison): Json {
  const pair = (sides: Comparison['agreements'][number]): Json =>
    sides.map(({ text, cites }) => ({ text, paper: cites[0]?.paper ?? '' }))
  return {
    papers: papers.map(({ paper: { id, title, url, code }, name, says, only }) => ({
      id,
      title,
      url,
      name,
      ...Object.fromEntries(matters.map((matter) => [matter, says[matter].map(({ text }) => text)])),
      ...(code !== undefined && { repository: code }),
      only,
    })),
    shared,
    agreements: agreements.map(pair),
    disagreements: disagreements.map(pair),
  }
}
