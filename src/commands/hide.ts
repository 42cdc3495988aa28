import type { Paper } from '../papers/paper.ts'
import type { Output } from '../platform/json-output.ts'
import { card, heading, hint, note, paragraph, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import { hiding, mostHidden } from '../store/hidden.ts'
import type { MarkedPaper } from '../store/workspace-papers.ts'
import { choicesPage } from './choices.ts'
import type { Command } from './command.ts'
import { paperData } from './json-data.ts'
import { managedWorkspace } from './permissions.ts'
import { resolvePaper } from './resolve-paper.ts'

/** Of those that are hidden, so many are listed. */
const mostListed = 20

export const hide: Command = {
  name: 'hide',
  audience: 'asker',
  mayUse: 'managers',
  quick: true,
  summary: 'Hide a paper from everybody in this workspace, or list the hidden ones',
  options: [
    {
      name: 'paper',
      summary:
        'its number in the last list, id, link, method name or title; leave it out to see what is hidden',
      kind: 'paper',
      required: false,
    },
  ],
  examples: ['hide TAROT', 'hide'],
  async *run({ request, rest }, services) {
    const workspace = await managedWorkspace(request, services)
    const { store, clock } = services
    const hidden = await store.workspaces.marked(workspace, 'hidden', { limit: mostHidden })
    if (rest === '') {
      const ids = hidden.slice(0, mostListed).map(({ paper }) => paper)
      const papers = await hiding(new Set(), () => store.papers.get(ids))
      yield { reply: listReply(papers, hidden) }
      return
    }
    const found = await resolvePaper(rest, request, services)
    if (found.kind !== 'found') {
      yield choicesPage(({ id }) => `hide ${id}`, found)
      return
    }
    if (hidden.length >= mostHidden) {
      const words = `${mostHidden} papers are hidden here already, which is the limit.`
      yield {
        reply: reply({ summary: words, tone: 'warning', audience: 'asker', blocks: [paragraph(words)] }),
      }
      return
    }
    const { paper } = found
    await store.workspaces.mark(workspace, 'hidden', [{ paper: paper.id, by: request.who, at: clock.now() }])
    yield { reply: hiddenReply(paper) }
  },
}

function hiddenReply(paper: Paper): Reply {
  const words = `Hidden here: ${paper.title}`
  return reply({
    summary: words,
    tone: 'answer',
    audience: 'asker',
    blocks: [
      paragraph(words),
      note(
        'It no longer appears in any search, list, answer or post of this workspace; elsewhere nothing changes.',
      ),
    ],
    actions: [run('Show it again', `unhide ${paper.id}`)],
    data: { hidden: [paperData(paper)] } satisfies Output<'hide'>,
  })
}

function listReply(papers: readonly Paper[], hidden: readonly MarkedPaper[]): Reply {
  const words = papers.length === 0 ? 'No paper is hidden here.' : 'Hidden here, latest first'
  const by = (id: string) => hidden.find(({ paper }) => paper === id)?.by
  return reply({
    summary: words,
    tone: 'answer',
    audience: 'asker',
    blocks: [
      papers.length === 0 ? paragraph(words) : heading(words),
      ...papers.map((paper, index) =>
        card({
          number: index + 1,
          title: paper.title,
          url: paper.url,
          facts: [`hidden by ${by(paper.id)?.name ?? by(paper.id)?.id ?? 'somebody'}`],
        }),
      ),
      ...(hidden.length > papers.length && papers.length > 0
        ? [note(`${papers.length} of ${hidden.length} are listed.`)]
        : []),
      note('Hide one with ', hint('hide'), ' and its name, id or link.'),
    ],
    actions: papers.map((paper, index) => run(`Show ${index + 1} again`, `unhide ${paper.id}`)),
    data: { hidden: papers.map(paperData) } satisfies Output<'hide'>,
  })
}
