import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { PaperboyError } from '../../../src/lib/errors.ts'
import { makePaper } from '../../../src/papers/make-paper.ts'
import type { Paper, PaperId } from '../../../src/papers/paper.ts'
import { readJsonLines, readText } from '../json-lines.ts'

/** Documents, questions and which documents answer which question, in the layout of the BEIR benchmark. */
export type Collection = {
  papers: readonly Paper[]
  queries: readonly { text: string; grades: ReadonlyMap<PaperId, number> }[]
}

const text = z.string().default('')
const Identified = z.object({ _id: z.string().optional(), id: z.string().optional(), title: text, text })
const Row = Identified.transform(({ _id, id, ...row }, context) => {
  const known = _id ?? id
  if (known !== undefined) return { id: known, ...row }
  context.addIssue('_id or id is missing')
  return z.NEVER
})

/**
 * Reads `corpus.jsonl`, `queries.jsonl` and the judgements (`qrels.tsv` or `qrels/test.tsv`, with or without head).
 * Queries without a relevant document are left out, as nothing can be measured on them.
 *
 * @throws PaperboyError when a file is missing or not in this layout.
 */
export async function readCollection(folder: string): Promise<Collection> {
  const corpus = await readJsonLines(join(folder, 'corpus.jsonl'), Row)
  const questions = await readJsonLines(join(folder, 'queries.jsonl'), Row)
  const judgements = await readJudgements(folder)
  return {
    papers: toPapers(corpus),
    queries: questions.flatMap(({ id, text }) => {
      const grades = judgements.get(id)
      return grades && [...grades.values()].some((grade) => grade > 0) ? [{ text, grades }] : []
    }),
  }
}

/** A store knows papers by their titles: one that is missing or taken is told apart by the document's id. */
function toPapers(corpus: readonly z.infer<typeof Row>[]): readonly Paper[] {
  const titles = new Set<string>()
  return corpus.map(({ id, title, text }) => {
    const paper = makePaper({ title: title || id, abstract: text, source: 'collection' })
    const taken = titles.has(paper.id)
    titles.add(paper.id)
    return { ...paper, id, ...(taken && { title: `${paper.title} ${id}` }) }
  })
}

async function readJudgements(folder: string): Promise<ReadonlyMap<string, ReadonlyMap<PaperId, number>>> {
  const file = [join(folder, 'qrels.tsv'), join(folder, 'qrels', 'test.tsv')].find(existsSync)
  if (!file)
    throw new PaperboyError(
      `${folder} has neither qrels.tsv nor qrels/test.tsv.`,
      'Name the folder of a collection in the layout of BEIR.',
    )
  const judgements = new Map<string, Map<PaperId, number>>()
  for (const line of (await readText(file)).split(/\r?\n/)) {
    const [query, paper, grade] = line.split('\t')
    if (query === undefined || paper === undefined || !/^-?\d+$/.test(grade ?? '')) continue
    const grades = judgements.get(query) ?? new Map<PaperId, number>()
    judgements.set(query, grades.set(paper, Number(grade)))
  }
  return judgements
}
