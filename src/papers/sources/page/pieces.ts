import { visibleText } from '../../characters.ts'
import { type Boilerplate, boilerplateOf, endsPaper } from './boilerplate.ts'
import { endsSentence, holdsSentenceBorder } from './prose.ts'

/**
 * What stands between a piece of text and the one before: nothing but a line break for width (`wrap`), a line
 * break that width does not explain (`break`), a blank line, a number or head line (`interrupted`), or a trailer
 * such as "4 authors" (`ended`).
 */
export type Gap = 'wrap' | 'break' | 'blank' | 'interrupted' | 'ended'

/** A line that is, or may be, text of a paper. */
export type Piece = {
  /** Counted from 1. */
  line: number
  text: string
  gap: Gap
  /** The boilerplate between this piece and the one before. */
  before: readonly Boilerplate[]
  /** Set when the line looks like boilerplate and was taken for text all the same. */
  doubtful?: true
}

/** A page as pieces of text in order, and the boilerplate after the last one. */
export type Pieces = { pieces: readonly Piece[]; after: readonly Boilerplate[] }

type Line = { line: number; text: string; boilerplate?: Boilerplate }

/** A copied page has other line ends than line feeds only when some program replaced them all. */
function linesOf(page: string): readonly Line[] {
  const rows = /[\n\r]/.test(page) ? page.split(/\r\n|\n|\r/) : page.split(/[\u2028\u2029\u0085]/)
  return rows.map((row, index) => {
    const text = visibleText(row).replace(/\s+/g, ' ').trim()
    const boilerplate = text === '' ? undefined : boilerplateOf(text)
    return { line: index + 1, text, ...(boilerplate && { boilerplate }) }
  })
}

/** Longer lines were not broken for width. */
const widestPage = 250

/** How many lines above and below tell the width of a paragraph. */
const reach = 8

/**
 * Whether a line ends where it does for width alone: the next line's first word would not have fitted. The width is
 * that of the lines around, without blank lines between; a line that juts out from those was not wrapped at all.
 */
function isWrapped(lines: readonly Line[], index: number): boolean {
  const above = lines[index]
  const below = lines[index + 1]
  if (!above?.text || !below?.text) return false
  const widths: number[] = []
  // A long word, such as an address, may jut out.
  const measure = ({ text }: Line) => (text.includes(' ') ? widths.push(text.length) : 0)
  for (const line of blockFrom(lines, index + 1, 1)) measure(line)
  for (const line of blockFrom(lines, index - 1, -1)) measure(line)
  widths.sort((a, b) => b - a)
  const own = above.text.includes(' ') ? above.text.length : 0
  const [widest = own, second = widest] = widths
  const slack = widths.length >= reach ? 1 : 0.08 * widest
  if (Math.max(widest, own) > widestPage || (widths.length >= 4 && own > widest + slack)) return false
  // One line may be a title that was not wrapped.
  const width = widths.length >= 4 ? Math.max(second, Math.min(own, widest)) : Math.max(widest, own)
  const [firstWord = ''] = /^\S+/.exec(below.text) ?? []
  return above.text.length + 1 + firstWord.length > width
}

/** The lines from `index` on in one direction, up to a blank one or as far as they matter. */
function blockFrom(lines: readonly Line[], index: number, step: 1 | -1): readonly Line[] {
  const block: Line[] = []
  for (let next = index; block.length < reach; next += step) {
    const line = lines[next]
    if (!line?.text) break
    block.push(line)
  }
  return block
}

/** Whether an abstract plainly begins at a line: it is long, or a paragraph of wrapped lines behind a blank one is. */
function opensAbstract(lines: readonly Line[], index: number): boolean {
  const first = lines[index]
  if (!first?.text || first.boilerplate) return false
  let length = first.text.length
  const standsApart = lines[index - 1]?.text === ''
  for (let next = index; standsApart && length <= 250 && isWrapped(lines, next); next += 1)
    length += lines[next + 1]?.text.length ?? 0
  return length > 250 || (length > 100 && holdsSentenceBorder(first.text))
}

/**
 * Whether a head line or a number ("New", "1984") is a title: an abstract opens right behind it, and nothing before
 * it could be that abstract's title.
 */
function isTitleInDisguise(lines: readonly Line[], index: number): boolean {
  const kind = lines[index]?.boilerplate?.kind
  if (kind !== 'head' && kind !== 'count') return false
  if (!opensAbstract(lines, nearest(lines, index + 1, 1))) return false
  for (let above = index - 1; above >= 0; above -= 1) {
    const { text, boilerplate } = lines[above] ?? { text: '' }
    if (boilerplate ? endsPaper(boilerplate) : text !== '')
      return boilerplate !== undefined || text.length > 250 || (endsSentence(text) && !/[?!]$/.test(text))
  }
  return true
}

/** Whether a line that looks like boilerplate stands inside a wrapped sentence. */
function isEmbedded(lines: readonly Line[], index: number): boolean {
  const above = lines[index - 1]
  const below = lines[index + 1]
  if (!above?.text || above.boilerplate || endsSentence(above.text)) return false
  if (lines[index]?.boilerplate?.kind === 'head' && isWrapped(lines, index - 1)) return true
  return below !== undefined && !below.boilerplate && /^[\p{Ll}(]/u.test(below.text)
}

/** The nearest line that is not blank, from `index` on in steps of `step`. */
function nearest(lines: readonly Line[], index: number, step: 1 | -1): number {
  let found = index
  while (lines[found]?.text === '') found += step
  return found
}

/** An organisation or a submitter: a short line that the boilerplate around it gives away. */
function isName(lines: readonly Line[], index: number): boolean {
  const name = lines[index]
  if (!name || name.boilerplate || name.text.length > 80 || endsSentence(name.text)) return false
  const above = lines[nearest(lines, index - 1, -1)]
  const next = nearest(lines, index + 1, 1)
  const below = lines[next]
  if (above?.boilerplate?.kind === 'submitter' && !above.boilerplate.named)
    return !/\s/.test(name.text) || (below !== undefined && below.boilerplate?.kind !== 'submitter')
  const belowThat = lines[nearest(lines, next + 1, 1)]?.boilerplate
  const dated = belowThat?.kind === 'day' || belowThat?.kind === 'trailer'
  const leadsTrailer =
    below?.boilerplate?.kind === 'upvotes' ||
    (below?.boilerplate?.kind === 'dot' && dated) ||
    (below?.boilerplate?.kind === 'trailer' && /^·|^published on/i.test(below.text))
  return leadsTrailer && above !== undefined && !above.boilerplate
}

/** Decides for every line whether it may be text, and measures the gaps. */
export function piecesOf(page: string): Pieces {
  const lines = linesOf(page)
  const pieces: Piece[] = []
  let before: Boilerplate[] = []
  let previous = -1
  for (const [index, { line, text, boilerplate }] of lines.entries()) {
    if (text === '') continue
    const embedded = boilerplate !== undefined && isEmbedded(lines, index)
    const disguised = isTitleInDisguise(lines, index)
    if (boilerplate && !embedded && !disguised) {
      before.push(boilerplate)
      continue
    }
    if (isName(lines, index)) {
      before.push({ kind: 'trailer' })
      continue
    }
    const gap = gapBetween(lines, previous, index, before)
    pieces.push({ line, text, gap, before, ...(disguised && { doubtful: true as const }) })
    before = []
    previous = index
  }
  return { pieces, after: before }
}

function gapBetween(
  lines: readonly Line[],
  above: number,
  below: number,
  between: readonly Boilerplate[],
): Gap {
  if (between.some(endsPaper)) return 'ended'
  if (between.length > 0 || above < 0) return 'interrupted'
  if (below - above > 1) return 'blank'
  return isWrapped(lines, above) ? 'wrap' : 'break'
}
