import type { Paper } from '../../papers/paper.ts'
import { dayInWords, paperActions } from '../../papers/view.ts'
import { card, hint, list, note, paragraph, reply, run, strong, turn } from '../../replies/build.ts'
import type { Block, Reply } from '../../replies/reply.ts'
import type { Listed } from './collection.ts'

/** Papers with a button; every one can be opened with its number. */
const withButton = 5

/** A list of papers, or of the groups they fall into, as a page. */
export function listedReply(listed: Listed): Reply {
  const { head, papers, reasons = [], groups = [], note: besides, next, previous } = listed
  return reply({
    summary: head,
    tone: 'answer',
    blocks: [
      paragraph(strong(head)),
      ...papers.map((paper, index) => shortCard(paper, index + 1, reasons[index])),
      ...(groups.length === 0 ? [] : [groupList(groups)]),
      ...(besides === undefined ? [] : [note(besides)]),
      ...(papers.length > 1
        ? [
            note(
              'Open one with ',
              hint('show 1'),
              next === undefined ? '.' : ', or go on with ',
              ...(next === undefined ? [] : [hint('more'), '.']),
            ),
          ]
        : []),
    ],
    actions: [
      previous === undefined ? undefined : turn('◀ Back', `search ${previous}`),
      next === undefined ? undefined : turn('More ▶', `search ${next}`, 'more'),
      ...groups.map(({ name, line }) => run(name, `search ${line}`)),
      ...paperActions('show', papers.slice(0, withButton)),
    ],
  })
}

/** A paper in a long list: its title, when, its votes, and why it is there. */
function shortCard(
  { title, url, upvotes, ...paper }: Paper,
  number: number,
  reason: string | undefined,
): Block {
  const day = paper.date ?? paper.published
  const facts = [
    reason,
    day && dayInWords(day),
    upvotes === undefined ? undefined : upvotes === 1 ? '1 vote' : `${upvotes} votes`,
  ]
  return card({ number, title, url, facts: facts.filter((fact) => fact !== undefined) })
}

const groupList = (groups: NonNullable<Listed['groups']>): Block =>
  list(
    groups.map(
      ({ name, count }) => `${name || 'other papers'}: ${count} ${count === 1 ? 'paper' : 'papers'}`,
    ),
  )
