import type { Paper, PaperId } from '../papers/paper.ts'
import { sentencesOf } from '../papers/sentences.ts'
import { foldText } from '../papers/words.ts'
import type { Output } from '../platform/json-output.ts'
import {
  card,
  cite,
  heading,
  hint,
  note,
  paragraph,
  prose,
  quote,
  reply,
  run,
  strong,
} from '../replies/build.ts'
import type { Block, Prose, Reply } from '../replies/reply.ts'
import type { Store, Turn, TurnClaim } from '../store/store.ts'
import type { Command } from './command.ts'
import { findAnswer } from './find-answer.ts'
import { claimData } from './json-data.ts'

/** Two rows of buttons: more than an answer has sentences. Summaries and comparisons may have more. */
const claimsWithButton = 10

/** A paper with the number and the id that it had in the answer. */
type Source = { number: number; paper: Paper; id: PaperId }

/** What papers were called that were taken out; others that are not seen any more have no name here. */
async function titlesOf(ids: readonly PaperId[], { removed }: Pick<Store, 'removed'>) {
  const known = await removed.get(ids)
  return ids.map((id) => known.find((one) => one.id === id)?.title)
}

export const evidence: Command = {
  name: 'evidence',
  audience: 'asker',
  mayUse: 'everyone',
  summary: 'Show the exact sentences behind each claim of an answer',
  options: [
    { name: 'answer', summary: 'which answer; the last one by default', kind: 'turn', required: false },
  ],
  examples: ['evidence', '/evidence'],
  hidden: true,
  quick: true,
  async *run(input, services) {
    const turn = await findAnswer(input.rest, input, services, ({ claims }) => claims.length > 0)
    if (!turn || turn.claims.length === 0) {
      yield { reply: noEvidenceReply(turn) }
      return
    }
    const { store } = services
    // One by one: a paper may have become another one since, which its old id goes on naming.
    const found = await Promise.all(turn.papers.map((id) => store.papers.get([id])))
    const sources = found.flatMap(([paper], index) =>
      paper ? [{ number: index + 1, paper, id: turn.papers[index] ?? paper.id }] : [],
    )
    const cited = new Set(turn.claims.flatMap(({ cites }) => cites.map(({ paper }) => paper)))
    const gone = [...cited].filter((id) => !sources.some((source) => source.id === id))
    yield { reply: evidenceReply(turn, { sources, gone: await titlesOf(gone, store) }) }
  },
}

function noEvidenceReply(turn: Turn | undefined): Reply {
  const message = turn
    ? 'That page makes no claims, so there is no evidence to show.'
    : 'There is no answer here to show evidence for.'
  return reply({
    summary: message,
    tone: 'warning',
    audience: 'asker',
    blocks: [paragraph(message), note('Ask a question about the papers first.')],
  })
}

/** @param gone titles of cited papers that are not in the collection any more, as far as they are known */
function evidenceReply(
  turn: Turn,
  { sources, gone }: { sources: readonly Source[]; gone: readonly (string | undefined)[] },
): Reply {
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
        claimBlocks(claim, { sources, ...(turn.claims.length > 1 && { number: index + 1 }) }),
      ),
      ...gone.map((title) =>
        note(
          `${title === undefined ? 'A paper that is quoted here' : `“${title}”`} is no longer in the collection. Its sentences are shown as they were quoted.`,
        ),
      ),
      ...sources.map(({ number, paper }) => card({ number, title: paper.title, url: paper.url })),
      note(
        'The cited sentences in bold, with those around them.',
        ...(turn.claims.length > claimsWithButton
          ? [
              ' Is one of those without a button cited wrongly? Say ',
              hint(`feedback wrong ${claimsWithButton + 1}`),
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
  { sources, number }: { sources: readonly Source[]; number?: number },
): readonly Block[] {
  const verbatim = claim.cites.some(({ text }) => foldText(text).includes(foldText(claim.text)))
  const numbered = (paper: string) => sources.filter((source) => source.id === paper)
  const marks = (paper: string) => numbered(paper).map(({ number, paper: { url } }) => cite(number, url))
  return [
    ...(number === undefined
      ? []
      : [paragraph(strong(`Sentence ${number}`), verbatim ? '' : `: ${claim.text}`)]),
    ...(verbatim || number !== undefined ? [] : [paragraph(claim.text)]),
    ...claim.cites.map((cited) => {
      const source = sources.find(({ id }) => id === cited.paper)
      return quote(...inContext(cited, source?.paper), ' ', ...marks(cited.paper))
    }),
    ...(claim.checked === undefined ? [] : [note(verdictInWords[claim.checked])]),
  ]
}

const verdictInWords: Readonly<Record<NonNullable<TurnClaim['checked']>, string>> = {
  judged: 'Judged: supported by the sentences it cites. Numbers and names checked.',
  'vetoes-only': 'Not judged: only numbers and names were checked.',
}

/** A cited sentence, strong, between its neighbours in the abstract; alone where the abstract does not hold it any more. */
function inContext({ text }: TurnClaim['cites'][number], paper: Paper | undefined): Prose {
  const sentences = paper ? sentencesOf(paper) : []
  const at = sentences.findIndex((sentence) => sentence.text === text)
  if (at === -1) return [strong(text)]
  const [before, after] = [sentences[at - 1], sentences[at + 1]]
  return prose(before ? `${before.text} ` : '', strong(text), after ? ` ${after.text}` : '')
}
