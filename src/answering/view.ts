import { signsOf, trimEndOf } from '../lib/trim.ts'
import { calledInTitle } from '../papers/names.ts'
import type { Paper } from '../papers/paper.ts'
import { citeAction, howPapersComeIn, noPapersYet, paperActions, paperCards } from '../papers/view.ts'
import {
  card,
  cite,
  heading,
  hint,
  list,
  note,
  paragraph,
  prose,
  quote,
  reply,
  run,
  strong,
} from '../replies/build.ts'
import { cleanLine } from '../replies/clean.ts'
import type { Block, Prose, Reply } from '../replies/reply.ts'
import { listedReply } from './collection/view.ts'
import { type CitedSource, sourcesOf } from './sources.ts'
import { howChecked } from './stamp.ts'
import type { Answer, Claim } from './types.ts'

type Answered = Extract<Answer, { kind: 'answered' }>
type Hedged = Extract<Answer, { kind: 'hedged' }>
type NotFound = Extract<Answer, { kind: 'not-found' }>

/** How many of the closest papers are offered when the papers do not say. */
const closestShown = 3
/** How many sources get a button; every one can be opened with its number. */
const sourcesWithButton = 3
/** Longest piece of a cited sentence under its source, in UTF-16 units. */
const longestQuote = 300

const lineEnd = signsOf('.', { space: true })

/** What is shown while papers are read. */
export function readingReply(papers: number): Reply {
  const line = `Reading ${papers.toLocaleString('en')} ${papers === 1 ? 'paper' : 'papers'}…`
  return reply({ summary: line, tone: 'working', blocks: [paragraph(line)] })
}

/**
 * An answer as a page; while it is being written it has no buttons and the tone `working`.
 *
 * @param turn the id under which it is remembered, for its buttons
 * @param model the chat model's name, for the small print of what it wrote
 * @param about the paper that the question's words were taken to point at
 */
export function answerReply(
  answer: Answer,
  stage: 'writing' | 'done',
  { turn, model, about }: { turn: string; model?: string | undefined; about?: Paper | undefined },
): Reply {
  switch (answer.kind) {
    case 'answered':
      return stage === 'writing' ? growingReply(answer) : answeredReply(answer, turn, { model, about })
    case 'not-found':
      return notFoundReply(answer, turn)
    case 'hedged':
      return hedgedReply(answer, turn)
    case 'listed':
      return listedReply(answer)
    case 'elsewhere':
    case 'declined':
      return whyReply(answer.why, 'among' in answer ? answer.among : undefined)
  }
}

/** Why there is no answer, with what else to ask, or the papers to choose from. */
function whyReply(why: string, among: readonly Paper[] = []): Reply {
  const isChoice = among.length > 0
  const hint = 'Ask what a paper does, how it works or what it found, or which papers are about a topic.'
  return reply({
    summary: why,
    tone: 'answer',
    blocks: [paragraph(why), ...paperCards(among), ...(isChoice ? [] : [note(hint)])],
    actions: isChoice ? paperActions('show', among) : [run('What I can do', 'help')],
  })
}

/** The papers that carry a number on the page of an answer, in that order. */
export function numberedPapers(answer: Answer): readonly Paper[] {
  switch (answer.kind) {
    case 'answered':
    case 'hedged':
      return sourcesOf(answer).map(({ paper }) => paper)
    case 'listed':
      return answer.papers
    case 'not-found':
      return answer.retrieved.slice(0, closestShown).map(({ paper }) => paper)
    case 'declined':
      return answer.among ?? []
    case 'elsewhere':
      return []
  }
}

function growingReply(answer: Answered): Reply {
  if (answer.claims.length === 0) return readingReply(answer.retrieved.length)
  const sources = sourcesOf(answer)
  return reply({
    summary: summaryOf(answer),
    tone: 'working',
    blocks: [
      ...claimBlocks(answer.claims, answer.mode, sources),
      ...(answer.mode === 'extractive'
        ? [note('Quoted from the abstracts, until the model has written.')]
        : []),
    ],
  })
}

function answeredReply(
  answer: Answered,
  turn: string,
  { model, about }: { model: string | undefined; about: Paper | undefined },
): Reply {
  const sources = sourcesOf(answer)
  const papers = sources.map(({ paper }) => paper)
  const smallPrint =
    answer.mode === 'extractive'
      ? 'Quoted from the abstracts.'
      : howChecked({ claims: answer.claims, leftOut: answer.leftOut ?? 0, model })
  const readAs = about && `Read as a question about ${calledInTitle(about)}.`
  return reply({
    summary: summaryOf(answer),
    tone: 'answer',
    blocks: [
      ...claimBlocks(answer.claims, answer.mode, sources),
      ...notStatedBlocks(answer.notStated ?? []),
      heading(sources.length === 1 ? 'Source' : 'Sources'),
      ...sources.flatMap((source) => sourceBlocks(source, answer.mode)),
      note([readAs, smallPrint, answer.fallback].filter((part) => part !== undefined).join(' ')),
    ],
    actions: [
      run('Show evidence', `evidence ${turn}`, 'evidence'),
      ...paperActions('show', papers.slice(0, sourcesWithButton)),
      ...paperActions('similar', papers.slice(0, 1)),
      citeAction(turn),
    ],
    rating: ratingOf(turn),
  })
}

/** What was asked and no abstract says, in the model's words. */
export function notStatedBlocks(lines: readonly string[]): readonly Block[] {
  if (lines.length === 0) return []
  return [
    paragraph(
      strong('Not stated in these abstracts:'),
      ` ${lines.map((line) => trimEndOf(cleanLine(line), lineEnd)).join('; ')}.`,
    ),
  ]
}

/** The closest sentences, said to be no more than that. */
function hedgedReply(answer: Hedged, turn: string): Reply {
  const sources = sourcesOf(answer)
  const papers = sources.map(({ paper }) => paper)
  const called = calledInTitle(answer.paper)
  const sentence = answer.mayAnswer
    ? `I am not sure that the abstract of ${called} answers this.`
    : `The abstract of ${called} does not say this outright.`
  return reply({
    summary: sentence,
    tone: 'answer',
    blocks: [
      paragraph(strong(sentence), ' Closest:'),
      ...claimBlocks(answer.closest, answer.mode, sources),
      heading('Source'),
      ...sources.flatMap((source) => sourceBlocks(source, answer.mode)),
      note(['Quoted from the abstract.', answer.fallback].filter((part) => part !== undefined).join(' ')),
    ],
    actions: [
      run('Show evidence', `evidence ${turn}`, 'evidence'),
      ...paperActions('show', papers),
      ...paperActions('similar', papers),
      citeAction(turn),
    ],
    rating: ratingOf(turn),
  })
}

function notFoundReply(answer: NotFound, turn: string): Reply {
  const closest = answer.retrieved.slice(0, closestShown)
  const papers = closest.map(({ paper }) => paper)
  const searched = `${answer.searched.toLocaleString('en')} ${answer.searched === 1 ? 'paper' : 'papers'}`
  const isEmpty = answer.searched === 0
  const bare = papers[0]?.abstract === '' ? papers[0] : undefined
  const sentence = isEmpty
    ? noPapersYet
    : bare
      ? `Of ${calledInTitle(bare)} only the title is known here, not what it says.`
      : `I did not find it in ${searched}.`
  return reply({
    summary: sentence,
    tone: 'answer',
    blocks: [
      paragraph(strong(sentence)),
      ...(closest.length === 0 || bare ? [] : [heading('Closest papers')]),
      ...paperCards(papers),
      isEmpty
        ? paragraph(...howPapersComeIn)
        : closest.length === 0
          ? note('Try other words, or see ', hint('help'), '.')
          : note('Open one with ', hint('show 1'), ', or try other words with ', hint('search'), '.'),
      ...(answer.fallback === undefined ? [] : [note(answer.fallback)]),
    ],
    actions: paperActions('show', papers),
    ...(isEmpty ? {} : { rating: ratingOf(turn) }),
  })
}

const ratingOf = (turn: string) => ({ up: `feedback up ${turn}`, down: `feedback down ${turn}` })

function summaryOf(answer: Answered): string {
  return answer.claims[0]?.text ?? 'No answer'
}

/** Quoted sentences stand apart as a list; what a model wrote reads on as paragraphs. */
function claimBlocks(
  claims: readonly Claim[],
  mode: 'model' | 'extractive',
  sources: readonly CitedSource[],
): readonly Block[] {
  const bodies = claims.map((claim) => claimProse(claim, sources))
  if (mode === 'extractive' && bodies.length > 1) return [list(bodies)]
  return bodies.map((body) => paragraph(...body))
}

function claimProse(claim: Claim, sources: readonly CitedSource[]): Prose {
  const cited = new Set(claim.cites.map((sentence) => sentence.paper))
  const marks = sources.filter(({ paper }) => cited.has(paper.id))
  return prose(`${cleanLine(claim.text)} `, ...marks.map(({ number, paper }) => cite(number, paper.url)))
}

/** A source below the answer. A quoted answer is its own evidence; a written one shows the sentences it stands on. */
function sourceBlocks(source: CitedSource, mode: Answered['mode']): readonly Block[] {
  const { number, paper, sentences } = source
  const evidence = mode === 'model' ? sentences : []
  return [
    card({ number, title: paper.title, url: paper.url }),
    ...evidence.map((sentence) => quote(cleanLine(sentence.text, longestQuote))),
  ]
}
