import { namesOf } from '../../papers/names.ts'
import type { Paper } from '../../papers/paper.ts'
import { cleanLine } from '../../replies/clean.ts'

/** Longest head of a title that is taken whole, and the shortest name that tells a paper, in UTF-16 units. */
const longestHead = 24
const shortestName = 4
const longestLabel = 60

/**
 * What to call a paper beside its dot: the short head of its title ("TAROT: Targeted …"), else the method it
 * introduces, else its title, shortened.
 */
export function paperLabel(paper: Pick<Paper, 'id' | 'title' | 'abstract'>): string {
  const [head = ''] = paper.title.split(/[:?]/)
  if (head !== '' && head.length <= longestHead) return head
  const introduced = namesOf(paper).filter((known) => known.introduced)
  const name =
    introduced.find((known) => paper.title.includes(known.name)) ??
    introduced.find((known) => known.name.length >= shortestName)
  return name?.name ?? cleanLine(paper.title, longestLabel)
}
