import type { Sentence } from '../../papers/sentences.ts'
import { citeAction, codeLink } from '../../papers/view.ts'
import {
  card,
  cite,
  emphasis,
  heading,
  list,
  note,
  paragraph,
  prose,
  reply,
  run,
  table,
  text,
} from '../../replies/build.ts'
import { cleanLine } from '../../replies/clean.ts'
import type { Block, Prose, Reply } from '../../replies/reply.ts'
import type { Comparison } from '../compare.ts'
import type { Told as Written } from '../model/try-writing.ts'
import { howChecked } from '../stamp.ts'
import type { Pair } from '../topic/relations.ts'
import type { Claim } from '../types.ts'
import { notStatedBlocks } from '../view.ts'
import { type Matter, matters } from './matters.ts'

const labels: Readonly<Record<Matter, string>> = {
  problem: 'Problem',
  approach: 'Approach',
  data: 'Data',
  results: 'Results',
  code: 'Code',
}
const foundNothing = 'The model wrote no comparison from these abstracts.'
/** Longest sentence in a cell, in UTF-16 units: three columns of whole sentences still fit one message. */
const longestCell = 330

type Told = { turn: string; written?: Written | undefined; model?: string | undefined }

/**
 * Papers beside each other, row by row, every cell a sentence of the abstract; above them, where a model wrote it, what
 * they have in common and what sets them apart.
 *
 * @param told.turn the id under which it is remembered, for its buttons
 * @param told.model `provider:model` of the writer, for the small print
 */
export function comparisonReply(comparison: Comparison, { turn, written, model }: Told): Reply {
  const { papers, shared, related } = comparison
  const summary = `${papers.map(({ name }) => name).join(' and ')}, compared`
  const rows = matters.map(
    (matter) => [labels[matter], ...papers.map((_, index) => cell(comparison, matter, index))] as const,
  )
  const own = ['Only here', ...papers.map(({ only }) => phrases(only))] as const
  return reply({
    summary,
    tone: 'answer',
    blocks: [
      ...(written?.claims ?? []).map((claim) => paragraph(...marked(claim, comparison))),
      ...notStatedBlocks(written?.notStated ?? []),
      table(
        papers.map(({ name }, index) => `${index + 1}. ${name}`),
        [...rows, own],
      ),
      ...(shared.length === 0 ? [] : [note(`All of them are about ${shared.join(', ')}.`)]),
      ...pairs('Where they discuss the same thing', related, comparison),
      heading('Papers'),
      ...papers.map(({ paper }, index) => card({ number: index + 1, title: paper.title, url: paper.url })),
      note(smallPrint(written, model)),
    ],
    actions: [
      run('Show evidence', `evidence ${turn}`, 'evidence'),
      ...papers.map(({ paper }, index) => run(`Show ${index + 1}`, `show ${paper.id}`, `show ${index + 1}`)),
      citeAction(turn),
    ],
    rating: { up: `feedback up ${turn}`, down: `feedback down ${turn}` },
  })
}

function cell({ papers }: Comparison, matter: Matter, index: number): Prose {
  const compared = papers[index]
  const sentences = compared?.says[matter] ?? []
  if (!compared) return []
  const code = matter === 'code' ? codeLink(compared.paper) : undefined
  const said = sentences.map((sentence) => text(`${cleanLine(sentence.text, longestCell)} `))
  const quoted = said.length === 0 ? [] : [...said, cite(index + 1, compared.paper.url)]
  if (code)
    return prose(...quoted, quoted.length === 0 ? '' : ' ', code, emphasis(' (from the paper’s page)'))
  return quoted.length === 0 ? [emphasis('nothing found in the abstract')] : quoted
}

function phrases(words: readonly string[]): Prose {
  return words.length === 0 ? [] : [text(words.join(', '))]
}

function pairs(title: string, found: readonly Pair[], comparison: Comparison): readonly Block[] {
  if (found.length === 0) return []
  const side = (claim: Claim) => marked(claim, comparison)
  return [heading(title), list(found.map(([one, other]) => [...side(one), text(' — '), ...side(other)]))]
}

/** A claim with the marks of the papers it cites. */
function marked({ text: said, cites }: Claim, { papers }: Comparison): Prose {
  const marks = papers.flatMap(({ paper }, index) =>
    cites.some((sentence) => sentence.paper === paper.id) ? [cite(index + 1, paper.url)] : [],
  )
  return prose(`${cleanLine(said)} `, ...marks)
}

function smallPrint(written: Written | undefined, model: string | undefined): string {
  if (!written) return 'Every sentence is quoted from the abstract.'
  const { claims, leftOut, fallback } = written
  return [
    howChecked({ claims, leftOut: leftOut.length, model }),
    claims.length > 0 ? 'The table and what is below it is quoted.' : (fallback ?? foundNothing),
    ...(claims.length > 0 && fallback !== undefined ? [fallback] : []),
  ].join(' ')
}

/** Every sentence that the page shows, for `evidence`. */
export function comparisonClaims({ papers, related }: Comparison): readonly Claim[] {
  const shown = papers.flatMap(({ says }) => matters.flatMap((matter) => says[matter]))
  const distinct = [...new Map<string, Sentence>(shown.map((sentence) => [sentence.id, sentence])).values()]
  return [...distinct.map((sentence) => ({ text: sentence.text, cites: [sentence] })), ...related.flat()]
}
