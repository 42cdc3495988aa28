import { describe, expect, it } from 'vitest'
import { verifyDraft } from '../../src/answering/verify.ts'
import { type ClaimRow, claimRows, shippedEvidence, shippedSentences } from './claims-file.ts'

const idOf = new Map(shippedSentences.map(({ text, id }) => [text, id]))

function passes({ claim, cites }: ClaimRow): boolean {
  const ids = cites.map((text) => idOf.get(text) ?? `no such sentence: ${text}`)
  return verifyDraft({ text: claim, cites: ids }, shippedEvidence).ok
}

/** The share of rows that are judged rightly: true ones shown, distorted ones dropped. */
function rightly(rows: readonly ClaimRow[]): number {
  return rows.filter((row) => passes(row) === row.true).length / rows.length
}

describe.each([
  { part: 'tuned on', rows: claimRows.filter((row) => !row.held_out) },
  { part: 'held out', rows: claimRows.filter((row) => row.held_out) },
])('the claims that were $part', ({ rows }) => {
  const of = (...kinds: readonly ClaimRow['kind'][]) => rows.filter(({ kind }) => kinds.includes(kind))

  it('are enough to measure by', () => {
    expect(rows.filter((row) => row.true).length).toBeGreaterThan(30)
    expect(rows.filter((row) => !row.true).length).toBeGreaterThan(40)
  })

  it('cite sentences of the paper they name', () => {
    const cited = rows.flatMap(({ cites }) => cites)
    expect(cited.filter((text) => !idOf.has(text))).toEqual([])
  })

  it('pass when they are true, nine of ten', () => {
    expect(rightly(rows.filter((row) => row.true))).toBeGreaterThanOrEqual(0.9)
  })

  it('are dropped when they are distorted, 95 of 100', () => {
    expect(rightly(rows.filter((row) => !row.true))).toBeGreaterThanOrEqual(0.95)
  })

  it('are always dropped with a wrong number, unit or name, with invented facts, or with orders in them', () => {
    expect(
      rightly(of('wrong-number', 'wrong-unit', 'wrong-name', 'other-paper', 'invented', 'injected')),
    ).toBe(1)
  })

  it('are dropped when they deny what the source says, 95 of 100', () => {
    expect(rightly(of('negated'))).toBeGreaterThanOrEqual(0.95)
  })
})
