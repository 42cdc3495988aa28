import type { DatabaseSync } from 'node:sqlite'
import { LRUCache } from 'lru-cache'
import { foldTitle } from '../../papers/identity.ts'
import { foldName } from '../../papers/names.ts'
import type { Paper, PaperId } from '../../papers/paper.ts'
import { makeReady } from '../../papers/ready-paper.ts'
import { wordsOf } from '../../papers/words.ts'
import { lastDay, toPaper } from '../paper-row.ts'
import type { Incoming } from '../place-papers.ts'
import type { PaperStore } from '../store.ts'
import { importing, transaction } from './database.ts'
import { guarded } from './errors.ts'
import { createPaperCompletions } from './paper-completions.ts'
import { createPutPapers } from './put-papers.ts'
import { watchRevision } from './revision.ts'

/** Papers that are kept in memory until any is written, and their characters: neighbouring questions meet the same ones. */
const mostKnown = {
  max: 2_000,
  maxSize: 5_000_000,
  sizeCalculation: ({ title, abstract }: Paper) => title.length + abstract.length + 1,
}

export function createPaperStore(database: DatabaseSync): PaperStore {
  const byId = database.prepare(
    'SELECT * FROM papers WHERE id = ?1 OR arxiv_id = ?1 ORDER BY id = ?1 DESC LIMIT 1',
  )
  const byKey = database.prepare(
    'SELECT papers.* FROM paper_keys JOIN papers ON papers.key = paper WHERE paper_keys.key = ?',
  )
  const page = database.prepare('SELECT * FROM papers WHERE id > ? ORDER BY id LIMIT ?')
  const added = database.prepare('SELECT max(key) AS mark FROM papers')
  const addedAfter = database.prepare('SELECT * FROM papers WHERE key > ? ORDER BY key DESC LIMIT ?')
  const count = database.prepare('SELECT count(*) AS papers FROM papers')
  const days = database.prepare(`
    SELECT date, count(*) AS papers FROM papers WHERE date <= ? GROUP BY date ORDER BY date DESC LIMIT ?`)
  const newest = database.prepare('SELECT max(day) AS day FROM papers WHERE day <= ?')
  const between = database.prepare(`
    SELECT * FROM papers WHERE day BETWEEN ? AND ? ORDER BY upvotes DESC NULLS LAST, day DESC, id LIMIT ?`)
  const named = database.prepare(`
    SELECT papers.* FROM names JOIN papers ON papers.key = names.paper WHERE names.name = ?
    ORDER BY introduced DESC, length(papers.title), papers.id LIMIT ?`)
  const titled = database.prepare(`
    SELECT papers.* FROM words JOIN papers ON papers.key = words.rowid WHERE words MATCH ?
    ORDER BY length(papers.title), papers.id LIMIT ?`)

  const revision = watchRevision(database)
  const known = new LRUCache<PaperId, Paper>(mostKnown)
  function read(id: PaperId): Paper | undefined {
    const row = byId.get(id) ?? byKey.get(id)
    if (!row) return undefined
    const paper = toPaper(row)
    known.set(id, paper)
    return paper
  }

  const completions = createPaperCompletions(database)
  const put = createPutPapers(database)
  const putAll = (papers: readonly Incoming[]) => transaction(database, () => put(papers))

  return {
    put: (papers) =>
      guarded(() =>
        putAll(
          papers.map((paper) => ({
            paper,
            foldedTitle: foldTitle(paper.title),
            ready: () => makeReady(paper),
          })),
        ),
      ),
    putReady: (papers) =>
      guarded(() =>
        importing(database, () => putAll(papers.map((ready) => ({ ...ready, ready: () => ready })))),
      ),
    get: (ids) =>
      guarded(() => {
        if (revision.hasChanged()) known.clear()
        return ids.flatMap((id) => known.get(id) ?? read(id) ?? [])
      }),
    page: (after, limit) => guarded(() => page.all(after, limit).map(toPaper)),
    added: () => guarded(() => Number(added.get()?.mark ?? 0)),
    addedAfter: (mark, limit) => guarded(() => addedAfter.all(mark, limit).map(toPaper)),
    count: () => guarded(() => Number(count.get()?.papers)),
    days: (limit, until = lastDay) =>
      guarded(() =>
        days.all(until, limit).map((row) => ({ date: String(row.date), papers: Number(row.papers) })),
      ),
    newestDay: (until = lastDay) =>
      guarded(() => {
        const day = newest.get(until)?.day
        return typeof day === 'string' ? day : undefined
      }),
    between: (from, to, limit) => guarded(() => between.all(from, to, limit).map(toPaper)),
    named: (name, limit) => guarded(() => named.all(foldName(name), limit).map(toPaper)),
    titled: (words, limit) =>
      guarded(() => {
        const prefixes = wordsOf(words).map((word) => `"${word}" *`)
        return prefixes.length === 0
          ? []
          : titled.all(`{title} : (${prefixes.join(' AND ')})`, limit).map(toPaper)
      }),
    completions: (typed, limit) => guarded(() => completions(typed, limit).map(toPaper)),
  }
}
