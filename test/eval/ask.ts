import { join } from 'node:path'
import type { Answer } from '../../src/answering/types.ts'
import type { Services } from '../../src/commands/services.ts'
import { readConfig } from '../../src/config.ts'
import { PaperboyError } from '../../src/lib/errors.ts'
import type { Paper, PaperId } from '../../src/papers/paper.ts'
import { createServices } from '../../src/services.ts'
import { createProgress } from './progress.ts'
import type { Question } from './questions.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

/** What came of one question. */
export type Outcome = {
  question: Question
  answer: Answer
  /** The cited papers as they are stored. */
  cited: ReadonlyMap<PaperId, Paper>
  milliseconds: number
}

/** Asks every question, one after another, of the shipped papers in a new database, with no model configured. */
export async function askAll(questions: readonly Question[]): Promise<readonly Outcome[]> {
  return withTemporaryFolder(async (folder) => {
    const services = await createServices(
      readConfig({
        DATABASE_URL: `sqlite:${join(folder, 'papers.sqlite')}`,
        EMBEDDING_MODEL: 'off',
        LOG_LEVEL: 'error',
      }),
    )
    try {
      const outcomes: Outcome[] = []
      const progress = createProgress('Asking questions', questions.length)
      for (const question of questions) {
        outcomes.push(await ask(question, services))
        progress.step(outcomes.length)
      }
      progress.end()
      return outcomes
    } finally {
      await services.close()
    }
  })
}

async function ask(question: Question, services: Services): Promise<Outcome> {
  const started = performance.now()
  const answer = await finalAnswer(question.question, services)
  const milliseconds = performance.now() - started
  const claims = answer.kind === 'answered' ? answer.claims : []
  const ids = new Set(claims.flatMap(({ cites }) => cites.map(({ paper }) => paper)))
  const papers = await services.store.papers.get([...ids])
  return { question, answer, cited: new Map(papers.map((paper) => [paper.id, paper])), milliseconds }
}

/**
 * The last version of an answer.
 *
 * @throws PaperboyError when the answer never gets done, which its contract rules out.
 */
export async function finalAnswer(question: string, { answer }: Pick<Services, 'answer'>): Promise<Answer> {
  let done: Answer | undefined
  for await (const update of answer(question, { history: [], signal: new AbortController().signal }))
    if (update.stage === 'done') done = update.answer
  if (done) return done
  throw new PaperboyError(`No final answer to: ${question}`, 'Look at src/answering/answer.ts.')
}
