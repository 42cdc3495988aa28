/**
 * How much is kept of a paper, and read of what holds papers: in UTF-16 units, or in how many there are. Each is several
 * times what the largest real one has, so that what is longer is no paper's text. What is cut ends with an ellipsis.
 */
export const bounds = {
  /** arXiv's longest titles have some 300 characters. */
  title: 1_000,
  /** arXiv takes 1,920 characters of an abstract; bodies in other collections are longer. */
  abstract: 60_000,
  author: 200,
  /** The largest collaborations sign with some 5,000 names. */
  authors: 6_000,
  keyword: 200,
  keywords: 100,
  category: 50,
  categories: 50,
  /** Longer addresses are left out: cut ones lead nowhere. */
  address: 2_000,
  /** A line of JSON Lines. */
  line: 1_000_000,
  /** A copied page, in characters and in lines: Hugging Face shows at most some hundreds of papers on one. */
  page: 5_000_000,
  pageLines: 100_000,
  /** A file in a form that is read as a whole, in characters: some 40,000 papers. */
  document: 100_000_000,
  /** Blank characters before the first visible one of a file. */
  blank: 1_000_000,
} as const

/** A text cut to a bound, by whole characters; the ellipsis counts. */
export function within(text: string, most: number): string {
  if (text.length <= most) return text
  return `${text
    .slice(0, most - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')}…`
}
