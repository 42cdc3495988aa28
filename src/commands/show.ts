import { keySentence } from '../papers/key-sentence.ts'
import { nameOf } from '../papers/names.ts'
import type { Paper } from '../papers/paper.ts'
import { askAbout, dayInWords, paperPage } from '../papers/view.ts'
import type { Output } from '../platform/json-output.ts'
import { note, open, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { MarkedPaper } from '../store/workspace-papers.ts'
import { choicesPage } from './choices.ts'
import type { Command } from './command.ts'
import { paperData } from './json-data.ts'
import { resolvePaper } from './resolve-paper.ts'
import { usageReply } from './usage.ts'

export const show: Command = {
  name: 'show',
  audience: 'everyone',
  mayUse: 'everyone',
  quick: true,
  summary: 'Show one paper: what it does, its abstract and where to read it',
  options: [
    {
      name: 'paper',
      summary: 'its number in the last list, id, method name or title',
      kind: 'paper',
      required: true,
    },
  ],
  examples: ['show TAROT', 'show Deep Interest Network'],
  async *run({ request, rest }, services) {
    if (rest === '') {
      yield { reply: usageReply(show) }
      return
    }
    const { store } = services
    const found = await resolvePaper(rest, request, services)
    yield found.kind === 'found'
      ? {
          reply: paperReply(found.paper, {
            closest: await closestTo(found.paper),
            added: (
              await store.workspaces.marked(request.where, 'added', { limit: 1, papers: [found.paper.id] })
            )[0],
          }),
          papers: [found.paper.id],
          question: `what is ${nameOf(found.paper)}?`,
        }
      : choicesPage('show', found)

    async function closestTo(paper: Paper): Promise<Paper | undefined> {
      const [closest] = await services.similar(paper.id, 1)
      return closest?.paper
    }
  },
}

/** @param about.added who brought it to this workspace; nobody elsewhere is told */
function paperReply(
  paper: Paper,
  { closest, added }: { closest: Paper | undefined; added: MarkedPaper | undefined },
): Reply {
  return reply({
    summary: paper.title,
    tone: 'answer',
    blocks: [...paperPage(paper), ...(added ? [note(addedInWords(added))] : [])],
    actions: [
      run('Similar papers', `similar ${paper.id}`, 'similar to this'),
      askAbout('Ask about it', paper),
      run('Cite', `cite ${paper.id}`, 'cite this'),
      ...(closest ? [run(`Compare with ${nameOf(closest)}`, `compare ${paper.id} | ${closest.id}`)] : []),
      open('Read it', paper.url),
    ],
    data: shownData(paper),
  })
}

const addedInWords = ({ by, at }: MarkedPaper): string =>
  `Added here by ${by.name ?? by.id}, ${dayInWords(at.toISOString().slice(0, 10))}.`

/** A whole paper for scripts. */
function shownData(paper: Paper): Extract<Output<'show'>, { abstract: string }> {
  const { abstract, code, authors, ids, published } = paper
  return {
    ...paperData(paper),
    abstract,
    ...(authors && { authors: [...authors] }),
    ...(ids && { ids }),
    ...(ids?.arxiv !== undefined && { arxivId: ids.arxiv }),
    ...(ids?.doi !== undefined && { doi: ids.doi }),
    ...(published !== undefined && { published }),
    ...(code !== undefined && { code }),
    keySentence: keySentence(paper)?.text ?? null,
  }
}
