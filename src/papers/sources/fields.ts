/** What a record says under a name, whatever the exporter calls it: names are compared without case and signs. */
export type Fields = ReadonlyMap<string, unknown>

/** The fields of a record and of the one that it wraps: Hugging Face puts a `paper`, Zotero `data` inside. */
export function fieldsOf(value: unknown): Fields | undefined {
  if (!isObject(value)) return undefined
  const inner = [value.paper, value.data].filter(isObject)
  const entries = [value, ...inner].flatMap((object) => Object.entries(object))
  return new Map(entries.map(([name, field]) => [plainName(name), field]))
}

/** Names come again in every record. */
const plainNames = new Map<string, string>()
function plainName(name: string): string {
  const known = plainNames.get(name)
  if (known !== undefined) return known
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  if (plainNames.size < 1_000) plainNames.set(name, plain)
  return plain
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What stands under the first of several names that says anything. */
export function first(fields: Fields, ...names: readonly string[]): unknown {
  return names
    .map((name) => fields.get(name))
    .find((value) => value !== undefined && value !== null && value !== '')
}

export function text(fields: Fields, ...names: readonly string[]): string | undefined {
  const found = first(fields, ...names)
  return typeof found === 'string' ? found : undefined
}

export function strings(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return value.split(value.includes(';') ? ';' : /[\s,]+/)
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined
}
