import { describe, expect, it } from 'vitest'
import { gatherEvidence } from '../../src/answering/evidence.ts'
import type { Answer, AnswerQuestion, Claim } from '../../src/answering/types.ts'
import { sentencesOf } from '../../src/papers/sentences.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Block, Reply } from '../../src/replies/reply.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'
import { openShipped, reply } from './shipped-services.ts'

const papers = (await shippedPapers()).filter(({ title }) => /^TAROT|^Deep Interest Network/.test(title))
const evidence = gatherEvidence(papers)
const retrieved = papers.map((paper) => ({ paper, score: 0.9 }))
const [tarot, din] = ['TAROT', 'Deep Interest'].map((title) =>
  papers.find((paper) => paper.title.startsWith(title)),
)
const sentence = (paper: typeof tarot, number: number) =>
  paper ? sentencesOf(paper).slice(number - 1, number) : []

const proposes = sentence(tarot, 1)
const verbatim: Claim = { text: proposes[0]?.text ?? '', cites: proposes }
const written: Claim = { text: 'DIN models diverse interests.', cites: [...sentence(din, 6), ...proposes] }

function answering(answer: Answer): AnswerQuestion {
  return async function* () {
    yield { stage: 'done', answer }
  }
}
const answered = (...claims: readonly Claim[]) =>
  answering({ kind: 'answered', mode: 'model', claims, evidence, retrieved })

/** The words of a page's quotes that are marked, quote by quote. */
function marked({ blocks }: Reply): readonly (readonly string[])[] {
  const words = (block: Block) =>
    block.kind === 'quote'
      ? [
          block.body.flatMap((inline) =>
            inline.kind === 'text' && inline.style === 'strong' ? [inline.text] : [],
          ),
        ]
      : []
  return blocks.flatMap(words)
}

/** The command behind a button. */
function button({ actions = [] }: Reply, label: string): string {
  const action = actions.find((candidate) => candidate.label === label)
  return action?.kind === 'run' ? action.command : `There is no button ${label}`
}

describe('evidence', () => {
  it('shows each claim with the exact sentences behind it and the papers they stand in', async () => {
    const { handle } = await openShipped({ answer: answered(written) })
    const answer = await reply(handle, 'what does DIN model?')
    const page = await reply(handle, button(answer, 'Show evidence'))
    const text = plainText(page)
    expect(text).toContain('DIN models diverse interests.')
    for (const { text: exact } of written.cites) expect(text).toContain(exact)
    expect(text).toContain(`1. ${din?.title}`)
    expect(text).toContain(`2. ${tarot?.title}`)
    expect(page).toMatchObject({ tone: 'answer', audience: 'asker' })
  })

  it('marks each cited sentence inside its abstract, between its neighbours, and tells how the claim was checked', async () => {
    const { handle } = await openShipped({ answer: answered({ ...written, checked: 'judged' }) })
    await reply(handle, 'ask who proposes to select data?')
    const page = await reply(handle, 'evidence')
    expect(marked(page)).toEqual(written.cites.map(({ text }) => [text]))
    const text = plainText(page)
    const [before, after] = [sentence(din, 5)[0], sentence(din, 7)[0]]
    expect(text).toContain(`${before?.text} ${written.cites[0]?.text} ${after?.text} [1]`)
    expect(text).toContain('Judged: supported')
  })

  it('says of what was not judged that it was not', async () => {
    const { handle } = await openShipped({ answer: answered({ ...written, checked: 'vetoes-only' }) })
    await reply(handle, 'ask who proposes to select data?')
    expect(plainText(await reply(handle, 'evidence'))).toContain('Not judged')
  })

  it('shows a quoted claim once', async () => {
    const { handle } = await openShipped({ answer: answered(verbatim) })
    await reply(handle, 'what is proposed?')
    const page = await reply(handle, 'evidence')
    expect(plainText(page).split(verbatim.text)).toHaveLength(2)
    expect(marked(page)).toEqual([[verbatim.text]])
    expect(plainText(page)).not.toContain('udged')
  })

  it('tells scripts the same', async () => {
    const { handle } = await openShipped({ answer: answered(verbatim) })
    await reply(handle, '/ask what is proposed?')
    expect((await reply(handle, 'evidence')).data).toEqual({
      turn: expect.any(String),
      question: 'what is proposed?',
      claims: [
        {
          text: verbatim.text,
          cites: [{ paper: tarot?.id, title: tarot?.title, sentence: verbatim.text }],
        },
      ],
    })
  })

  it('of an earlier answer comes by its button, and of the last answer by its name', async () => {
    const answers = [answered(written), answered(verbatim)]
    const { handle } = await openShipped({ answer: (...asked) => (answers.shift() ?? answered())(...asked) })
    const earlier = await reply(handle, 'one?')
    await reply(handle, 'two?')
    await reply(handle, 'search optimal transport')
    expect((await reply(handle, 'show evidence')).summary).toContain(verbatim.text.slice(0, 40))
    const button = earlier.actions?.[0]
    expect(button).toMatchObject({ label: 'Show evidence', typed: 'evidence' })
    const line = button?.kind === 'run' ? button.command : ''
    expect((await reply(handle, line, 'elsewhere')).summary).toContain(written.text)
  })

  it.each(['evidence', 'feedback down'])('%s knows no private answer of somebody else', async (line) => {
    const { handle, services } = await openShipped({ answer: answered(written) })
    const at = async (conversation: string, id: string, said: string) => {
      const where = { platform: 'slack', conversation, workspace: 'T1' } as const
      return (await Array.fromAsync(handle({ who: { id }, where, line: said }))).at(-1)
    }
    for (const [conversation, readable] of [
      ['T1:D1:17.1', false], // a direct message
      ['T1:C1:U1', false], // shown to the asker alone
      ['T1:C1:17.1', true], // a thread of the channel
    ] as const) {
      await at(conversation, 'U1', 'what is DIN?')
      const [turn] = await services.store.turns.recent(conversation, 1)
      const other = await at('T1:C1:U2', 'U2', `${line} ${turn?.id}`)
      expect(other?.tone).toBe(readable ? 'answer' : 'warning')
      expect(JSON.stringify(other).includes('DIN models')).toBe(readable && line === 'evidence')
      expect((await at('T1:C9:U1', 'U1', `${line} ${turn?.id}`))?.tone).toBe('answer')
    }
  })

  it('says so where there is none', async () => {
    const silent = answering({ kind: 'not-found', searched: 76, mode: 'extractive', retrieved })
    const { handle } = await openShipped({ answer: silent })
    expect(await reply(handle, 'evidence')).toMatchObject({ tone: 'warning', audience: 'asker' })
    const { actions = [], rating } = await reply(handle, 'what is the weather?')
    expect(actions.map(({ label }) => label)).not.toContain('Show evidence')
    const turn = rating?.up.split(' ').at(-1)
    expect((await reply(handle, `evidence ${turn}`)).summary).toContain('makes no claims')
    expect((await reply(handle, '/evidence of nothing')).tone).toBe('warning')
  })
})
