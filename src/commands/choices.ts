import type { Paper } from '../papers/paper.ts'
import { paperActions, paperCards } from '../papers/view.ts'
import { heading, note, paragraph, reply, run } from '../replies/build.ts'
import { addAction } from './add.ts'
import type { Shown } from './command.ts'
import { paperData } from './json-data.ts'
import type { Resolution } from './resolve-paper.ts'

/**
 * What a command answers when a name does not stand for one paper: the papers it may be, as numbered cards with
 * buttons that run the command for each; a function gives the whole line for a paper. The numbers work in the next line too.
 */
export function choicesPage(
  command: 'show' | 'similar' | 'summarize' | 'prefer' | 'less' | 'cite' | ((paper: Paper) => string),
  found: Exclude<Resolution, { kind: 'found' }>,
): Shown {
  const papers = found.kind === 'ambiguous' ? found.papers : found.closest
  const adding = found.kind === 'unknown' && found.ids ? addAction(found.ids) : undefined
  const page = reply({
    summary: found.why,
    tone: 'warning',
    audience: 'asker',
    blocks: [
      paragraph(found.why),
      ...(found.kind === 'unknown' && papers.length > 0 ? [heading('Closest papers')] : []),
      ...paperCards(papers),
      ...(papers.length === 0
        ? [
            note(
              adding
                ? 'It can be added from where it is kept.'
                : 'Name a paper by its title, a method name, its id or link, or search first.',
            ),
          ]
        : []),
    ],
    actions: [
      adding,
      ...(typeof command === 'string'
        ? paperActions(command, papers)
        : papers.map((paper, index) => run(`Take ${index + 1}`, command(paper)))),
    ],
    data: {
      problem: found.why,
      papers: papers.map(paperData),
    },
  })
  return papers.length === 0 ? { reply: page } : { reply: page, papers: papers.map(({ id }) => id) }
}
