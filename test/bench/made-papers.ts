import { makePaper } from '../../src/papers/make-paper.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { sentencesOf } from '../../src/papers/sentences.ts'
import { createRandom } from './random.ts'

const seed = 20_250_313

/**
 * The real papers, then as many made of them as it takes to have `count`. A made abstract is 6 to 12 real sentences, a
 * made title real title words, drawn as often as they occur, so that word frequencies stay as they are. Every title
 * occurs once. The same papers in every run.
 */
export function multiplyPapers(real: readonly Paper[], count: number): readonly Paper[] {
  const random = createRandom(seed)
  const sentences = real.flatMap((paper) => sentencesOf(paper).map(({ text }) => text))
  const titleWords = real.map(({ title }) => title.split(' '))
  const words = titleWords.flat()
  const draw = (length: number, from: readonly string[]) =>
    Array.from({ length }, () => random.pick(from)).join(' ')

  const papers = new Map(real.slice(0, count).map((paper) => [paper.id, paper]))
  while (papers.size < count) {
    const title = draw(random.pick(titleWords).length, words)
    const abstract = draw(random.between(6, 12), sentences)
    const paper = makePaper({ title, abstract, source: 'bench' })
    if (!papers.has(paper.id)) papers.set(paper.id, paper)
  }
  return [...papers.values()]
}
