/**
 * A text without the signs at its end that are among `signs`. A pattern such as `/[.]+$/` reads every run of them to its
 * end from each of its places, which is quadratic; this looks at each sign once.
 */
export function trimEndOf(text: string, signs: ReadonlySet<string>): string {
  let end = text.length
  while (end > 0 && signs.has(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

/** The same at both ends. */
export function trimOf(text: string, signs: ReadonlySet<string>): string {
  let start = 0
  while (start < text.length && signs.has(text.charAt(start))) start += 1
  return trimEndOf(text.slice(start), signs)
}

/**
 * A text without some words at its end, however many, and the signs around them: "show 2, please!!" -> "show 2". A word
 * counts in any case and only behind one of `joints`.
 */
export function withoutEndWords(
  text: string,
  words: readonly string[],
  { ends, joints }: { ends: ReadonlySet<string>; joints: ReadonlySet<string> },
): string {
  let rest = trimEndOf(text, ends)
  for (;;) {
    const word = words.find(
      (one) =>
        rest.slice(-one.length).toLowerCase() === one &&
        joints.has(rest.charAt(rest.length - one.length - 1)),
    )
    if (word === undefined) return rest
    rest = trimEndOf(trimEndOf(rest.slice(0, -word.length), joints), ends)
  }
}

/** Signs for these functions, those of white space with them when asked for. */
export function signsOf(signs: string, { space = false } = {}): ReadonlySet<string> {
  return new Set([...signs, ...(space ? whiteSpace : '')])
}

/** What `\s` matches. */
const whiteSpace =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff'
