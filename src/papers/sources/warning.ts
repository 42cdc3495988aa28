/** Something in a source that a person should look at: where it stands and what was made of it. */
export type Warning = {
  /** Counted from 1, as editors do. */
  line: number
  what: string
}

/** A piece of outside text short enough for a report, in quotation marks. */
export function quoted(text: string): string {
  const characters = Array.from(text)
  return characters.length > 60 ? `“${characters.slice(0, 59).join('')}…”` : `“${text}”`
}
