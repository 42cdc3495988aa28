import type { Output } from '../platform/json-output.ts'
import { paragraph, reply } from '../replies/build.ts'
import { hiding } from '../store/hidden.ts'
import { choicesPage } from './choices.ts'
import type { Command } from './command.ts'
import { paperData } from './json-data.ts'
import { managedWorkspace } from './permissions.ts'
import { resolvePaper } from './resolve-paper.ts'
import { usageReply } from './usage.ts'

export const unhide: Command = {
  name: 'unhide',
  audience: 'asker',
  mayUse: 'managers',
  quick: true,
  hidden: true,
  summary: 'Show a hidden paper in this workspace again',
  options: [{ name: 'paper', summary: 'its id, link, method name or title', kind: 'paper', required: true }],
  examples: ['unhide TAROT', 'unhide 2402.17152'],
  async *run({ request, rest }, services) {
    const workspace = await managedWorkspace(request, services)
    if (rest === '') {
      yield { reply: usageReply(unhide) }
      return
    }
    const found = await hiding(new Set(), () => resolvePaper(rest, request, services))
    if (found.kind !== 'found') {
      yield choicesPage(({ id }) => `unhide ${id}`, found)
      return
    }
    const { paper } = found
    const was = await services.store.workspaces.unmark(workspace, 'hidden', paper.id)
    const words = was ? `Shown here again: ${paper.title}` : `That was not hidden here: ${paper.title}`
    yield {
      reply: reply({
        summary: words,
        tone: 'answer',
        audience: 'asker',
        blocks: [paragraph(words)],
        data: { shown: paperData(paper), was } satisfies Output<'unhide'>,
      }),
    }
  },
}
