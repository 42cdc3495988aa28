import type { Paper } from '../papers/paper.ts'
import { citeAction, paperActions, paperCards } from '../papers/view.ts'
import type { Output } from '../platform/json-output.ts'
import { emphasis, paragraph, reply } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { SimilarPaper } from '../retrieval/similar.ts'
import { choicesPage } from './choices.ts'
import type { Command } from './command.ts'
import { paperData, rankedPaper } from './json-data.ts'
import { resolvePaper } from './resolve-paper.ts'
import { usageReply } from './usage.ts'

/** How many papers are listed. */
const listed = 5

export const similar: Command = {
  name: 'similar',
  audience: 'everyone',
  mayUse: 'everyone',
  summary: 'List the papers closest to one paper, and the words they share',
  options: [
    {
      name: 'paper',
      summary: 'its number in the last list, id, method name or title',
      kind: 'paper',
      required: true,
    },
  ],
  examples: ['similar AutoInt', 'similar Deep Interest Network'],
  async *run({ request, rest, turn }, services) {
    if (rest === '') {
      yield { reply: usageReply(similar) }
      return
    }
    const found = await resolvePaper(rest, request, services)
    if (found.kind !== 'found') {
      yield choicesPage('similar', found)
      return
    }
    const all = await services.similar(found.paper.id, Math.max(listed, request.atMost ?? listed))
    const shown = all.slice(0, listed).map(({ paper }) => paper.id)
    yield { reply: similarReply(found.paper, all, turn), papers: shown }
  },
}

/** @param similar for scripts; the page shows the first few */
function similarReply(to: Paper, similar: readonly SimilarPaper[], turn: string): Reply {
  const papers = similar.slice(0, listed).map(({ paper }) => paper)
  const reasons = similar.map(({ shared }) => (shared.length === 0 ? [] : [`shares ${shared.join(', ')}`]))
  const head = papers.length === 0 ? 'No paper is close to ' : 'Close to '
  return reply({
    summary: `${head}${to.title}`,
    tone: 'answer',
    blocks: [paragraph(head, emphasis(to.title)), ...paperCards(papers, (_, index) => reasons[index] ?? [])],
    actions: papers.length === 0 ? [] : [...paperActions('show', papers), citeAction(turn)],
    data: {
      paper: paperData(to),
      papers: similar.map((one) => ({ ...rankedPaper(one), shared: [...one.shared] })),
    } satisfies Output<'similar'>,
  })
}
