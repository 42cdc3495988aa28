import type { Paper } from '../../papers/paper.ts'
import type { Sentence, SentenceId } from '../../papers/sentences.ts'
import { hostileFault } from '../claim-text.ts'
import { type Evidence, factsOf } from '../evidence.ts'
import { tokensFor } from './tokens.ts'

/** Evidence as a model sees it, and what the short ids it may cite stand for. */
export type NumberedEvidence = {
  /** `Paper 2: title (facts)`, then lines such as `[2.3] sentence`. */
  text: string
  /** `2.3` -> the third sentence of the second paper. */
  ids: ReadonlyMap<string, SentenceId>
}

/**
 * Writes evidence out with short ids, paper by paper and in the order of the abstracts. Sentences are taken in the order
 * of the evidence for as long as they fit; what does not fit is left out and cannot be cited. Neither is a sentence that
 * talks to a machine: what tells the model what to say must not become the proof that it is so.
 *
 * @param tokens the size the text may have, in tokens of the model
 */
export function numberEvidence(evidence: Evidence, tokens: number, model: string): NumberedEvidence {
  const chosen = new Map<Paper, Sentence[]>()
  const byId = new Map(evidence.papers.map((paper) => [paper.id, paper]))
  let left = tokens
  for (const sentence of evidence.sentences.values()) {
    const paper = byId.get(sentence.paper)
    if (!paper || hostileFault(sentence.text) !== undefined) continue
    const known = chosen.get(paper)
    const line = lineOf('22.22', sentence)
    const needed = tokensFor(model, known ? line : `${headOf(22, paper)}\n${line}`) + 1
    if (needed > left) continue
    left -= needed
    if (known) known.push(sentence)
    else chosen.set(paper, [sentence])
  }
  const ids = new Map<string, SentenceId>()
  const lines = evidence.papers.flatMap((paper, index) => {
    const sentences = chosen.get(paper)?.toSorted((one, other) => one.number - other.number)
    if (!sentences) return []
    const numbered = sentences.map((sentence) => {
      const id = `${index + 1}.${sentence.number}`
      ids.set(id, sentence.id)
      return lineOf(id, sentence)
    })
    return [headOf(index + 1, paper), ...numbered]
  })
  return { text: lines.join('\n'), ids }
}

/** A sentence with its id, as a line of its own. */
export const lineOf = (id: string, { text }: Pick<Sentence, 'text'>): string => `[${id}] ${oneLine(text)}`

function headOf(number: number, paper: Paper): string {
  const facts = oneLine(factsOf(paper))
  return `Paper ${number}: ${oneLine(paper.title)}${facts === '' ? '' : ` (${facts})`}`
}

/** A line of the evidence is one line, whatever its source holds: otherwise it could bring lines of its own. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
