import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Evidence } from '../evidence.ts'
import { factsOf } from '../evidence.ts'
import type { Claim } from '../types.ts'
import type { Budget } from './budget.ts'
import { askModel } from './call.ts'
import { JudgedClaim, verdictList } from './forms.ts'
import type { ChatModel } from './model.ts'
import { fillPrompt, loadPrompt } from './prompts.ts'

export type Verdict = { verdict: 'supported' | 'partly' | 'unsupported'; why: string }

/** What is asked of a judge besides the claims. */
export type Hearing = { papers: Evidence['papers']; budget: Budget; signal: AbortSignal }

/** Says of claims, all in one call, whether their sentences bear them out. */
export type Judge = {
  /** `provider:model`, for the small print. */
  name: string
  /**
   * The verdicts as they come; a claim of which the judge says nothing gets none.
   *
   * @throws ModelError when the judge fails, perhaps after some verdicts
   */
  judge(claims: readonly Claim[], hearing: Hearing): AsyncGenerator<{ claim: Claim } & Verdict, void, void>
}

/** Verdicts that are kept in memory, so that what was judged once is not paid for again. */
const remembered = 5_000
/** Tokens of a verdict with its reason, and of what stands around all of them. */
const verdictTokens = { each: 80, around: 60 }

/** A judge that asks a model, with verdicts remembered by claim, cited sentences and model. */
export function createJudge(model: ChatModel): Judge {
  const known = new LRUCache<string, Verdict>({ max: remembered })
  return {
    name: model.name,
    async *judge(claims, { papers, budget, signal }) {
      const waiting = new Map<string, Claim>()
      const prompt = loadPrompt('verdicts')
      const keyOf = (claim: Claim) =>
        hash([model.name, prompt.version, claim.text, ...claim.cites.map(({ text }) => text)])
      for (const claim of claims) {
        const verdict = known.get(keyOf(claim))
        if (verdict) yield { claim, ...verdict }
        else waiting.set(labelOf(claim), claim)
      }
      if (waiting.size === 0) return
      const listed = [...waiting].map(([label, claim]) => asText(label, claim, papers)).join('\n\n')
      const request = {
        ...fillPrompt(prompt, { claims: listed }),
        schema: verdictList,
        maxOutputTokens: verdictTokens.around + verdictTokens.each * waiting.size,
        urgent: true as const,
        signal,
      }
      for await (const value of askModel(model, request, budget)) {
        const said = JudgedClaim.safeParse(value).data
        // Labels are not numbers: a judge that counts its verdicts anew names no claim, and none gets another's verdict.
        const claim = said && waiting.get(said.claim)
        if (!claim) continue
        waiting.delete(said.claim)
        const verdict = { verdict: said.verdict, why: said.why }
        known.set(keyOf(claim), verdict)
        yield { claim, ...verdict }
      }
    },
  }
}

function asText(label: string, { text, cites }: Claim, papers: Hearing['papers']): string {
  const sentences = cites.map((sentence) => {
    const paper = papers.find(({ id }) => id === sentence.paper)
    const facts = paper ? factsOf(paper) : ''
    return `  ${paper?.title ?? ''}${facts === '' ? '' : ` (${facts})`}: "${oneLine(sentence.text)}"`
  })
  return [`${label}: ${oneLine(text)}`, ...sentences].join('\n')
}

/** Four letters and digits that nobody could count on to. */
function labelOf({ text, cites }: Claim): string {
  return `k${BigInt(`0x${hash([text, ...cites.map(({ id }) => id)]).slice(0, 12)}`)
    .toString(36)
    .slice(-4)}`
}

const hash = (parts: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex')

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
