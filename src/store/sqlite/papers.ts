import type { DatabaseSync } from 'node:sqlite'
import { foldTitle } from '../../papers/identity.ts'
import { mergePapers, samePaper } from '../../papers/merge.ts'
import { foldName } from '../../papers/names.ts'
import type { Paper } from '../../papers/paper.ts'
import { makeReady, type ReadyPaper } from '../../papers/ready-paper.ts'
import { wordsOf } from '../../papers/words.ts'
import { columns, lastDay, type PaperRow, titleKeyOf, toPaper } from '../paper-row.ts'
import type { PaperStore } from '../store.ts'
import { importing, transaction } from './database.ts'
import { guarded } from './errors.ts'
import { createPaperCompletions } from './paper-completions.ts'
import { watchRevision } from './revision.ts'

export function createPaperStore(database: DatabaseSync): PaperStore {
  const find = database.prepare(`
    SELECT * FROM papers WHERE id = ?1 OR arxiv_id = ?2 OR folded_title = ?3
    ORDER BY id = ?1 DESC, arxiv_id IS ?2 DESC LIMIT 1`)
  const holdsArxivId = database.prepare('SELECT 1 FROM papers WHERE arxiv_id = ? AND id <> ?')
  const holdsTitle = database.prepare('SELECT 1 FROM papers WHERE folded_title = ? AND id <> ?')
  const insert = database.prepare(`
    INSERT INTO papers (id, folded_title, arxiv_id, title, abstract, url, date, day, upvotes, source, more, stems)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const update = database.prepare(`
    UPDATE papers SET folded_title = ?, arxiv_id = ?, title = ?, abstract = ?, url = ?, date = ?, day = ?,
      upvotes = ?, source = ?, more = ?, stems = ? WHERE key = ?`)
  const addWords = database.prepare('INSERT INTO words (rowid, title, names, abstract) VALUES (?, ?, ?, ?)')
  const dropWords = database.prepare('DELETE FROM words WHERE rowid = ?')
  const addName = database.prepare('INSERT INTO names (name, paper, introduced) VALUES (?, ?, ?)')
  const dropNames = database.prepare('DELETE FROM names WHERE paper = ?')
  const dropVectors = database.prepare('DELETE FROM vectors WHERE paper = ?')
  const byId = database.prepare(
    'SELECT * FROM papers WHERE id = ?1 OR arxiv_id = ?1 ORDER BY id = ?1 DESC LIMIT 1',
  )
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

  const completions = createPaperCompletions(database)
  const revision = watchRevision(database)

  function index(key: number | bigint, { paper, names, nameWords }: ReadyPaper): void {
    addWords.run(key, paper.title, nameWords, paper.abstract)
    for (const { folded, introduced } of names) addName.run(folded, key, Number(introduced))
  }

  const titleKey = (paper: Paper, foldedTitle: string) =>
    titleKeyOf(paper, foldedTitle, (key) => holdsTitle.get(key, paper.id) !== undefined)

  /** The row of this paper, if it is known. One with the same title and another arXiv id is another paper. */
  function findKnown({ id, arxivId }: Paper, foldedTitle: string): PaperRow | undefined {
    const row = find.get(id, arxivId ?? null, foldedTitle)
    const isOther = row && row.id !== id && arxivId !== undefined && row.arxiv_id !== null
    return isOther && row.arxiv_id !== arxivId ? undefined : row
  }

  function add(ready: ReadyPaper): 'added' {
    const { paper, foldedTitle, stems } = ready
    const { lastInsertRowid } = insert.run(paper.id, ...columns(paper, titleKey(paper, foldedTitle), stems))
    index(lastInsertRowid, ready)
    return 'added'
  }

  function put(
    paper: Paper,
    readyOf: () => ReadyPaper,
    foldedTitle: string,
  ): 'added' | 'updated' | 'unchanged' {
    const known = findKnown(paper, foldedTitle)
    if (!known) return add(readyOf())
    const before = toPaper(known)
    const { arxivId, ...rest } = paper
    // Two records that turn out to be one paper stay two: ids that people hold must go on working.
    const taken = arxivId !== undefined && holdsArxivId.get(arxivId, before.id) !== undefined
    const after = mergePapers(before, taken ? rest : paper)
    if (samePaper(before, after)) return 'unchanged'
    const key = Number(known.key)
    const isText = before.title !== after.title || before.abstract !== after.abstract
    const ready = isText ? makeReady(after) : undefined
    const title = titleKey(after, ready?.foldedTitle ?? foldTitle(after.title))
    update.run(...columns(after, title, ready?.stems ?? String(known.stems)), key)
    if (ready) {
      dropWords.run(key)
      dropNames.run(key)
      index(key, ready)
      dropVectors.run(key)
    }
    return 'updated'
  }

  /** In one transaction, so that it is all of them or none. */
  function putAll<T>(papers: readonly T[], putOne: (paper: T) => 'added' | 'updated' | 'unchanged') {
    return transaction(database, () => {
      const counts = { added: 0, updated: 0, unchanged: 0 }
      for (const paper of papers) counts[putOne(paper)]++
      if (counts.added + counts.updated > 0) revision.raise()
      return counts
    })
  }

  return {
    put: (papers) =>
      guarded(() => putAll(papers, (paper) => put(paper, () => makeReady(paper), foldTitle(paper.title)))),
    putReady: (papers) =>
      guarded(() =>
        importing(database, () =>
          putAll(papers, (ready) => put(ready.paper, () => ready, ready.foldedTitle)),
        ),
      ),
    get: (ids) => guarded(() => ids.flatMap((id) => byId.all(id).map(toPaper))),
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
