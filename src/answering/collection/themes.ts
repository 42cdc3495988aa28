import { namesIn } from '../../papers/names.ts'
import type { Paper } from '../../papers/paper.ts'
import { sentencesOf } from '../../papers/sentences.ts'
import { groupPapers } from '../../retrieval/group-papers.ts'
import { keyPhrases } from '../../retrieval/key-phrases.ts'
import type { Meaning } from '../../retrieval/meaning.ts'
import { likenessesOf } from '../../retrieval/theme-terms.ts'
import { dayOf, spaced, textOf } from './facts.ts'

/** Papers that are about the same thing, in their own words. */
export type Theme = { name: string; papers: readonly Paper[] }

/** Grouping takes time with the cube of the papers: the newest so many are grouped. */
export const mostThemed = 100
const phrases = 2
const data = '(?:benchmarks?|data ?sets?|corpus|corpora)'
const named = "[\\p{L}\\p{N}][\\p{L}\\p{N}^_.+·'-]{0,60}"
const inFront = new RegExp(
  `(?<![\\p{L}\\p{N}^_.+·'-])(?:${named}(?:, (?:and )?| and | & | )){1,6}(?=${data}\\b)`,
  'giu',
)
const behind = new RegExp(
  `(?<=${data}(?:,| \\()? ?(?:such as|including|like|e\\.g\\.,?|i\\.e\\.,?|namely|:|\\() )(?:${named}(?:, (?:and )?| and )?){1,8}`,
  'giu',
)
/** In this share of the papers that have the name it does. */
const besideData = 0.25
const mostData = 8
/** Names that are looked up in all papers. */
const mostLookedUp = 100

export type FindThemes = (papers: readonly Paper[]) => Promise<readonly Theme[]>

/**
 * Finds the themes of the newest papers, the largest first. The same papers give the same themes; those asked for last are
 * kept, since anyone who sees themes opens one.
 */
export function createFindThemes(meaning: Meaning): FindThemes {
  let kept: { key: string; themes: readonly Theme[] } | undefined
  return async (papers) => {
    const latest = papers
      .toSorted(
        (one, other) => (dayOf(other) ?? '').localeCompare(dayOf(one) ?? '') || (one.id < other.id ? -1 : 1),
      )
      .slice(0, mostThemed)
    const vectors = await meaning.papers(latest.map(({ id }) => id))
    const key = `${vectors.size} ${latest.map(({ id }) => id).join(' ')}`
    if (kept?.key !== key)
      kept = {
        key,
        themes: themesOf(
          latest,
          latest.flatMap(({ id }) => vectors.get(id)?.paper ?? []),
        ),
      }
    return kept.themes
  }
}

function themesOf(papers: readonly Paper[], vectors: readonly Float32Array[]): readonly Theme[] {
  return groupPapers(papers, likenessesOf(papers, vectors)).map((group) => {
    const others = papers.filter((paper) => !group.includes(paper))
    const named = keyPhrases(group, others, { without: [], limit: phrases })
    return { name: named.map(({ words }) => words).join(', '), papers: group }
  })
}

/** The benchmarks and data sets that several papers name: names that stand right beside one of these words somewhere. */
export function dataSetsOf(papers: readonly Paper[]): readonly Theme[] {
  const beside = new Map<string, number>()
  for (const paper of papers)
    for (const name of new Set(sentencesOf(paper).flatMap(({ text }) => namesOfData(text))))
      beside.set(name, (beside.get(name) ?? 0) + 1)
  const texts = papers.map((paper) => ({ paper, text: textOf(paper) }))
  return [...beside]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, mostLookedUp)
    .map(([name, times]) => {
      const words = spaced(name)
      return { name, times, papers: texts.flatMap(({ paper, text }) => (text.includes(words) ? paper : [])) }
    })
    .filter(({ times, papers: holding }) => holding.length > 1 && times >= besideData * holding.length)
    .toSorted((one, other) => other.papers.length - one.papers.length || (one.name < other.name ? -1 : 1))
    .slice(0, mostData)
    .map(({ name, papers: holding }) => ({ name, papers: holding }))
}

/** "the ImageNet and COCO datasets", "benchmarks such as MMLU and GSM8K". */
function namesOfData(sentence: string): readonly string[] {
  const runs = [...sentence.matchAll(inFront), ...sentence.matchAll(behind)].map(([run]) => run)
  return runs.flatMap((run) => namesIn(run).map(({ name }) => name))
}
