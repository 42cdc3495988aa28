import { afterEach, describe, expect, it } from 'vitest'
import { createJudge } from '../../src/answering/model/judge.ts'
import { createChatModel } from '../../src/answering/model/langchain.ts'
import { gateClaims, gateFigures, readLabelledClaims } from '../eval/labelled-claims.ts'
import { arxivCollection } from '../eval/sets.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../fakes/openai-server.ts'
import { modelOf, verdictsBy } from '../fakes/scripted-model.ts'

const rows = await readLabelledClaims()
const papers = await arxivCollection.papers()
/** What the vetoes have to find by themselves, in whatever language. */
const exact = new Set(['wrong-number', 'wrong-unit', 'invented'])

let server: FakeOpenAI | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

describe('the 300 labelled claims', () => {
  it('by the vetoes alone: at most 3 % of the supported are lost, no wrong number, unit or name is shown', async () => {
    const gated = await gateClaims(rows, papers)
    expect(gateFigures(gated, 'vetoes').falseDrops).toBeLessThanOrEqual(0.03)
    expect(gated.filter(({ kind, supported, vetoes }) => !supported && vetoes && exact.has(kind))).toEqual([])
  })

  it('with a judge that knows the labels: the same is lost, and nothing is shown that is not supported', async () => {
    const labels = new Map(rows.map(({ claim, supported }) => [claim, supported]))
    server = await startFakeOpenAI({
      otherwise: modelOf({ judge: verdictsBy((text) => (labels.get(text) ? 'supported' : 'unsupported')) }),
    })
    const model = createChatModel({ model: 'openai:test', settings: { OPENAI_BASE_URL: server.url } })
    const gated = await gateClaims(rows, papers, createJudge(model))
    const figures = gateFigures(gated, 'judged')
    expect(figures.falseDrops).toBeLessThanOrEqual(0.03)
    expect(figures.falseAccepts).toBe(0)
  })
})
