import { estimateTokens } from '../../lib/token-estimate.ts'
import type { SentenceId } from '../../papers/sentences.ts'
import { hostileFault } from '../checks/claim-text.ts'
import type { Evidence } from '../evidence.ts'

/** Evidence as a model sees it, and what the short ids it may cite stand for. */
export type NumberedEvidence = {
  /** `Paper 2: title`, then lines such as `[2.3] sentence`. */
  text: string
  /** `2.3` -> the third sentence of the second paper. */
  ids: ReadonlyMap<string, SentenceId>
}

/**
 * Writes evidence out with short ids. Sentences come paper by paper, best paper first, for as long as they fit;
 * what does not fit is left out and cannot be cited. Neither is a sentence that talks to a machine: what tells the
 * model what to say must not become the proof that it is so.
 *
 * @param tokens the estimated size the text may have
 */
export function numberEvidence(evidence: Evidence, tokens: number): NumberedEvidence {
  const lines: string[] = []
  const ids = new Map<string, SentenceId>()
  let left = tokens
  for (const [index, paper] of evidence.papers.entries()) {
    const title = `Paper ${index + 1}: ${oneLine(paper.title)}`
    const sentences = [...evidence.sentences.values()].filter(
      (sentence) => sentence.paper === paper.id && hostileFault(sentence.text) === undefined,
    )
    let titled = false
    for (const sentence of sentences) {
      const id = `${index + 1}.${sentence.number}`
      const line = `[${id}] ${oneLine(sentence.text)}`
      const needed = estimateTokens(titled ? line : `${title}\n${line}`) + 1
      if (needed > left) return { text: lines.join('\n'), ids }
      left -= needed
      if (!titled) lines.push(title)
      titled = true
      lines.push(line)
      ids.set(id, sentence.id)
    }
  }
  return { text: lines.join('\n'), ids }
}

/** A line of the evidence is one line, whatever its source holds: otherwise it could bring lines of its own. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
