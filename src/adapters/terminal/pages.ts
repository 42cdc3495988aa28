import { exampleQuestions, type MenuEntry } from '../../platform/menu.ts'
import { code, list, note, paragraph, reply, strong } from '../../replies/build.ts'
import type { Reply } from '../../replies/reply.ts'

/** What a newcomer sees first: what this is, and questions to try. `papers` is how many are known. */
export function greeting(menu: readonly MenuEntry[], papers: number): Reply {
  const examples = exampleQuestions(menu)
  const help = menu.find(({ options: [first] }) => first?.kind === 'command')
  const known = papers === 1 ? '1 paper' : `${papers.toLocaleString('en')} papers`
  return reply({
    summary: `Paperboy knows ${known}.`,
    blocks: [
      paragraph(
        strong('Paperboy'),
        papers === 0
          ? ' has no papers yet. Add some with: paperboy ingest <file>'
          : ` knows ${known}. Ask about them: every sentence of an answer cites the abstract it comes from.`,
      ),
      ...(papers > 0 && examples.length > 0
        ? [list(examples.slice(0, 3).map(({ question }) => question))]
        : []),
      note(
        ...(help ? ['Type ', code(help.name), ' for what else you can do, '] : []),
        code('exit'),
        ' to leave.',
      ),
    ],
  })
}

/** What remains on the screen when somebody stops an answer: as much as was there, and that it was stopped. */
export function stopped(last: Reply | undefined): Reply {
  if (last?.tone === 'warning' || last?.tone === 'error') return last
  return reply({ summary: 'Stopped.', blocks: [...(last?.blocks ?? []), note('Stopped.')] })
}
