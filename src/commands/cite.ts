import { createKeys } from '../papers/citations/facts.ts'
import { type CitationFormatName, citationFormats } from '../papers/citations/formats.ts'
import type { Paper } from '../papers/paper.ts'
import type { Output } from '../platform/json-output.ts'
import { codeBlock, heading, note, paragraph, reply } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import { choicesPage } from './choices.ts'
import type { Command } from './command.ts'
import { findAnswer } from './find-answer.ts'
import { resolveList, resolvePaper } from './resolve-paper.ts'

const formats = ['text', 'bibtex', 'ris', 'csl-json'] as const satisfies readonly CitationFormatName[]
const asked = /(?:^|\s)(?:--format[\s=]+|(?:as|in)\s+)(\S+)\s*$/i
/** What a button below an answer or a list carries. */
const turnId = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

export const cite: Command = {
  name: 'cite',
  audience: 'everyone',
  mayUse: 'everyone',
  quick: true,
  summary: 'Cite a paper, or those shown last, as text, BibTeX, RIS or CSL JSON',
  options: [
    {
      name: 'paper',
      summary: 'its number in the last list, id, method name or title',
      kind: 'paper',
      required: false,
    },
    { name: 'format', lead: '--format', summary: formats.join(', '), kind: 'text', required: false },
  ],
  examples: ['cite TAROT', 'cite AutoInt --format bibtex'],
  async *run({ request, rest }, services) {
    const named = asked.exec(rest)?.[1]?.toLowerCase()
    const format = formats.find((one) => one === (named ?? 'text'))
    const isOption = /--format/.test(rest)
    if (format === undefined && isOption) {
      const words = `There is no format “${named}”. Choose one of ${formats.join(', ')}.`
      yield { reply: reply({ summary: words, tone: 'warning', blocks: [paragraph(words)] }) }
      return
    }
    const said = format === undefined ? rest : rest.replace(asked, '').trim()
    if (said === '' || turnId.test(said)) {
      const turn = await findAnswer(said, { request }, services, ({ papers }) => papers.length > 0)
      yield cited(await services.store.papers.get(turn?.papers ?? []), format ?? 'text')
      return
    }
    const listed = await resolveList(said, request, services)
    if (listed) {
      yield cited(listed, format ?? 'text')
      return
    }
    const found = await resolvePaper(said, request, services)
    yield found.kind === 'found' ? cited([found.paper], format ?? 'text') : choicesPage('cite', found)
  },
}

function cited(papers: readonly Paper[], format: (typeof formats)[number]) {
  if (papers.length === 0) {
    const words = 'No paper was shown here yet. Name one, such as “cite TAROT”.'
    return { reply: reply({ summary: words, tone: 'warning', blocks: [paragraph(words)] }) }
  }
  return { reply: page(papers, format), papers: papers.map(({ id }) => id) }
}

function page(papers: readonly Paper[], format: (typeof formats)[number]): Reply {
  const { head, between, foot, entry } = citationFormats[format]
  const keyOf = createKeys()
  const inOrder = papers.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  const keyed = new Map(inOrder.map((paper) => [paper.id, keyOf(paper)]))
  const entries = papers
    .flatMap(({ id }) => keyed.get(id) ?? [])
    .map((one) => entry(one, { abstracts: false }))
  const written = `${head}${entries.join(between)}${foot}`.replaceAll('\r', '')
  const title = papers.length === 1 ? `Cite “${papers[0]?.title}”` : `Cite ${papers.length} papers`
  return reply({
    summary: title,
    tone: 'answer',
    blocks: [
      heading(title),
      ...(format === 'text' ? entries.map((line) => paragraph(line.trim())) : [codeBlock(written.trimEnd())]),
      note(
        `Other forms: ${formats
          .filter((one) => one !== format)
          .map((one) => `cite --format ${one}`)
          .join(' · ')}`,
      ),
    ],
    data: { format, papers: papers.map(({ id }) => id), text: written } satisfies Output<'cite'>,
  })
}
