import { setImmediate } from 'node:timers/promises'
import type { Evidence } from '../evidence.ts'
import type { Budget } from './budget.ts'
import type { Judge } from './judge.ts'
import { ModelError } from './model.ts'
import type { Page, Part } from './page.ts'

type CourtTask = { judge?: Judge; evidence: Evidence; budget: Budget; signal: AbortSignal }

/** When the claims of a page are judged. */
export type Court = {
  /** Something new waits: it is judged as soon as the judge is free. */
  hear(): void
  /** Nothing waits any more. */
  adjourned(): Promise<void>
}

/** The longest that readers wait for verdicts, in milliseconds: later ones are too late. */
const judgeWaits = 8_000

/** Takes claims to the judge one batch after another: all that wait at the time. */
export function openCourt(
  { judge, evidence, budget, signal }: CourtTask,
  page: Page,
  show: () => void,
): Court {
  let open = judge !== undefined
  let session: Promise<void> | undefined
  const waiting = () => page.parts.filter(({ state }) => state === 'waiting')

  async function sit(): Promise<void> {
    // Claims that came together go together.
    await setImmediate()
    for (let batch = waiting(); batch.length > 0; batch = waiting()) {
      if (judge && open) await judgeBatch(judge, batch)
      // No verdict came, and none will: the vetoes alone have to do.
      for (const part of batch) if (part.state === 'waiting') settle(part, 'vetoes-only')
      show()
    }
  }

  async function judgeBatch(judge: Judge, batch: readonly Part[]): Promise<void> {
    const claims = new Map(batch.flatMap((part) => (part.claim ? [[part.claim, part] as const] : [])))
    const patience = AbortSignal.any([signal, AbortSignal.timeout(judgeWaits)])
    try {
      const hearing = { papers: evidence.papers, budget, signal: patience }
      for await (const { claim, verdict, why } of judge.judge([...claims.keys()], hearing)) {
        const part = claims.get(claim)
        if (!part) continue
        if (verdict === 'supported') settle(part, 'judged')
        else {
          part.state = verdict === 'partly' ? 'failed' : 'out'
          part.why = why || 'its sentences do not say it'
        }
        show()
      }
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      // A judge that is gone or too slow is not waited for again.
      open = false
    }
    // A caller that left is shown nothing unjudged; one that ran out of time is.
    if (signal.aborted && !isTimeout(signal))
      for (const part of batch) if (part.state === 'waiting') part.state = 'out'
  }

  function settle(part: Part, checked: 'judged' | 'vetoes-only'): void {
    if (part.claim) part.claim = { ...part.claim, checked }
    part.state = 'kept'
  }

  return {
    hear(): void {
      if (!judge || !open) {
        for (const part of waiting()) settle(part, 'vetoes-only')
        show()
        return
      }
      session ??= sit().finally(() => {
        session = undefined
      })
      // The caller that waits for it hears of its failure.
      session.catch(() => {})
    },
    async adjourned(): Promise<void> {
      while (session || waiting().length > 0) {
        session ??= sit()
        await session
        session = undefined
      }
    },
  }
}

const isTimeout = ({ reason }: AbortSignal): boolean =>
  reason instanceof DOMException && reason.name === 'TimeoutError'
