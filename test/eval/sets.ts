import { join } from 'node:path'
import { z } from 'zod'
import { makePaper } from '../../src/papers/make-paper.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'
import { readJsonLines } from './json-lines.ts'
import { type Question, readConclusions, readQuestions } from './questions.ts'

/** Questions about one collection of papers. */
export type QuestionSet = {
  name: string
  /** Whether rules of the bot were ever chosen on it. */
  tunedFor: boolean
  /** The collection: sets that name the same one are asked of the same bot. */
  collection: string
  papers(): Promise<readonly Paper[]>
  questions(): Promise<readonly Question[]>
  /** Whether "the last three sentences" is a baseline: for abstracts that end with their conclusion. */
  endsWithConclusion?: true
}

const sets = join(import.meta.dirname, 'sets')
const own = join(import.meta.dirname, '../../data/eval')

const Row = z.object({
  title: z.string(),
  abstract: z.string(),
  arxivId: z.string().optional(),
  authors: z.array(z.string()).optional(),
  date: z.string().optional(),
})

/** The papers of arXiv, April and May 2026. */
export const arxivCollection = {
  name: 'arxiv-2026',
  papers: () => readPapers(join(sets, 'arxiv-2026/corpus.jsonl')),
}
/** The papers that ship. */
export const shippedCollection = { name: 'shipped', papers: shippedPapers }

/** A question set from a file; over the papers that ship when it names none. */
export function setFromFiles(questions: string, papers: string | undefined): QuestionSet {
  const collection =
    papers === undefined ? shippedCollection : { name: papers, papers: () => readPapers(papers) }
  return {
    name: questions,
    tunedFor: false,
    collection: collection.name,
    papers: collection.papers,
    questions: () => readQuestions(questions),
  }
}

/** Every question set, text that nobody tuned for first. @param pubmedqa folder of PubMedQA; the sample when left out */
export function questionSets(pubmedqa = join(sets, 'pubmedqa')): readonly QuestionSet[] {
  return [
    {
      name: 'arxiv-2026',
      tunedFor: false,
      collection: arxivCollection.name,
      papers: arxivCollection.papers,
      questions: () => readQuestions(join(sets, 'arxiv-2026/questions.jsonl')),
    },
    ...['arxiv-winter', 'arxiv-summer'].map((name) => ({
      name,
      tunedFor: false,
      collection: name,
      papers: () => readPapers(join(sets, name, 'corpus.jsonl')),
      questions: () => readQuestions(join(sets, name, 'questions.jsonl')),
    })),
    conclusions('pubmedqa, own titles', pubmedqa, ({ question }) => question),
    conclusions('pubmedqa, neutral titles', pubmedqa, ({ id }) => `Record ${id}`),
    ...[
      { name: 'own questions', file: 'questions.jsonl' },
      { name: 'own questions, later', file: 'questions-held-out.jsonl' },
    ].map(({ name, file }) => ({
      name,
      tunedFor: true,
      collection: shippedCollection.name,
      papers: shippedCollection.papers,
      questions: () => readQuestions(join(own, file)),
    })),
  ]
}

function conclusions(
  name: string,
  folder: string,
  titleOf: (row: { id: string; question: string }) => string,
): QuestionSet {
  const file = join(folder, 'questions.jsonl')
  return {
    name,
    tunedFor: false,
    collection: name,
    async papers() {
      // An abstract stands under the question of its row.
      const rows = await readJsonLines(file, z.object({ id: z.string(), question: z.string() }))
      const titles = new Map(rows.map((row) => [row.question, titleOf(row)]))
      const papers = await readJsonLines(join(folder, 'pubmedqa-titled.jsonl'), Row)
      return papers.map((paper) => paperOf({ ...paper, title: titles.get(paper.title) ?? paper.title }))
    },
    questions: () => readConclusions(file, titleOf),
    endsWithConclusion: true,
  }
}

async function readPapers(file: string): Promise<readonly Paper[]> {
  return (await readJsonLines(file, Row)).map(paperOf)
}

function paperOf({ title, abstract, arxivId, authors, date }: z.infer<typeof Row>): Paper {
  return makePaper({
    title,
    abstract,
    source: 'file',
    ...(arxivId !== undefined && { ids: { arxiv: arxivId } }),
    ...(authors && { authors }),
    ...(date !== undefined && { date }),
  })
}
