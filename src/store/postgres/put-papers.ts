import { mergePapers, samePaper } from '../../papers/merge.ts'
import type { Paper } from '../../papers/paper.ts'
import { makeReady, type ReadyPaper } from '../../papers/ready-paper.ts'
import { columns, titleKeyOf, toPaper } from '../paper-row.ts'
import type { Database, Query, Row } from './database.ts'
import { lockPapers, writeNames, writeRows, writeVocabulary } from './write-papers.ts'

/** A paper to be stored, made ready when it is needed. */
export type Incoming = { paper: Paper; foldedTitle: string; ready: () => ReadyPaper }

type Counts = { added: number; updated: number; unchanged: number }

/** A paper as it will stand in the table; `key` is known when it stands there already. */
export type Kept = {
  key?: number
  paper: Paper
  titleKey: string
  stems: string
  /** How it stands in the table now: nothing when it is new, `undefined` stems when only its text stays as it is. */
  before?: { stems: string }
  /** Set when its text is new. */
  ready?: ReadyPaper
  changed: boolean
}

/** Adds papers or brings known ones up to date: see the contract. */
export function putPapers(database: Database, papers: readonly Incoming[]): Promise<Counts> {
  // What is wrong with a paper is found before others wait for it.
  return database.transaction(async (query) => {
    await lockPapers(query)
    const known = indexKept(await findKnown(query, papers))
    const counts = { added: 0, updated: 0, unchanged: 0 }
    for (const incoming of papers) counts[place(incoming, known)]++
    const changed = [...known.all].filter((kept) => kept.changed)
    if (changed.length > 0) await write(query, changed)
    if (counts.added > 0) await query('UPDATE paperboy SET papers = papers + $1', [counts.added])
    return counts
  })
}

async function findKnown(query: Query, papers: readonly Incoming[]): Promise<readonly Row[]> {
  // One after the other, since each has its index: all in one condition, the whole table would be read.
  const { rows } = await query(
    `SELECT * FROM papers WHERE id = ANY ($1) UNION SELECT * FROM papers WHERE arxiv_id = ANY ($2)
    UNION SELECT * FROM papers WHERE md5(title_key) = ANY (ARRAY(SELECT md5(title) FROM unnest($3::text[]) AS title))`,
    [
      papers.map(({ paper }) => paper.id),
      papers.flatMap(({ paper }) => paper.arxivId ?? []),
      papers.map(({ foldedTitle }) => foldedTitle),
    ],
  )
  return rows
}

type Known = ReturnType<typeof indexKept>

/** Papers by everything they are known by; of those being added, too. */
function indexKept(rows: readonly Row[]) {
  const all = new Set<Kept>()
  const [byId, byArxivId, byTitle] = [
    new Map<string, Kept>(),
    new Map<string, Kept>(),
    new Map<string, Kept>(),
  ]
  const add = (kept: Kept) => {
    all.add(kept)
    byId.set(kept.paper.id, kept)
    if (kept.paper.arxivId !== undefined) byArxivId.set(kept.paper.arxivId, kept)
    byTitle.set(kept.titleKey, kept)
  }
  for (const row of rows) {
    const stems = String(row.stems)
    add({
      key: Number(row.key),
      paper: toPaper(row),
      titleKey: String(row.title_key),
      ...{ stems, before: { stems }, changed: false },
    })
  }
  return { all, byId, byArxivId, byTitle, add }
}

/** Finds the place of one paper among the known ones. One with the same title and another arXiv id is another paper. */
function place({ paper, foldedTitle, ready }: Incoming, known: Known): keyof Counts {
  const { id, arxivId } = paper
  const byArxivId = arxivId === undefined ? undefined : known.byArxivId.get(arxivId)
  const found = known.byId.get(id) ?? byArxivId ?? known.byTitle.get(foldedTitle)
  const theirs = found?.paper.arxivId
  const isOther =
    found?.paper.id !== id && arxivId !== undefined && theirs !== undefined && theirs !== arxivId
  if (!found || isOther) {
    const made = ready()
    const isTaken = (key: string) => known.byTitle.has(key)
    const titleKey = titleKeyOf(paper, foldedTitle, isTaken)
    known.add({ paper, titleKey, stems: made.stems, ready: made, changed: true })
    return 'added'
  }
  const before = found.paper
  const { arxivId: _, ...rest } = paper
  // Two records that turn out to be one paper stay two: ids that people hold must go on working.
  const taken = byArxivId !== undefined && byArxivId !== found
  const after = mergePapers(before, taken ? rest : paper)
  if (samePaper(before, after)) return 'unchanged'
  // A title that is spelled better folds to the same, so it is found by the same key.
  found.paper = after
  found.changed = true
  if (before.title !== after.title || before.abstract !== after.abstract) {
    found.ready = makeReady(after)
    found.stems = found.ready.stems
  }
  known.add(found)
  return 'updated'
}

async function write(query: Query, changed: readonly Kept[]): Promise<void> {
  const keys = await writeRows(
    query,
    changed.map((kept) => ({ ...kept, columns: columns(kept.paper, kept.titleKey, kept.stems) })),
  )
  const reread = changed.filter((kept) => kept.ready !== undefined)
  const keyOf = ({ paper }: Kept) => keys.get(paper.id) ?? Number.NaN
  const old = reread.filter((kept) => kept.before !== undefined).map(keyOf)
  if (old.length > 0) {
    await query('DELETE FROM names WHERE paper = ANY ($1)', [old])
    const { changes } = await query('DELETE FROM vectors WHERE paper = ANY ($1)', [old])
    if (changes > 0) await query('UPDATE paperboy SET vectors = vectors + 1')
  }
  await writeNames(
    query,
    reread.flatMap((kept) => (kept.ready?.names ?? []).map((name) => ({ ...name, paper: keyOf(kept) }))),
  )
  await writeVocabulary(
    query,
    reread.map(({ before, stems }) => ({ before: before?.stems, after: stems })),
  )
}
