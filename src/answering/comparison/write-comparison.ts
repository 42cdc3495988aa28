import type { Log } from '../../lib/log.ts'
import type { Paper } from '../../papers/paper.ts'
import { gatherEvidence } from '../evidence.ts'
import { createBudget, limits } from '../model/budget.ts'
import { type Told, tryWritingWhole } from '../model/try-writing.ts'
import type { Writer } from '../model/write.ts'

/** Papers, by what people call them -> what they have in common and what sets them apart, as a model tells it. */
export type WriteComparison = (
  papers: readonly { paper: Paper; name: string }[],
  signal: AbortSignal,
) => Promise<Told>

type Parts = {
  log: Log
  writer: Writer
  /** Milliseconds a model has for one comparison, all its calls together. */
  deadline: number
}

/** Has a model compare papers from their whole abstracts, every sentence checked like that of an answer. Never throws. */
export function createWriteComparison({ log, writer, deadline }: Parts): WriteComparison {
  return (papers, ended) => {
    const question = `How do ${papers.map(({ name }) => name).join(' and ')} compare?`
    const whole = gatherEvidence(papers.map(({ paper }) => paper))
    // Where not all fits, each paper has its say.
    const inTurns = [...whole.sentences].toSorted(([, one], [, other]) => one.number - other.number)
    const evidence = { ...whole, sentences: new Map(inTurns) }
    const signal = AbortSignal.any([ended, AbortSignal.timeout(deadline)])
    const budget = createBudget(limits, deadline)
    return tryWritingWhole({ ...writer, question, evidence, budget, signal, prompt: 'comparison' }, log)
  }
}
