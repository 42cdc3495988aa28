import type { Paper } from '../papers/paper.ts'
import { foldText } from '../papers/words.ts'
import type { Output } from '../platform/json-output.ts'
import { card, cite, code, heading, note, paragraph, quote, reply, run, strong } from '../replies/build.ts'
import type { Block, Reply } from '../replies/reply.ts'
import type { Turn, TurnClaim } from '../store/store.ts'
import type { Command } from './command.ts'
import { findAnswer } from './find-answer.ts'
import { claimData } from './json-data.ts'
import { markWords } from './mark-words.ts'

/** Two rows of buttons: more than an answer has sentences. Summaries and comparisons may have more. */
const claimsWithButton = 10

/** A paper with the number it had in the answer. */
type Source = { number: number; paper: Paper }

export const evidence: Command = {
  name: 'evidence',
  audience: 'asker',
  mayUse: 'everyone',
  shows: 'modal',
  summary: 'Show the exact sentences behind each claim of an answer',
  options: [{ name: 'answer', summary: 'the last one when left out', kind: 'turn', required: false }],
  examples: ['evidence', '/evidence'],
  hidden: true,
  quick: true,
  async *run(input, services) {
    const turn = await findAnswer(input.rest, input, services, ({ claims }) => claims.length > 0)
    if (!turn || turn.claims.length === 0) {
      yield { reply: noEvidenceReply(turn) }
      return
    }
    const papers = await services.store.papers.get(turn.papers)
    const sources = papers.map((paper) => ({ number: turn.papers.indexOf(paper.id) + 1, paper }))
    yield { reply: evidenceReply(turn, sources) }
  },
}

function noEvidenceReply(turn: Turn | undefined): Reply {
  const message = turn
    ? 'That page makes no claims, so there is no evidence to show.'
    : 'There is no answer here to show the evidence of.'
  return reply({
    summary: message,
    tone: 'warning',
    audience: 'asker',
    blocks: [paragraph(message), note('Ask a question about the papers first.')],
  })
}

function evidenceReply(turn: Turn, sources: readonly Source[]): Reply {
  const question = turn.line.replace(/^\/?ask\s+/i, '')
  const papers = sources.map(({ paper }) => paper)
  const data: Output<'evidence'> = {
    turn: turn.id,
    question,
    claims: turn.claims.map((claim) => claimData(claim, papers)),
  }
  return reply({
    summary: `Evidence for: ${turn.claims[0]?.text ?? question}`,
    tone: 'answer',
    audience: 'asker',
    blocks: [
      heading('Evidence'),
      ...turn.claims.flatMap((claim, index) =>
        claimBlocks(claim, { question, sources, ...(turn.claims.length > 1 && { number: index + 1 }) }),
      ),
      ...sources.map(({ number, paper }) => card({ number, title: paper.title, url: paper.url })),
      note(
        'Sentences as they stand in the abstracts; strong words are those they share with the answer or the question.',
        ...(turn.claims.length > claimsWithButton
          ? [
              ' Is one of those without a button cited wrongly? Say ',
              code(`feedback wrong ${claimsWithButton + 1}`),
              '.',
            ]
          : []),
      ),
    ],
    actions: turn.claims.slice(0, claimsWithButton).map((_, index) => {
      const which = turn.claims.length === 1 ? 'Wrong citation' : `Sentence ${index + 1}: wrong citation`
      return run(which, `feedback wrong ${index + 1} ${turn.id}`, `feedback wrong ${index + 1}`)
    }),
    data,
  })
}

/** A claim and its sentences; a claim that only repeats its sentence is not shown twice. */
function claimBlocks(
  claim: TurnClaim,
  { question, sources, number }: { question: string; sources: readonly Source[]; number?: number },
): readonly Block[] {
  const verbatim = claim.cites.some(({ text }) => foldText(text).includes(foldText(claim.text)))
  const numbered = (paper: string) => sources.filter((source) => source.paper.id === paper)
  const marks = (paper: string) => numbered(paper).map(({ number, paper: { url } }) => cite(number, url))
  return [
    ...(number === undefined
      ? []
      : [paragraph(strong(`Sentence ${number}`), verbatim ? '' : `: ${claim.text}`)]),
    ...(verbatim || number !== undefined ? [] : [paragraph(claim.text)]),
    // In a sentence that is its own claim every word is shared, which would mark nothing.
    ...claim.cites.map(({ text, paper }) =>
      quote(...markWords(text, verbatim ? [question] : [question, claim.text]), ' ', ...marks(paper)),
    ),
  ]
}
