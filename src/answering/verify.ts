import type { Sentence } from '../papers/sentences.ts'
import { type ClaimSource, sourceTexts } from './checks/claim-source.ts'
import { formFault, hostileFault, plainClaim } from './checks/claim-text.ts'
import { topicStems } from './checks/clauses.ts'
import { comparisonFault, isMirrored } from './checks/comparison.ts'
import { contrastFault } from './checks/contrast.ts'
import { coverageFault } from './checks/coverage.ts'
import { directionFault } from './checks/direction.ts'
import { isEnglish, separateScripts } from './checks/language.ts'
import { nameFault } from './checks/names.ts'
import { negationFault } from './checks/negation.ts'
import { ownerFault } from './checks/number-owner.ts'
import { quantitiesIn } from './checks/quantities.ts'
import { quantityFault } from './checks/quantity-support.ts'
import { statementFault } from './checks/statement-owner.ts'
import type { Evidence } from './evidence.ts'
import type { Claim, Draft } from './types.ts'

export type Verdict = { ok: true; claim: Claim } | { ok: false; reason: string }

/**
 * The gate before anything that a model wrote is shown: whether a draft says only what the sentences it cites say.
 * Pure and deterministic; it never throws. A sentence cited word for word passes whatever it holds, unless it talks
 * to a machine or calls people. A claim in another language than English is held to its numbers and names and must
 * share at least one of them, or a word, with its source: its words cannot be compared.
 *
 * @returns the claim with its ids resolved, or the first reason against it (for the log and the model's second try, not for readers)
 */
export function verifyDraft(draft: Draft, evidence: Evidence): Verdict {
  const text = plainClaim(draft.text)
  const source = citedSource(draft, evidence)
  if (typeof source === 'string') return { ok: false, reason: source }
  const texts = source.sentences.map((sentence) => sentence.text)
  const fault =
    hostileFault(text) ??
    (isVerbatim(text, texts)
      ? undefined
      : (formFault(text, texts) ??
        (isEnglish(text) ? englishFault(text, source) : foreignFault(text, source))))
  return fault === undefined
    ? { ok: true, claim: { text, cites: source.sentences } }
    : { ok: false, reason: fault }
}

/** What the cited ids stand for, or what is wrong with them. */
function citedSource(draft: Draft, evidence: Evidence): ClaimSource | string {
  const ids = [...new Set(draft.cites)]
  if (ids.length === 0) return 'it cites nothing'
  const sentences = ids.flatMap((id): Sentence[] => {
    const sentence = evidence.sentences.get(id)
    return sentence ? [sentence] : []
  })
  if (sentences.length < ids.length) return 'it cites a sentence that is not in the evidence'
  const cited = new Set(sentences.map(({ paper }) => paper))
  return {
    sentences,
    papers: evidence.papers.filter(({ id }) => cited.has(id)),
    others: evidence.papers.filter(({ id }) => !cited.has(id)),
  }
}

function isVerbatim(text: string, sentences: readonly string[]): boolean {
  return sentences.some((sentence) => plainClaim(sentence) === text)
}

function englishFault(text: string, source: ClaimSource): string | undefined {
  return (
    quantityFault(text, source, 'full') ??
    ownerFault(text, source) ??
    nameFault(text, source, true) ??
    comparisonFault(text, source) ??
    contrastFault(text, source) ??
    (isMirrored(text, source) ? undefined : directionFault(text, source)) ??
    negationFault(text, source) ??
    coverageFault(text, source) ??
    statementFault(text, source)
  )
}

function foreignFault(text: string, source: ClaimSource): string | undefined {
  const separated = separateScripts(text)
  const fault =
    quantityFault(separated, source, 'digits') ??
    ownerFault(separated, source) ??
    nameFault(separated, source, false)
  if (fault !== undefined) return fault
  const known = new Set(sourceTexts(source).flatMap((sentence) => [...topicStems(sentence)]))
  const anchored = quantitiesIn(separated).length > 0 || !topicStems(separated).isDisjointFrom(known)
  return anchored ? undefined : 'it shares nothing with its source'
}
