import { differ, paperKeys } from '../papers/identity.ts'
import { idKey, idSchemes } from '../papers/ids.ts'
import { mergePapers, samePaper } from '../papers/merge.ts'
import type { Paper } from '../papers/paper.ts'
import { makeReady, type ReadyPaper } from '../papers/ready-paper.ts'
import { type PaperRow, toPaper } from './paper-row.ts'
import { type RemovedKeys, type RemovedPaper, removedAs } from './removed-papers.ts'
import type { PutCounts } from './store.ts'

/** A paper to be stored, made ready when it is needed. */
export type Incoming = { paper: Paper; foldedTitle: string; ready: () => ReadyPaper }

/** A paper as it will stand in the table; `key` is known when it stands there already. */
export type Kept = {
  key?: number
  paper: Paper
  /** Its folded title, when no other paper had it before. */
  titleKey: string
  stems: string
  /** How it stands in the table now: nothing when it is new. */
  before?: { stems: string }
  /** Set when its text is new. */
  ready?: ReadyPaper
  changed: boolean
  /** What it is known by that stands in no column, as far as that is new. */
  newKeys: Set<string>
}

/** How papers change the table. */
export type Placed = {
  counts: PutCounts
  /** Papers to be written. */
  changed: readonly Kept[]
  /** Papers with new keys: some of those, and others. */
  renamed: readonly Kept[]
  /** Papers of the table that turned out to be another one, which takes on all they are known by. */
  absorbed: readonly { gone: Kept & { key: number }; into: Kept }[]
  /** Papers that were taken out before and came again, with the keys by which nobody knew them yet. */
  refused: readonly { removed: RemovedPaper; newKeys: readonly string[] }[]
}

/** Rows that may be the incoming papers, and the further keys by which they were found. */
export type Candidates = {
  rows: readonly PaperRow[]
  keys: readonly { key: string; paper: number }[]
  /** What of the incoming papers' keys was taken out. */
  removed: RemovedKeys
}

/**
 * Decides for each paper in turn whether it is new, or which known ones it is: a paper is known by every id it ever had
 * and by its title. Several that turn out to be one become one, the oldest of them, in whatever order they came; papers
 * that differ in an id of the same place are never one for their title's sake. What was taken out stays out, and so does
 * what it turns out to be called elsewhere.
 */
export function placePapers(papers: readonly Incoming[], candidates: Candidates): Placed {
  const known = indexCandidates(candidates)
  const counts = { added: 0, updated: 0, unchanged: 0, removed: 0 }
  const absorbed: Placed['absorbed'][number][] = []
  const out = new Map(candidates.removed)
  const refused: Placed['refused'][number][] = []
  for (const incoming of papers) counts[place(incoming)]++
  const all = [...known.all]
  const { removed, ...put } = counts
  return {
    counts: removed === 0 ? put : counts,
    absorbed,
    refused,
    changed: all.filter(({ changed }) => changed),
    renamed: all.filter(({ newKeys }) => newKeys.size > 0),
  }

  function place({ paper, foldedTitle, ready }: Incoming): keyof typeof counts {
    const keys = paperKeys(paper, foldedTitle)
    const byId = keys.ids.flatMap((key) => known.byKey.get(key) ?? [])
    const titled = known.byTitle.get(foldedTitle) ?? known.byKey.get(keys.title)
    const byTitle = titled && !differ(titled.paper, paper) ? [titled] : []
    const removed = byId.length === 0 ? removedAs(paper, keys, out) : undefined
    if (removed && (byTitle.length === 0 || keys.ids.some((key) => out.has(key)))) {
      refuse(paper, removed, keys)
      return 'removed'
    }
    const [first, ...others] = new Set([...byId, ...byTitle])
    if (!first) {
      const titleKey = known.byTitle.has(foldedTitle) ? `${foldedTitle} id:${paper.id}` : foldedTitle
      const made = ready()
      const kept = {
        paper,
        titleKey,
        stems: made.stems,
        ready: made,
        changed: true,
        newKeys: new Set<string>(),
      }
      known.add(kept)
      note(kept, keys.ids)
      return 'added'
    }
    const papers = known.all.size
    const found = join(first, others)
    const after = mergePapers(found.paper, withoutOthersIds(paper, found))
    const isNews = known.all.size < papers || !samePaper(found.paper, after)
    if (isNews) change(found, after)
    note(found, keys.ids)
    // A title that another paper has is not this one's, too.
    const isOwn = titled === undefined || byTitle.length > 0
    if (isOwn && keys.title !== titleOf(found)) note(found, [keys.title])
    return isNews ? 'updated' : 'unchanged'
  }

  /** Whatever else it is called is out from now on, too. */
  function refuse({ ids }: Paper, removed: RemovedPaper, keys: ReturnType<typeof paperKeys>): void {
    const newKeys = [...keys.ids, keys.title].filter((key) => !out.has(key))
    if (newKeys.length === 0) return
    const now = { ...removed, ids: { ...ids, ...removed.ids } }
    for (const [key, one] of out) if (one.id === removed.id) out.set(key, now)
    for (const key of newKeys) out.set(key, now)
    refused.push({ removed: now, newKeys })
  }

  /** Makes one of several papers that are the same; those that cannot be stay as they are. */
  function join(first: Kept, others: readonly Kept[]): Kept {
    return others.reduce((one, other) => {
      if (one === other || differ(one.paper, other.paper)) return one
      const [into, gone] = age(one) <= age(other) ? [one, other] : [other, one]
      change(into, mergePapers(into.paper, gone.paper))
      known.all.delete(gone)
      for (const index of [known.byKey, known.byTitle])
        for (const [key, kept] of index) if (kept === gone) index.set(key, into)
      if (gone.key !== undefined) absorbed.push({ gone: { ...gone, key: gone.key }, into })
      else {
        counts.added -= 1
        counts.updated += 1
      }
      for (const key of [...columnKeys(gone), titleOf(gone), ...gone.newKeys])
        if (!columnKeys(into).includes(key)) into.newKeys.add(key)
      return into
    }, first)
  }

  /** Remembers by what else a paper is known now. */
  function note(kept: Kept, keys: readonly string[]): void {
    for (const key of keys) {
      if (known.byKey.has(key)) continue
      known.byKey.set(key, kept)
      if (!columnKeys(kept).includes(key)) kept.newKeys.add(key)
    }
  }

  /** A paper without the ids that belong to another one. */
  function withoutOthersIds(paper: Paper, kept: Kept): Paper {
    const { ids, ...rest } = paper
    const own = idSchemes.flatMap((scheme) => {
      const value = ids?.[scheme]
      const owner = value === undefined ? undefined : known.byKey.get(idKey(scheme, value))
      return value === undefined || (owner !== undefined && owner !== kept) ? [] : [[scheme, value] as const]
    })
    return own.length === 0 ? rest : { ...rest, ids: Object.fromEntries(own) }
  }
}

/** Everything in its columns that a paper is known by. */
export function keysOf(paper: Paper, titleKey: string): readonly string[] {
  const { ids, title } = paperKeys(paper, titleKey)
  return [...ids, title]
}

/** The ids of a paper that stand in a column. */
function columnKeys({ paper: { id, ids } }: Kept): readonly string[] {
  return ids?.arxiv === undefined ? [id] : [id, ids.arxiv]
}

const titleOf = ({ paper, titleKey }: Kept) => paperKeys(paper, titleKey).title

/** The oldest papers have the smallest keys; new ones have none yet. */
const age = ({ key }: Kept) => key ?? Number.POSITIVE_INFINITY

function change(kept: Kept, after: Paper): void {
  const before = kept.paper
  kept.paper = after
  kept.changed = true
  // A title that is spelled better folds to the same, so it is found by the same key.
  if (before.title === after.title && before.abstract === after.abstract) return
  kept.ready = makeReady(after)
  kept.stems = kept.ready.stems
}

/** Papers by everything they are known by; of those being added, too. */
function indexCandidates({ rows, keys }: Candidates) {
  const all = new Set<Kept>()
  const [byKey, byTitle] = [new Map<string, Kept>(), new Map<string, Kept>()]
  const add = (kept: Kept) => {
    all.add(kept)
    for (const key of [kept.paper.id, kept.paper.ids?.arxiv])
      if (key !== undefined && !byKey.has(key)) byKey.set(key, kept)
    if (!byTitle.has(kept.titleKey)) byTitle.set(kept.titleKey, kept)
  }
  const byNumber = new Map<number, Kept>()
  for (const row of rows) {
    const stems = String(row.stems)
    const kept: Kept = {
      key: Number(row.key),
      paper: toPaper(row),
      titleKey: String(row.title_key ?? row.folded_title),
      stems,
      before: { stems },
      changed: false,
      newKeys: new Set(),
    }
    byNumber.set(Number(row.key), kept)
    add(kept)
  }
  for (const { key, paper } of keys) {
    const kept = byNumber.get(paper)
    if (kept && !byKey.has(key)) byKey.set(key, kept)
  }
  return { all, byKey, byTitle, add }
}

/** What incoming papers may be found by: ids, titles as they are folded, and what names a title. */
export function lookups(papers: readonly Incoming[]) {
  const keys = papers.map(({ paper, foldedTitle }) => paperKeys(paper, foldedTitle))
  return {
    keys: [...new Set(keys.flatMap(({ ids, title }) => [...ids, title]))],
    titles: papers.map(({ foldedTitle }) => foldedTitle),
  }
}
