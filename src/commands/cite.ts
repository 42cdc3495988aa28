import { createKeys } from '../papers/citations/facts.ts'
import { type CitationFormatName, citationFormats } from '../papers/citations/formats.ts'
import type { Paper } from '../papers/paper.ts'
import type { Output } from '../platform/json-output.ts'
import { codeBlock, file, heading, paragraph, reply, run } from '../replies/build.ts'
import type { Block, Reply } from '../replies/reply.ts'
import { choicesPage } from './choices.ts'
import type { Command } from './command.ts'
import { findAnswer } from './find-answer.ts'
import { readReference } from './reference.ts'
import { resolveList, resolvePaper } from './resolve-paper.ts'

const formats = ['text', 'bibtex', 'ris', 'csl-json'] as const satisfies readonly CitationFormatName[]
const asked = /(?:^|\s)(?:--format[\s=]+|(?:as|in)\s+)(\S+)\s*$/i
/** Not what was shown, but all there is. */
const whole =
  /^(?:everything|(?:all|every)(?: (?:of )?(?:the|our|your))? papers?|(?:the |our |your )?(?:whole |entire )?(?:collection|library))$/i
/** What a button below an answer or a list carries. */
const turnId = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

export const cite: Command = {
  name: 'cite',
  audience: 'everyone',
  mayUse: 'everyone',
  quick: true,
  summary: 'Cite a paper, or the papers shown last, as text, BibTeX, RIS or CSL JSON',
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
  async *run({ request, rest, turn }, services) {
    const named = asked.exec(rest)?.[1]?.toLowerCase()
    const format = formats.find((one) => one === (named ?? 'text'))
    const isOption = /--format/.test(rest)
    if (format === undefined && isOption) {
      const words = `There is no format “${named}”. Choose one of ${formats.join(', ')}.`
      yield { reply: reply({ summary: words, tone: 'warning', blocks: [paragraph(words)] }) }
      return
    }
    const said = format === undefined ? rest : rest.replace(asked, '').trim()
    const wanted = { format: format ?? 'text', turn } as const
    if (said === '' || turnId.test(said)) {
      const answer = await findAnswer(said, { request }, services, ({ papers }) => papers.length > 0)
      yield cited(await services.store.papers.get(answer?.papers ?? []), wanted)
      return
    }
    if (whole.test(said)) {
      yield { reply: exportedElsewhere(wanted.format) }
      return
    }
    const listed = await resolveList(said, request, services)
    if (listed) {
      yield cited(listed, wanted)
      return
    }
    const found = await resolvePaper(said, request, services)
    // "cite that" below an answer of several papers means all of them.
    const isWholePage = found.kind === 'ambiguous' && readReference(said).kind === 'shown'
    if (found.kind === 'found') yield cited([found.paper], wanted)
    else yield isWholePage ? cited(found.papers, wanted) : choicesPage('cite', found)
  },
}

type Format = (typeof formats)[number]
/** @property turn under which the page is remembered, for its buttons */
type Wanted = { format: Format; turn: string }

function cited(papers: readonly Paper[], wanted: Wanted) {
  if (papers.length === 0) {
    const words = 'No paper was shown here yet. Name one, such as “cite TAROT”.'
    return { reply: reply({ summary: words, tone: 'warning', blocks: [paragraph(words)] }) }
  }
  return { reply: page(papers, wanted), papers: papers.map(({ id }) => id) }
}

/** What managers call each form, and how they know a file of it. */
const kinds = {
  bibtex: { label: 'BibTeX', ending: 'bib', mediaType: 'application/x-bibtex' },
  ris: { label: 'RIS', ending: 'ris', mediaType: 'application/x-research-info-systems' },
  'csl-json': { label: 'CSL JSON', ending: 'json', mediaType: 'application/vnd.citationstyles.csl+json' },
} as const

function page(papers: readonly Paper[], { format, turn }: Wanted): Reply {
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
      ...(format === 'text'
        ? entries.map((line) => paragraph(line.trim()))
        : [writtenOut(written.trimEnd(), { format, papers })]),
    ],
    actions: formats
      .filter((one) => one !== format)
      .map((one) =>
        run(
          one === 'text' ? 'Text' : kinds[one].label,
          `cite ${turn} --format ${one}`,
          `cite --format ${one}`,
        ),
      ),
    data: { format, papers: papers.map(({ id }) => id), text: written } satisfies Output<'cite'>,
  })
}

/** One citation is copied, several are a file. */
function writtenOut(
  text: string,
  { format, papers }: { format: Exclude<Format, 'text'>; papers: readonly Paper[] },
): Block {
  if (papers.length === 1) return codeBlock(text)
  const { label, ending, mediaType } = kinds[format]
  return file({
    name: `papers.${ending}`,
    text: `${text}\n`,
    mediaType,
    alt: `${papers.length} papers in ${label}`,
  })
}

function exportedElsewhere(format: Format): Reply {
  const named = format === 'text' ? 'bibtex' : format
  const words = 'Export all papers on the command line of the machine I run on:'
  return reply({
    summary: `${words} paperboy export --format ${named}`,
    tone: 'answer',
    audience: 'asker',
    blocks: [
      paragraph(words),
      codeBlock(`paperboy export --format ${named} > papers.${kinds[named].ending}`),
      paragraph('Here I cite the papers of an answer or a list, as many as it shows.'),
    ],
    actions: [run('Cite what was shown', `cite --format ${named}`)],
    data: { problem: `${words} paperboy export --format ${named}`, papers: [] },
  })
}
