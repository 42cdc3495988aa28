import type { PaperIds } from '../../ids.ts'
import type { Boilerplate } from './boilerplate.ts'
import { resolveDay } from './calendar.ts'
import type { Piece, Pieces } from './pieces.ts'
import type { Passage } from './reading.ts'

/** What a page tells of a paper beside title and abstract. */
export type Facts = { date?: string | undefined; upvotes?: number | undefined; ids?: PaperIds | undefined }

/** Day, votes and arXiv id of each passage, from the boilerplate around it. */
export function factsOf(
  passages: readonly Passage[],
  { pieces, after }: Pieces,
  options: { date?: string; today: Date },
): readonly Facts[] {
  const runs = passages.map(({ title, abstract }) => (title[0] ?? abstract[0])?.before ?? [])
  const votesLead =
    votesIn(runs[0] ?? []) !== undefined &&
    ![...pieces.map(({ before }) => before), after].flat().some(({ kind }) => kind === 'upvotes')
  let date = options.date
  return passages.map(({ title, abstract }, index) => {
    const before = runs[index] ?? []
    date = options.date ?? listDay(before, index === 0, options.today) ?? date
    const inside = [...title, ...abstract].slice(1).flatMap((piece: Piece) => piece.before)
    const own = [...inside, ...(runs[index + 1] ?? after)]
    const arxiv = own.find((boilerplate) => boilerplate.kind === 'arxiv')
    return {
      date,
      upvotes: upvotesIn(own) ?? (votesLead ? votesIn(before) : undefined),
      ids: arxiv && { arxiv: arxiv.id },
    }
  })
}

/** The list's day: a date in the head of a page, not one that a trailer gives to a paper. */
function listDay(run: readonly Boilerplate[], isFirst: boolean, today: Date): string | undefined {
  if (!isFirst && !run.some(({ kind }) => kind === 'head')) return undefined
  const found = run.findLast(({ kind }, index) => {
    const above = run[index - 1]?.kind
    return kind === 'day' && above !== 'dot' && above !== 'trailer'
  })
  return found?.kind === 'day' ? resolveDay(found.day, today) : undefined
}

/** Votes that stand right before a title: the last number or dash there. */
function votesIn(run: readonly Boilerplate[]): number | undefined {
  const last = run.findLast(({ kind }) => kind !== 'submitter')
  if (last?.kind === 'no-votes') return 0
  return last?.kind === 'count' ? last.value : undefined
}

/** Votes in the form "Upvote 117", on one line or two. */
function upvotesIn(run: readonly Boilerplate[]): number | undefined {
  const index = run.findIndex(({ kind }) => kind === 'upvotes')
  const upvotes = run[index]
  if (upvotes?.kind !== 'upvotes') return undefined
  return upvotes.value ?? votesIn(run.slice(index + 1, index + 2))
}
