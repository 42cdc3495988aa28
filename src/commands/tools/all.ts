import { z } from 'zod'
import { within } from '../../papers/bounds.ts'
import { outputs } from '../../platform/json-output.ts'
import type { Tool } from '../../platform/tool.ts'
import type { Command } from '../command.ts'
import { linesOf, pageOf, reach, sentence, tool, wordsOf } from './tool.ts'

/** How many papers one call lists, unless it says otherwise, and at most. */
const listed = { usual: 10, most: 50 }
/** Longest abstract that is given, in UTF-16 units: several times what arXiv takes. */
const longestAbstract = 7_000

const text = z.string()
const count = z.int().nonnegative()
const paper = { id: text, title: text, url: text }
const Sentence = z.object({
  text,
  cites: z.array(z.object({ paper: text, sentence: text })).describe('Exact sentences of abstracts'),
})
const next = count.nullable().describe('offset of the next page')
const page = {
  limit: z.int().min(1).max(listed.most).default(listed.usual),
  offset: z.int().min(0).max(reach).default(0).describe('How many to leave out'),
}
const words = (what: string) => z.string().trim().min(1).max(2_000).describe(what)
const anyName = words('Id, arXiv id, DOI, link, method name or title')

/** What assistants are offered of the commands. */
const all: readonly (Tool & { command: string })[] = [
  tool('search', outputs.search, {
    name: 'search_papers',
    title: 'Search papers',
    description:
      'Lists papers that fit some words, best first, with ids and scores from 0 to 1. For an answer use ask_papers.',
    input: z.strictObject({ query: words('What the papers should be about'), ...page }),
    output: z.object({
      papers: z.array(z.object({ ...paper, score: z.number().optional() })),
      next_offset: next,
    }),
    line: ({ query }) => query,
    read({ papers }, asked) {
      const part = pageOf<(typeof papers)[number]>(papers, asked)
      const list = part.shown.map(({ id, title, url, ...more }) => ({
        id,
        title,
        url,
        ...('score' in more && typeof more.score === 'number' && { score: more.score }),
      }))
      return {
        facts: { papers: list, next_offset: part.next },
        text: linesOf(list, part.next) || 'No paper fits. Try other words; names of methods work best.',
      }
    },
  }),
  tool('show', outputs.show, {
    name: 'get_paper',
    title: 'Get a paper',
    description: 'Gives one paper: title, abstract, authors, day, address and ids.',
    input: z.strictObject({ paper: anyName }),
    output: z.object({
      ...paper,
      abstract: text,
      date: text.optional(),
      published: text.optional(),
      authors: z.array(text).optional(),
      code: text.optional(),
      doi: text.optional(),
      arxiv: text.optional(),
    }),
    line: ({ paper }) => paper,
    read(shown) {
      if (!('abstract' in shown)) return undefined
      const { id, title, url, date, published, code, doi, arxivId: arxiv } = shown
      const abstract = within(shown.abstract, longestAbstract)
      const authors = shown.authors?.slice(0, listed.most)
      const facts = defined({ id, title, url, date, published, code, doi, arxiv })
      const names = authors ? `\n${authors.join(', ')}` : ''
      return {
        facts: { ...facts, id, title, url, abstract, ...(authors && { authors }) },
        text: `${title} (${id})${names}\n${url}\n\nAbstract:\n${abstract}\n(end of the abstract)`,
      }
    },
  }),
  tool('ask', outputs.ask, {
    name: 'ask_papers',
    title: 'Ask the papers',
    description:
      'Answers a question from the abstracts; every sentence comes with the abstract sentences it is based on. ' +
      'kind says whether it was answered; hedged gives only the closest sentences. For a whole topic use summarize_topic.',
    input: z.strictObject({ question: words('A self-contained question') }),
    output: z.object({
      kind: z.enum(['answered', 'hedged', 'listed', 'not-found', 'elsewhere', 'declined']),
      sentences: z.array(Sentence),
      papers: z.array(z.object(paper)).describe('Those found, best first'),
    }),
    line: ({ question }) => question,
    read({ kind, claims, papers }, _, shown) {
      const list = papers.map(({ id, title, url }) => ({ id, title, url }))
      return {
        facts: { kind, sentences: claims.map(sentence), papers: list },
        text: `${wordsOf(shown)}${list.length === 0 ? '' : `\n\nPapers found:\n${linesOf(list)}`}`,
      }
    },
  }),
  tool('summarize', outputs.summarize, {
    name: 'summarize_topic',
    title: 'Summarize a topic',
    description:
      'Says what the papers on a topic say, theme by theme, each sentence with its abstract sentences.',
    input: z.strictObject({ topic: words('A topic, and a time if wanted: "diffusion this week"') }),
    output: z.object({
      kind: z.enum(['summarized', 'not-found', 'declined']),
      themes: z.array(z.object({ name: text, sentences: z.array(Sentence) })),
      open: z.array(Sentence).describe('What they leave open'),
      papers: z.array(z.object(paper)),
    }),
    line: ({ topic }) => topic,
    read(summary, _, shown) {
      if (!('kind' in summary)) return undefined
      const isDone = summary.kind === 'summarized'
      const papers = 'papers' in summary ? summary.papers : []
      const list = papers.map(({ id, title, url }) => ({ id, title, url }))
      return {
        facts: {
          kind: summary.kind,
          themes: isDone
            ? summary.themes.map(({ name, claims }) => ({ name, sentences: claims.map(sentence) }))
            : [],
          open: isDone ? summary.open.map(sentence) : [],
          papers: list,
        },
        text: `${wordsOf(shown)}${list.length === 0 ? '' : `\n\nPapers:\n${linesOf(list)}`}`,
      }
    },
  }),
  tool('similar', outputs.similar, {
    name: 'similar_papers',
    title: 'Similar papers',
    description: 'Lists the papers closest to one paper, with what they share.',
    input: z.strictObject({ paper: anyName, ...page }),
    output: z.object({
      paper: z.object(paper),
      papers: z.array(z.object({ ...paper, score: z.number(), shared: z.array(text) })),
      next_offset: next,
    }),
    line: ({ paper }) => paper,
    read(found, asked) {
      if (!('paper' in found)) return undefined
      const { id, title, url } = found.paper
      const part = pageOf(found.papers, asked)
      return {
        facts: {
          paper: { id, title, url },
          papers: part.shown.map((one) => ({ ...one })),
          next_offset: part.next,
        },
        text: `Close to ${title} (${id}):\n${linesOf(part.shown, part.next) || 'no paper.'}`,
      }
    },
  }),
  tool('today', outputs.today, {
    name: 'papers_of_day',
    title: 'Papers of a day',
    description: 'Lists the papers of one day, most votes first; the newest day when no date is given.',
    input: z.strictObject({
      date: z
        .string()
        .regex(/^\d{4}-\d\d-\d\d$/)
        .optional()
        .describe('Such as 2025-03-13'),
      ...page,
    }),
    output: z.object({
      day: text,
      count,
      papers: z.array(z.object({ ...paper, votes: count.optional() })),
      next_offset: next,
    }),
    line: ({ date = '' }) => date,
    read(found, asked) {
      if (!('day' in found)) return undefined
      const part = pageOf(found.papers, asked)
      const papers = part.shown.map(({ id, title, url, votes }) => ({
        id,
        title,
        url,
        ...(votes !== undefined && { votes }),
      }))
      return {
        facts: { day: found.day, count: found.count, papers, next_offset: part.next },
        text: `${found.count} papers of ${found.day}:\n${linesOf(papers, part.next)}`,
      }
    },
  }),
  tool('add', outputs.add, {
    name: 'add_paper',
    title: 'Add a paper',
    description:
      'Fetches a paper by its link or id (arXiv, DOI, ACL Anthology, OpenReview, PubMed), so that it can be asked about.',
    readOnly: false,
    input: z.strictObject({ link: words('A link or an id') }),
    output: z.object({
      added: z.array(z.object(paper)),
      known: z.array(z.object(paper)).describe('Here already'),
    }),
    line: ({ link }) => link,
    read({ added, known }) {
      if (added.length + known.length === 0) return undefined
      const [fresh, old] = [added, known].map((papers) =>
        papers.map(({ id, title, url }) => ({ id, title, url })),
      )
      return {
        facts: { added: fresh ?? [], known: old ?? [] },
        text: [
          `Added: ${fresh?.length ?? 0}`,
          linesOf(fresh ?? []),
          `Here already: ${old?.length ?? 0}`,
          linesOf(old ?? []),
        ]
          .filter((line) => line !== '')
          .join('\n'),
      }
    },
  }),
]

/** The tools that these commands make possible, always in the same order. */
export const toolsOf = (commands: readonly Command[]): readonly Tool[] =>
  all.filter(({ command }) => commands.some(({ name }) => name === command))

/** Facts without those that are not known. */
const defined = (facts: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
