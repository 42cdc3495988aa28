import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBudget } from '../../../src/answering/model/budget.ts'
import { createJudge } from '../../../src/answering/model/judge.ts'
import { createChatModel } from '../../../src/answering/model/langchain.ts'
import type { ChatModel } from '../../../src/answering/model/model.ts'
import { writeAnswer } from '../../../src/answering/model/write.ts'
import { leansBack } from '../../../src/language/leaning.ts'
import { type FakeOpenAI, startFakeOpenAI } from '../../fakes/openai-server.ts'
import { modelOf, verdictsBy } from '../../fakes/scripted-model.ts'
import { evidenceOf } from '../evidence-fixture.ts'

const names = ['TAROT', 'HSTU', 'DIN', 'SDIM']
const evidence = evidenceOf(
  ...names.map((name) => ({
    id: name,
    title: `${name}: a study`,
    abstract: `We propose ${name}. ${name} is fast. ${name} is small.`,
  })),
)

/** Half of the sentences lean on the one before. */
const claimsOf = (answer: number) =>
  names.map((name, place) => {
    const leans = place > 0 && (answer + place) % 2 === 0
    const text = leans
      ? `It also makes answer ${answer} faster, as number ${place} of them.`
      : `${name} makes answer ${answer} fast.`
    return { cites: [`${place + 1}.2`], text: text.replace(/, as number \d of them/, '') + ' '.repeat(place) }
  })

let server: FakeOpenAI
let model: ChatModel
const dropped = new Set<string>()
beforeAll(async () => {
  server = await startFakeOpenAI({
    otherwise: modelOf({
      answer: (prompt) => ({
        claims: claimsOf(Number(/answer (\d+)\?/.exec(prompt)?.[1])).map((claim, place) => ({
          ...claim,
          text: claim.text.trim().replace('faster', ['', 'faster', 'much faster', 'far faster'][place] ?? ''),
        })),
        not_stated: [],
      }),
      judge: verdictsBy((text) => (dropped.has(text) ? 'unsupported' : 'supported')),
      repair: (claim, prompt) => {
        const name = /\[(\d)\.2\] (\w+) is fast/.exec(prompt)
        return {
          cites: [`${name?.[1]}.2`],
          text: `${name?.[2]} is what makes it fast: ${claim.length} letters said so`.replace(/: .*/, '.'),
        }
      },
    }),
  })
  model = createChatModel({ model: 'openai:test', settings: { OPENAI_BASE_URL: server.url } })
  await model.load()
})
afterAll(() => server.close())

describe('200 answers whose sentences are dropped at random', () => {
  it('show no draft, no orphan and no empty page, and keep nine of ten sentences that survive', async () => {
    // A generator with a seed of its own: the same drops each time (Park and Miller 1988).
    let seed = 20_261_130
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647
    }
    let survivors = 0
    let kept = 0
    for (let answer = 0; answer < 200; answer++) {
      dropped.clear()
      const written = claimsOf(answer).map(({ text }, place) =>
        text.trim().replace('faster', ['', 'faster', 'much faster', 'far faster'][place] ?? ''),
      )
      for (const text of written) if (random() < 0.4) dropped.add(text)
      const alive = written.filter((text) => !dropped.has(text))
      const writing = writeAnswer({
        question: `How fast is answer ${answer}?`,
        evidence,
        evidenceTokens: 2_000,
        model,
        judge: createJudge(model),
        budget: createBudget(),
        signal: AbortSignal.timeout(60_000),
      })
      const pages: string[][] = []
      let next = await writing.next().catch((error: unknown) => {
        // Nothing left is an error, which leads to quotes, and no page.
        if (alive.length > 0) throw error
        return { done: true as const, value: undefined }
      })
      for (; !next.done; next = await writing.next()) pages.push(next.value.map(({ text }) => text))
      if (!next.value) continue
      pages.push(next.value.claims.map(({ text }) => text))
      for (const page of pages) {
        expect(page.length).toBeGreaterThan(0)
        for (const text of page) expect(dropped.has(text)).toBe(false)
        for (const [place, text] of page.entries()) {
          if (!leansBack(text)) continue
          const before = written[written.indexOf(text) - 1]
          expect(place).toBeGreaterThan(0)
          expect(page[place - 1] === before || !written.includes(page[place - 1] ?? '')).toBe(true)
        }
      }
      survivors += alive.length
      kept += pages.at(-1)?.length ?? 0
    }
    expect(survivors).toBeGreaterThan(400)
    expect(kept / survivors).toBeGreaterThanOrEqual(0.9)
  })
})
