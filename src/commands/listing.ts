import type { Listed } from '../answering/collection/collection.ts'
import { listingLine } from '../answering/collection/listing-line.ts'
import { listedReply } from '../answering/collection/view.ts'
import type { Shown } from './command.ts'
import { paperData } from './json-data.ts'

/** A list as a page of the conversation; its turn remembers which list it is, so that "more" goes on with it. */
export function listedPage(listed: Listed): Shown {
  return {
    reply: listedReply(listed),
    papers: listed.papers.map(({ id }) => id),
    question: listingLine(listed),
  }
}

/** A list for scripts. */
export const listedData = ({ count, of, order, papers, groups, next }: Listed) => ({
  count,
  of,
  order,
  papers: papers.map(paperData),
  ...(groups && {
    groups: groups.map(({ name, count: own, line }) => ({ name, count: own, line: `search ${line}` })),
  }),
  next: next === undefined ? null : `search ${next}`,
})
