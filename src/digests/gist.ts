import { gatherEvidence, trustedSentences } from '../answering/evidence.ts'
import { createBudget } from '../answering/model/budget.ts'
import { ModelError, type ModelFailure } from '../answering/model/model.ts'
import { type Writer, writeAnswer } from '../answering/model/write.ts'
import type { Claim } from '../answering/types.ts'
import { describeError } from '../lib/errors.ts'
import type { Log } from '../lib/log.ts'
import { keySentence } from '../papers/key-sentence.ts'
import type { Paper } from '../papers/paper.ts'
import { quantityIn } from '../retrieval/rank-sentences.ts'

/** What each paper does and finds, in one or two sentences, each with those of the abstract it stands on; in order. */
export type TellGists = (papers: readonly Paper[]) => Promise<readonly (readonly Claim[])[]>

type Parts = {
  log: Log
  /** Left out, the abstracts' own sentences are told. */
  writer?: Writer
  /** Milliseconds the model has for all papers of one post. */
  deadline: number
}

const sentences = 2
/** What one paper may cost. */
export const gistLimits = { calls: 5, promptTokens: 8_000 }
/** Longest two sentences that are told together, in UTF-16 units: a gist is read in passing. */
const longest = 360
/** Failures that concern one paper only; after any other the rest is quoted. */
const passing: ReadonlySet<ModelFailure> = new Set(['refused', 'truncated', 'nonsense', 'too-long'])
const result =
  /\b(?:outperform|achiev|improv|reduc|surpass|results?|experiments?|state-of-the-art|demonstrat|show)/i

/**
 * Tells what papers are about: written by the model and checked like an answer, or quoted where there is none, or it
 * fails, or nothing of what it wrote holds.
 */
export function createTellGists({ writer, deadline, log }: Parts): TellGists {
  return async (papers) => {
    if (!writer) return papers.map(quoteGist)
    const signal = AbortSignal.timeout(deadline)
    const budget = createBudget({
      calls: gistLimits.calls * papers.length,
      promptTokens: gistLimits.promptTokens * papers.length,
    })
    let isGone = false
    const gists: (readonly Claim[])[] = []
    for (const paper of papers) {
      const written = isGone ? [] : await write(paper).catch(giveUp)
      gists.push(written.length === 0 ? quoteGist(paper) : written)
    }
    return gists

    async function write(paper: Paper): Promise<readonly Claim[]> {
      const evidence = gatherEvidence([paper])
      if (!writer || evidence.sentences.size === 0) return []
      let claims: readonly Claim[] = []
      const task = { question: 'What does this paper do, and what does it find?', prompt: 'gist' as const }
      for await (const page of writeAnswer({ ...writer, ...task, evidence, budget, signal })) claims = page
      return claims.slice(0, sentences)
    }

    function giveUp(error: unknown): readonly Claim[] {
      log.warn({ error: describeError(error) }, 'told what a paper is about without the model')
      isGone = !(error instanceof ModelError && passing.has(error.failure))
      return []
    }
  }
}

/** What the paper does and, when it says so, what came of it, in its own sentences. */
export function quoteGist(paper: Paper): readonly Claim[] {
  const trusted = trustedSentences(paper)
  const key = keySentence(paper)
  const first = trusted.find(({ id }) => id === key?.id) ?? trusted[0]
  if (!first) return []
  const best = trusted
    .filter(({ id, text }) => id !== first.id && first.text.length + text.length <= longest)
    .map((sentence) => ({
      sentence,
      worth: (result.test(sentence.text) ? 1 : 0) + quantityIn(sentence.text),
    }))
    .filter(({ worth }) => worth > 1)
    .sort((one, other) => other.worth - one.worth)[0]
  return [first, ...(best ? [best.sentence] : [])].map((sentence) => ({
    text: sentence.text,
    cites: [sentence],
  }))
}
