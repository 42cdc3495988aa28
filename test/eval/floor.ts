import { formatTable } from './table.ts'

/** A measured value and what it is held to. */
export type Verdict = {
  name: string
  /** Undefined when nothing that was run measures it: the floor then says nothing. */
  measured: number | undefined
  bound: 'at least' | 'at most' | 'under'
  limit: number
}

/** Whether a floor holds. */
export function holds({ measured, bound, limit }: Verdict): boolean {
  if (measured === undefined) return true
  switch (bound) {
    case 'at least':
      return measured >= limit
    case 'at most':
      return measured <= limit
    case 'under':
      return measured < limit
  }
}

/** The floors beside what was measured. */
export function formatVerdicts(verdicts: readonly Verdict[]): string {
  return formatTable(
    ['floor', 'measured', 'wanted', ''],
    verdicts.map((verdict) => [
      verdict.name,
      verdict.measured?.toFixed(3),
      `${verdict.bound} ${verdict.limit.toFixed(2)}`,
      verdict.measured === undefined ? 'not run' : holds(verdict) ? 'pass' : 'FAIL',
    ]),
  )
}
