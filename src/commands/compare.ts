import type { Comparison } from '../answering/compare.ts'
import { comparisonClaims, comparisonReply } from '../answering/comparison/view.ts'
import type { Told } from '../answering/model/try-writing.ts'
import { nameOf } from '../papers/names.ts'
import type { Paper } from '../papers/paper.ts'
import type { Output } from '../platform/json-output.ts'
import { note, paragraph, reply, run } from '../replies/build.ts'
import { choicesPage } from './choices.ts'
import type { Command, Shown } from './command.ts'
import { claimData, paperData } from './json-data.ts'
import { readReference } from './reference.ts'
import { resolveList, resolvePaper } from './resolve-paper.ts'
import { usageReply } from './usage.ts'

/** More columns than these cannot be read beside each other. */
const mostPapers = 3
const papersApart = /\s*\|\s*/
/** How people part names who know of no bars. */
const spokenApart = /\s+(?:vs\.?|versus|and|with|to)\s+|\s*,\s*(?:and\s+)?/i

export const compare: Command = {
  name: 'compare',
  audience: 'everyone',
  mayUse: 'everyone',
  summary: 'Compare two or three papers: problem, approach, data, results, code',
  options: [
    {
      name: 'first',
      summary: 'its number in the last list, id, method name or title',
      kind: 'paper',
      required: true,
    },
    { name: 'second', summary: 'the paper it is compared with', kind: 'paper', required: true, lead: '|' },
    { name: 'third', summary: 'a third one, if you like', kind: 'paper', required: false, lead: '|' },
  ],
  examples: ['compare AutoInt | FinalMLP', 'compare HiFi Tuner | ClassDiffusion | InstantStyle'],
  async *run({ request, rest, turn, signal }, services) {
    const listed = await resolveList(rest, request, services)
    const names = listed?.length ? listed.map(({ id }) => id) : await namesIn(rest, (name) => resolves(name))
    if (names.length < 2) {
      yield { reply: usageReply(compare) }
      return
    }
    if (names.length > mostPapers) {
      yield problemPage(
        `I can compare at most three papers, and these are ${names.length}.`,
        names.slice(0, mostPapers),
      )
      return
    }
    const papers: Paper[] = []
    for (const [index, name] of names.entries()) {
      const found = await resolvePaper(name, request, services, 'listed')
      if (found.kind !== 'found') {
        const others = { before: papers.map(({ id }) => id), after: names.slice(index + 1) }
        yield choicesPage(
          (paper) => `compare ${[...others.before, paper.id, ...others.after].join(' | ')}`,
          found,
        )
        return
      }
      papers.push(found.paper)
    }
    const different = [...new Map(papers.map((paper) => [paper.id, paper])).values()]
    const [only] = different
    if (only && different.length === 1) {
      yield problemPage(
        `These are the same paper: ${only.title}. Name another one to compare it with.`,
        [],
        [run('Show it', `show ${only.id}`), run('Similar papers', `similar ${only.id}`)],
      )
      return
    }
    const { writeComparison, engine } = services
    const comparison = await services.compare(different)
    if (writeComparison) {
      const { actions: _, ...page } = comparisonReply(comparison, { turn })
      yield { reply: { ...page, tone: 'working' } }
    }
    const written = await writeComparison?.(comparison.papers, signal)
    const page = comparisonReply(comparison, { turn, written, model: engine.chatModel })
    yield {
      reply: { ...page, data: comparisonData(comparison, written) },
      papers: different.map(({ id }) => id),
      claims: [...(written?.claims ?? []), ...comparisonClaims(comparison)],
      question: `compare ${different.map(nameOf).join(' and ')}`,
    }

    async function resolves(name: string): Promise<boolean> {
      if (readReference(name).kind !== 'text') return true
      return (await resolvePaper(name, request, services, 'listed')).kind !== 'unknown'
    }
  },
}

/** A comparison for scripts: for each paper the sentences of each row, empty where the abstract is silent. */
function comparisonData({ papers, shared, related }: Comparison, written?: Told): Output<'compare'> {
  const all = papers.map(({ paper }) => paper)
  const pair = (sides: Comparison['related'][number]) => sides.map((side) => claimData(side, all))
  const texts = (sentences: readonly { text: string }[]) => sentences.map(({ text }) => text)
  return {
    papers: papers.map(({ paper, name, says, only }) => ({
      ...paperData(paper),
      name,
      problem: texts(says.problem),
      approach: texts(says.approach),
      data: texts(says.data),
      results: texts(says.results),
      code: texts(says.code),
      ...(paper.code !== undefined && { repository: paper.code }),
      only: [...only],
    })),
    shared: [...shared],
    related: related.map(pair),
    ...(written && { claims: written.claims.map((claim) => claimData(claim, all)) }),
  }
}

/** The names in a line: between bars, else between "and", "vs" and the like where a paper is known on each side. */
async function namesIn(
  rest: string,
  resolves: (name: string) => Promise<boolean>,
): Promise<readonly string[]> {
  const parted = rest.split(papersApart).filter((name) => name !== '')
  if (parted.length !== 1) return parted
  const line = rest.replace(/^(?:the\s+)?(?:differences?\s+)?between\s+/i, '')
  const spoken = line.split(spokenApart).filter((name) => name !== '')
  if (spoken.length <= 2) return spoken
  // Titles hold "and" too: the border is where both sides are papers.
  for (const border of line.matchAll(new RegExp(spokenApart, 'gi'))) {
    const sides = [line.slice(0, border.index), line.slice(border.index + border[0].length)]
    if ((await resolves(sides[0] ?? '')) && (await resolves(sides[1] ?? ''))) return sides
  }
  return spoken
}

function problemPage(
  problem: string,
  names: readonly string[],
  actions: readonly ReturnType<typeof run>[] = [],
): Shown {
  return {
    reply: reply({
      summary: problem,
      tone: 'warning',
      audience: 'asker',
      blocks: [
        paragraph(problem),
        ...(names.length > 0 ? [note(`The first three: ${names.join(', ')}.`)] : []),
      ],
      actions: [
        ...(names.length > 0 ? [run('Compare the first three', `compare ${names.join(' | ')}`)] : []),
        ...actions,
      ],
    }),
  }
}
