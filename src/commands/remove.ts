import { bestId } from '../papers/best-id.ts'
import type { Paper } from '../papers/paper.ts'
import { dayInWords } from '../papers/view.ts'
import type { Output } from '../platform/json-output.ts'
import { heading, hint, list, note, paragraph, prose, reply, run, strong } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { RemovedPaper } from '../store/removed-papers.ts'
import { choicesPage } from './choices.ts'
import type { Command } from './command.ts'
import { paperData } from './json-data.ts'
import { checkIsOperator } from './permissions.ts'
import { resolvePaper } from './resolve-paper.ts'

/** Of those that were taken out, so many are listed. */
const mostListed = 10
const sure = /\s*(?:--yes|\byes)\s*$/i

export const remove: Command = {
  name: 'remove',
  audience: 'asker',
  mayUse: 'operators',
  quick: true,
  hidden: true,
  summary: 'Remove a paper for everybody, until somebody adds it again',
  options: [
    {
      name: 'paper',
      summary:
        'its number in the last list, id, link, method name or title; leave it out to list removed papers',
      kind: 'paper',
      required: false,
    },
    { name: 'yes', lead: '--yes', summary: 'do it without asking first', kind: 'flag', required: false },
  ],
  examples: ['remove TAROT', 'remove 2402.17152 --yes'],
  async *run({ request, rest }, services) {
    checkIsOperator(request, services)
    const { store, clock } = services
    const said = rest.replace(sure, '')
    if (said === '') {
      yield { reply: listReply(await store.removed.latest(mostListed)) }
      return
    }
    const found = await resolvePaper(said, request, services)
    if (found.kind !== 'found') {
      yield choicesPage(({ id }) => `remove ${id}`, found)
      return
    }
    if (!sure.test(rest)) {
      yield { reply: sureReply(found.paper) }
      return
    }
    await store.removed.add([found.paper.id], clock.now())
    yield { reply: removedReply(found.paper) }
  },
}

function sureReply(paper: Paper): Reply {
  const question = `Shall I take “${paper.title}” out for everybody?`
  const confirm = `remove ${paper.id} --yes`
  return reply({
    summary: question,
    tone: 'warning',
    audience: 'asker',
    blocks: [
      paragraph(question),
      note('It stays out, whatever source brings it, until somebody adds it again.'),
    ],
    actions: [run('Take it out', confirm)],
    data: { question, confirm } satisfies Output<'remove'>,
  })
}

function removedReply(paper: Paper): Reply {
  const words = `Taken out: ${paper.title}`
  return reply({
    summary: words,
    tone: 'answer',
    audience: 'asker',
    blocks: [
      paragraph(words),
      note(
        'It stays out, whatever source brings it. Answers that quoted it keep their quotes. To let it in again: ',
        hint(`add ${bestId(paper)}`),
      ),
    ],
    data: { removed: paperData(paper) } satisfies Output<'remove'>,
  })
}

function listReply(removed: readonly RemovedPaper[]): Reply {
  const words = removed.length === 0 ? 'No paper was taken out.' : 'Taken out, latest first'
  return reply({
    summary: words,
    tone: 'answer',
    audience: 'asker',
    blocks: [
      removed.length === 0 ? paragraph(words) : heading(words),
      list(
        removed.map(({ title, at }) =>
          prose(strong(title), `, ${dayInWords(at.toISOString().slice(0, 10))}`),
        ),
      ),
      note('Take one out with ', hint('remove'), ' and its name, id or link.'),
    ],
    actions: removed.map((paper, index) => run(`Let in ${index + 1}`, `add ${bestId(paper)}`)),
    data: {
      out: removed.map(({ id, title, at }) => ({ id, title, at: at.toISOString() })),
    } satisfies Output<'remove'>,
  })
}
