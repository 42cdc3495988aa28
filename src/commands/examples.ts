import { papersNamed } from '../answering/extractive/naming.ts'
import { nameOf } from '../papers/names.ts'
import type { Paper } from '../papers/paper.ts'
import type { Services } from './services.ts'

/** Papers that examples are made of, and questions at most. */
const looked = 40
const most = 4
/** Longest question on a button, in UTF-16 units. */
const longest = 75

type Parts = Pick<Services, 'store' | 'search' | 'collection'>

/**
 * Questions that this collection surely answers, best first: what a paper is that a name finds alone, and what papers there
 * are about the largest theme. Kept until there are other papers.
 */
export function createExamples({ store, search, collection }: Parts): () => Promise<readonly string[]> {
  let kept: { of: string; questions: Promise<readonly string[]> } | undefined
  return async () => {
    const of = `${await store.papers.count()} ${(await store.papers.completions('', 1))[0]?.id}`
    if (kept?.of !== of) kept = { of, questions: find() }
    return kept.questions
  }

  async function find(): Promise<readonly string[]> {
    const papers = (await store.papers.completions('', looked)).filter(({ abstract }) => abstract !== '')
    const [theme] = (await collection.answer({ filter: {}, asks: 'themes' }))?.groups ?? []
    const [phrase = ''] = theme?.name.split(', ') ?? []
    const about = phrase === '' ? [] : [`which papers are about ${phrase}?`]
    const questions: string[] = []
    for (const paper of papers) {
      if (questions.length === most - about.length) break
      const question = await questionOn(paper)
      if (question !== undefined) questions.push(question)
    }
    return [...questions.slice(0, 1), ...about, ...questions.slice(1)]
  }

  /** A question that names a paper, and finds it first. */
  async function questionOn(paper: Paper): Promise<string | undefined> {
    const question = `what is ${nameOf(paper)}?`
    if (nameOf(paper) === paper.title || question.length > longest) return undefined
    const found = await search(question)
    const [named, ...others] = papersNamed(question, found)
    return named?.paper.id === paper.id && others.length === 0 && found.papers[0]?.paper.id === paper.id
      ? question
      : undefined
  }
}
