import { createScope } from '../lib/scope.ts'
import type { PaperId } from '../papers/paper.ts'
import { createAnswerer } from './answer.ts'
import type { Answer, Claim } from './types.ts'

/** What some papers answer to a question; nothing where they only come close to it, or other papers are needed. */
export type AnswerAmong = (
  question: string,
  among: readonly PaperId[],
  signal: AbortSignal,
) => Promise<readonly Claim[]>

/** The same way as any question goes, with a search that finds these papers alone. */
export function createAnswerAmong(parts: Parameters<typeof createAnswerer>[0]): AnswerAmong {
  const scope = createScope<readonly PaperId[]>()
  const answer = createAnswerer({
    ...parts,
    search: (text, options = {}) => {
      const here = scope.current()
      const among = options.among && here ? options.among.filter((id) => here.includes(id)) : here
      return parts.search(text, { ...options, ...(among && { among }) })
    },
  })
  return async (question, among, signal) => {
    const ids = new Set(among)
    let found: Extract<Answer, { kind: 'answered' }> | undefined
    for await (const update of scope.each(among, answer(question, { history: [], signal })))
      if (update.stage === 'done' && update.answer.kind === 'answered') found = update.answer
    signal.throwIfAborted()
    const cited = [...new Set(found?.claims.flatMap(({ cites }) => cites.map(({ paper }) => paper)))]
    if (!found || !cited.every((id) => ids.has(id))) return []
    return found.mode === 'model' || (await isSure(question, cited)) ? found.claims : []
  }

  /** By words alone nobody can tell whether a sentence is an answer, so that its paper has to hold all of them. */
  async function isSure(question: string, cited: readonly PaperId[]): Promise<boolean> {
    const { vector, papers } = await parts.search(question, { among: cited })
    return vector !== undefined || papers.every(({ fit }) => fit.coverage === 1)
  }
}
