import { createHash } from 'node:crypto'
import { normalizeText } from './normalize.ts'
import type { PaperId } from './paper.ts'

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

const doi = /\b10\.\d{4,9}\/[^\s"<>]+/gi
const arxivDoi = /^10\.48550\/arxiv\.(.+)$/i
const newStyle = /(?<![\d=.])(?:arxiv:)?((?:0[7-9]|[1-9]\d)(?:0[1-9]|1[0-2])\.\d{4,5})(?:v[1-9]\d*)?(?!\d)/gi
const archives =
  'acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con'
const oldStyle = new RegExp(
  `(?<![\\p{L}\\d.=-])(${archives})(?:\\.[A-Z]{2})?/((?:9[1-9]|0[0-7])(?:0[1-9]|1[0-2])\\d{3})(?:v[1-9]\\d*)?(?!\\d)`,
  'u',
)

/** Four digits after the point until 2014, five from 2015 (arXiv's identifier scheme). */
function hasRightLength(id: string): boolean {
  return id.length === (Number(id.slice(0, 2)) >= 15 ? 10 : 9)
}

/**
 * The first arXiv id in a text (an id, an arXiv or Hugging Face address, a citation), without version; undefined
 * when there is none. DOIs are looked at first, since those of other publishers may hold what looks like an id.
 * Scheme: https://info.arxiv.org/help/arxiv_identifier.html
 */
export function arxivIdIn(text: string): string | undefined {
  const rest = text.replace(doi, (found) => arxivDoi.exec(found)?.[1] ?? ' ')
  for (const [, id] of rest.matchAll(newStyle)) if (id && hasRightLength(id)) return id
  const old = oldStyle.exec(rest)
  return old ? `${old[1]}/${old[2]}` : undefined
}

/** The id a paper keeps for good: its arXiv id when known, else a digest of its folded title. */
export function paperId(paper: { title: string; arxivId?: string | undefined }): PaperId {
  if (paper.arxivId) return paper.arxivId
  return `p-${createHash('sha256').update(foldTitle(paper.title)).digest('hex').slice(0, 10)}`
}

/** Where a person reads the paper: its arXiv page when the id is known, else a title search on Hugging Face. */
export function paperUrl(paper: { title: string; arxivId?: string | undefined }): string {
  if (paper.arxivId) return `https://arxiv.org/abs/${paper.arxivId}`
  // The search takes at most 250 characters.
  const query = Array.from(paper.title).slice(0, 250).join('')
  return `https://huggingface.co/papers?q=${encodeURIComponent(query)}`
}
