import type { Filter } from '../../language/clauses.ts'
import type { Heads } from '../../language/collection.ts'
import type { Paper } from '../../papers/paper.ts'
import type { Theme } from './themes.ts'

/** The authors of several papers, those of most first. */
export const authorsOf = (papers: readonly Paper[]): readonly Theme[] =>
  grouped(papers, ({ authors = [] }) => authors).filter(({ papers: own }) => own.length > 1)

/** The categories that sources put papers in, those of most first; a paper may be in several. */
export const categoriesOf = (papers: readonly Paper[]): readonly Theme[] =>
  grouped(papers, ({ categories = [] }) => categories)

function grouped(papers: readonly Paper[], namesOf: (paper: Paper) => readonly string[]): readonly Theme[] {
  const groups = new Map<string, Paper[]>()
  for (const paper of papers)
    for (const name of new Set(namesOf(paper))) {
      const own = groups.get(name)
      if (own) own.push(paper)
      else groups.set(name, [paper])
    }
  return [...groups]
    .map(([name, own]) => ({ name, papers: own }))
    .toSorted((one, other) => other.papers.length - one.papers.length || (one.name < other.name ? -1 : 1))
}

/** What the papers of a group have, by its name and its place among the others. */
export function within(heads: Heads, name: string, index: number): Filter {
  switch (heads) {
    case 'themes':
      return { theme: index + 1 }
    case 'benchmarks':
      return { mention: name }
    case 'authors':
      return { by: name }
    case 'categories':
      return { category: name }
  }
}
