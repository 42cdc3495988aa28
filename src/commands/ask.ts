import { performance } from 'node:perf_hooks'
import { listingLine } from '../answering/collection/listing-line.ts'
import type { Other } from '../answering/decline.ts'
import type { Wants } from '../answering/kind.ts'
import type { Answer, Claim } from '../answering/types.ts'
import { answerReply, numberedPapers, readingReply } from '../answering/view.ts'
import type { Output } from '../platform/json-output.ts'
import { paragraph, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import { aboutBot } from './about-bot.ts'
import { turnsBefore, wordsAbove } from './above.ts'
import { askedBefore } from './asked-before.ts'
import type { Command } from './command.ts'
import { claimData, rankedData } from './json-data.ts'
import { listedData } from './listing.ts'
import { missingIn, missingReply } from './missing-paper.ts'
import { usageReply } from './usage.ts'

export const ask: Command = {
  name: 'ask',
  audience: 'everyone',
  mayUse: 'everyone',
  summary: 'Answer a question from the papers, with the sentence behind each claim',
  options: [{ name: 'question', summary: 'what you want to know', kind: 'question', required: true }],
  examples: [
    'ask how does TAROT select data?',
    'ask how big was the Alibaba dataset that Deep Interest Network was tested on?',
    'ask which papers are about click-through rate prediction?',
  ],
  async *run({ request, rest: question, turn, signal }, services) {
    const { store, answer, engine, clock } = services
    if (question === '' && !request.before && !request.pointsAt) {
      yield { reply: usageReply(ask) }
      return
    }
    const missing = await missingIn(question, store)
    if (missing.length > 0) {
      yield { reply: missingReply(missing), worth: 'guess' }
      return
    }
    const started = performance.now()
    const history = await turnsBefore(request, store, clock.now())
    const mayBeTalk = request.heard !== undefined && request.heard !== 'addressed'
    const context = { history, asker: request.who.id, signal, mayBeTalk, above: () => wordsAbove(request) }
    for await (const update of answer(question, context)) {
      if (update.stage === 'order') {
        yield { reply: whatToDoReply(), order: update.line }
        return
      }
      if (update.stage === 'reading') {
        yield { reply: readingReply(update.papers) }
        continue
      }
      const read = update.stage === 'done' ? update.read : undefined
      const about = read?.about
      const page = answerReply(update.answer, update.stage, { turn, model: engine.chatModel, about })
      if (update.stage === 'writing') {
        yield { reply: page }
        continue
      }
      const other = update.answer.kind === 'elsewhere' ? update.answer.about : undefined
      const instead = other && insteadOf(other)
      if (instead !== undefined) {
        yield { reply: page, instead }
        return
      }
      const ofBot =
        other?.kind === 'conversation' && other.asks === 'first'
          ? await askedBefore(question, request, history, services)
          : other?.asks && (await aboutBot(other.asks, request, services))
      const data = answerData(question, update.answer, performance.now() - started)
      const papers = numberedPapers(update.answer).map((paper) => paper.id)
      const claims = claimsOf(update.answer)
      yield {
        reply: { ...(ofBot ?? page), data },
        ...(isTurn(update.answer) && {
          papers,
          claims,
          question: askedIn(update.answer) ?? read?.question ?? question,
        }),
        ...(update.answer.kind !== 'answered' &&
          !isListing(update.answer) &&
          !read?.surely && {
            worth: 'asksNothing' in update.answer ? 'aside' : 'guess',
          }),
      }
    }
  },
}

/** A list answers what was asked; that there is nothing to list may not have been asked at all. */
const isListing = (answer: Answer): boolean => answer.kind === 'listed' && answer.papers.length > 0

/** What says nothing of papers is no turn: nothing later should lean on it. */
const isTurn = (answer: Answer): boolean =>
  answer.kind === 'declined' ? answer.among !== undefined : answer.kind !== 'elsewhere'

/** The command that does what a line asks of the conversation or the bot. */
function insteadOf({ kind, asks }: Other): string | undefined {
  if (kind === 'bot') return asks === 'can' ? 'help' : undefined
  return kind === 'conversation' && asks ? ofConversation[asks] : undefined
}
const ofConversation: Partial<Readonly<Record<Wants, string>>> = {
  greeting: 'welcome',
  more: 'next',
  back: 'back',
  again: 'back',
  why: 'evidence',
  similar: 'similar it',
}

/** The line that opens the same list, for "more". */
const askedIn = (answer: Answer) => (answer.kind === 'listed' ? listingLine(answer) : undefined)

/** What is shown of papers: as an answer, or as the closest there is. */
function claimsOf(answer: Answer): readonly Claim[] {
  if (answer.kind === 'answered') return answer.claims
  return answer.kind === 'hedged' ? answer.closest : []
}

/** An answer for scripts; `took` in milliseconds from question to answer. */
function answerData(question: string, answer: Answer, took: number): Output<'ask'> {
  const papers = 'evidence' in answer ? answer.evidence.papers : []
  const ms = Math.round(took * 10) / 10
  if (answer.kind === 'listed')
    return { question, kind: answer.kind, mode: 'extractive', claims: [], ...listedData(answer), ms }
  return {
    question,
    kind: answer.kind,
    // No model is asked about what is not of papers.
    mode: 'mode' in answer ? answer.mode : 'extractive',
    claims: claimsOf(answer).map((claim) => claimData(claim, papers)),
    papers: rankedData(answer.retrieved),
    ms,
  }
}

/** What is said to an order that is not one. */
function whatToDoReply(): Reply {
  const summary = 'I understand that you want me to do something, but not what.'
  const actions = [run('What I can do', 'help')]
  return reply({ summary, tone: 'warning', audience: 'asker', blocks: [paragraph(summary)], actions })
}
