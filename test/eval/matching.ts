/**
 * The form in which answers and titles are compared with what is expected: NFKC, lower case, every dash a hyphen,
 * without mark-up (LaTeX braces, `$` and `\`, Markdown's stars, underscores and backticks), white space folded.
 */
export function foldForMatching(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Dash_Punctuation}\u2212]/gu, '-')
    .replace(/[{}*_`$\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The expected pieces that a text lacks. A piece may be a stem: it counts wherever it stands. */
export function missingFrom(text: string, expected: readonly string[]): readonly string[] {
  const folded = foldForMatching(text)
  return expected.filter((piece) => !folded.includes(foldForMatching(piece)))
}
