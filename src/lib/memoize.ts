/** In characters. */
const longest = 200

/**
 * A function that remembers what it made of each text, for work that comes again and again. When it knows `most`, it
 * forgets all: what is common is soon known again, and keeping count would cost more than it saves. Texts that are longer
 * than any word or name are not kept.
 */
export function memoize<T extends {}>(make: (text: string) => T, most: number): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    if (text.length > longest) return make(text)
    const found = known.get(text)
    if (found !== undefined) return found
    if (known.size >= most) known.clear()
    const made = make(text)
    known.set(text, made)
    return made
  }
}

/** A function that makes its value when it is first asked for, and gives the same one from then on. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
