import { createHash } from 'node:crypto'
import { idKey, idKeys, idLink, idSchemes, type PaperIds } from './ids.ts'
import { normalizeText } from './normalize.ts'
import type { Paper, PaperId } from './paper.ts'

/**
 * What makes two titles the same paper: words in lower case, without diacritics, LaTeX signs and punctuation, one
 * space apart. `+` and `#` stay (C, C++ and C# differ). Never empty for a title that is not.
 */
export function foldTitle(title: string): string {
  const plain = normalizeText(title).normalize('NFKD').toLowerCase()
  const words = plain
    .replace(/[\u0300-\u036f${}\\^_'’ʼ`]/g, '')
    .replace(/(?<![\p{L}\p{N}+#])[+#]+|[^\p{L}\p{N}\p{M}+#]+/gu, ' ')
    .normalize('NFC')
    .trim()
  return words === '' ? plain.replace(/\s+/g, ' ').trim() : words
}

/** What names a title, however it is written: what a paper is known by when nothing else is known of it. */
function titleId(foldedTitle: string): PaperId {
  return `p-${createHash('sha256').update(foldedTitle).digest('hex').slice(0, 10)}`
}

/** The id a paper keeps for good: its arXiv id when known, else a digest of another id, or of its folded title. */
export function paperId({ title, ids }: { title: string; ids?: PaperIds | undefined }): PaperId {
  return ids?.arxiv ?? titleId(idKeys(ids)[0] ?? foldTitle(title))
}

/** Everything by which a paper is found again: its own id, those of other places, and its title. */
export function paperKeys({ id, ids }: Pick<Paper, 'id' | 'ids'>, foldedTitle: string) {
  return { ids: [...new Set([id, ...idKeys(ids)])], title: titleId(foldedTitle) }
}

/** Ids of places that give a paper one alone: where they differ, so do the papers. */
const telling = ['arxiv', 'doi', 'acl', 'pubmed'] as const

/** Whether two papers are two for sure, whatever they are called. */
export function differ(
  { ids: one = {} }: Pick<Paper, 'ids'>,
  { ids: other = {} }: Pick<Paper, 'ids'>,
): boolean {
  return telling.some((scheme) => {
    const [mine, theirs] = [one[scheme], other[scheme]]
    return mine !== undefined && theirs !== undefined && idKey(scheme, mine) !== idKey(scheme, theirs)
  })
}

/** Where a person reads the paper: at the best known place that numbers it, else a title search on Hugging Face. */
export function paperUrl({ title, ids = {} }: { title: string; ids?: PaperIds | undefined }): string {
  for (const scheme of idSchemes) {
    const value = ids[scheme]
    if (value !== undefined) return idLink(scheme, value)
  }
  // The search takes at most 250 characters.
  const query = Array.from(title).slice(0, 250).join('')
  return `https://huggingface.co/papers?q=${encodeURIComponent(query)}`
}
