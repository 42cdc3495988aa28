import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeError, PaperboyError } from '../lib/errors.ts'
import type { Paper, PaperId } from '../papers/paper.ts'
import { readPageDump } from '../papers/sources/page-dump.ts'
import { fromVectorFile } from '../retrieval/vector-file.ts'
import type { Store } from '../store/store.ts'
import type { PaperVectors } from '../store/vectors.ts'
import { decodeText } from './read-text.ts'

const shippedVectors = join(import.meta.dirname, '../../data/shipped-vectors.int8')
const shippedPage = {
  file: join(import.meta.dirname, '../../data/huggingface-daily-papers-mar-13.txt'),
  /** The page itself says "Mar 13" without a year. */
  date: '2025-03-13',
  /** What a whole page holds; fewer mean that it was cut short. */
  papers: 76,
}

/**
 * Fills an empty store with the papers that ship with Paperboy; does nothing when it holds any.
 *
 * @param page for tests: another file, day and number of papers
 * @throws PaperboyError when their file is missing or damaged
 */
export async function ensureShippedPapers(store: Pick<Store, 'papers'>, page = shippedPage): Promise<void> {
  if ((await store.papers.count()) > 0) return
  await store.papers.put(await readShippedPapers(page))
}

/**
 * Stores what the papers that ship mean, as far as the store holds them and nothing of this model yet, so that nobody
 * waits for it; does nothing for a model that they were not embedded with.
 *
 * @throws PaperboyError when the file is missing or damaged
 */
export async function ensureShippedVectors(
  { papers, vectors }: Pick<Store, 'papers' | 'vectors'>,
  model: string,
): Promise<void> {
  if ((await vectors.count(model)) > 0) return
  try {
    const shipped = await readShippedPapers()
    const known = await papers.get(shipped.map(({ id }) => id))
    const embedded = await readShippedVectors(model, known)
    const dimensions = embedded.values().next().value?.paper.length
    if (dimensions === undefined) return
    const rows = known.flatMap((of) => {
      const own = embedded.get(of.id)
      return own ? [{ of, ...own }] : []
    })
    await vectors.put({ model, dimensions }, rows)
  } catch (cause) {
    throw new PaperboyError(
      `The vectors that ship with Paperboy cannot be loaded. ${describeError(cause)}`,
      restore,
      { cause },
    )
  }
}

/** How long, in milliseconds, it is believed which of them are to be hidden. */
const believed = 1_000

/**
 * Tells, at any time, which papers of a store are there only because they ship with Paperboy: none that another source
 * has brought, too.
 */
export async function createShippedIds({
  papers,
}: Pick<Store, 'papers'>): Promise<() => Promise<ReadonlySet<PaperId>>> {
  const shipped = new Map((await readShippedPapers()).map((paper) => [paper.id, paper]))
  // Any other source of one knows more about it: an id, its authors, when it appeared.
  const isAlone = (paper: Paper): boolean =>
    paper.source === 'page' && Object.keys(paper).every((fact) => fact in (shipped.get(paper.id) ?? {}))
  let known: { ids: Promise<ReadonlySet<PaperId>>; until: number } | undefined
  return () => {
    const now = performance.now()
    if (!known || known.until < now) {
      const found = papers.get([...shipped.keys()])
      known = {
        ids: found.then((all) => new Set(all.filter(isAlone).map(({ id }) => id))),
        until: now + believed,
      }
    }
    return known.ids
  }
}

/**
 * The papers that ship with Paperboy.
 *
 * @throws PaperboyError when the file is missing or damaged
 */
export async function readShippedPapers(page = shippedPage): Promise<readonly Paper[]> {
  const source = { name: page.file, chunks: createReadStream(page.file) }
  let text = ''
  try {
    for await (const chunk of decodeText(source)) text += chunk
  } catch (error) {
    throw new PaperboyError(
      `The papers that ship with Paperboy cannot be loaded. ${describeError(error)}`,
      restore,
      {
        cause: error,
      },
    )
  }
  const { papers, warnings } = readPageDump(text, { date: page.date, today: new Date(page.date) })
  const whole = papers.length === page.papers && warnings.length === 0 && /[.!?]$/.test(text.trimEnd())
  if (!whole)
    throw new PaperboyError(
      `The papers that ship with Paperboy are damaged: "${page.file}" is not the whole page of ${page.papers} papers.`,
      restore,
    )
  return papers
}

/** The vectors that ship: those of these papers, as far as their text is still the same; none of another model. */
export async function readShippedVectors(
  model: string,
  papers: readonly Paper[],
): Promise<ReadonlyMap<PaperId, PaperVectors>> {
  return fromVectorFile(await readFile(shippedVectors), { model, papers })
}

const restore = 'Restore them with: git checkout -- data'
