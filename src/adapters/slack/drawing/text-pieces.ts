const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Cuts a text into pieces of at most `length` UTF-16 units that put together are the text: behind white space where
 * there is some in the last half of a piece, else between two graphemes.
 */
export function textPieces(text: string, length: number): readonly string[] {
  const pieces: string[] = []
  let rest = text
  while (rest.length > length) {
    const end = spaceBefore(rest, length) ?? graphemeBefore(rest, length)
    pieces.push(rest.slice(0, end))
    rest = rest.slice(end)
  }
  return rest === '' ? pieces : [...pieces, rest]
}

function spaceBefore(text: string, length: number): number | undefined {
  const [beginning = ''] = /^.*\s/s.exec(text.slice(0, length)) ?? []
  return beginning.length > length / 2 ? beginning.length : undefined
}

/** The border before the grapheme that would be cut; one that is longer than a piece is cut between two characters. */
function graphemeBefore(text: string, length: number): number {
  // Where a grapheme begins depends on what stands before: the rest of a long text is not read for every piece.
  const cut = graphemes.segment(text.slice(0, length + 2)).containing(length)
  if (cut && cut.index > 0) return cut.index
  return /[\uD800-\uDBFF]$/.test(text.slice(0, length)) ? length - 1 : length
}
