import { z } from 'zod'
import type { Paper } from '../paper.ts'
import type { Chunk, ReadChunk } from './format.ts'
import { readRecord } from './record.ts'

/** Where lists of papers stand in what services answer and managers export, outermost first. */
const holders = ['message', 'papers', 'items', 'data', 'results', 'works', 'references', 'entries']
const holder = new RegExp(`"(?:${holders.slice(1).join('|')})"\\s{0,20}:\\s{0,20}\\[`)

/**
 * Papers from one JSON document: a list of records as in `readRecord`, an object that holds one (an answer of Semantic
 * Scholar, OpenAlex or Crossref, an export of Zotero), or a single record. Where the document is damaged, the records in
 * front of the damage are read.
 */
export const readJsonDocument: ReadChunk = ({ text, first, date }: Chunk) => {
  const papers: Paper[] = []
  const warnings: { line: number; what: string }[] = []
  const { records, broken } = recordsIn(text, first)
  for (const { value, line } of records) {
    // Notes and attachments of a library are no papers.
    if (isAttachment(value)) continue
    const read = readRecord(value, { source: 'json', date, onCut: (what) => warnings.push({ line, what }) })
    if (typeof read === 'string') warnings.push({ line, what: read })
    else papers.push(read)
  }
  if (broken !== undefined) warnings.push({ line: broken, what: 'Left out from here on: not valid JSON.' })
  return { papers, warnings }
}

type Located = { value: unknown; line: number }

function recordsIn(text: string, first: number): { records: readonly Located[]; broken?: number } {
  try {
    const places = objectsIn(text, first)
    const values = listIn(JSON.parse(text))
    const lines = places.records.map(({ line }) => line)
    return { records: values.map((value, at) => ({ value, line: lines[at] ?? first })) }
  } catch {
    return objectsIn(text, first)
  }
}

function listIn(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return [value]
  for (const name of holders) {
    const inner: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined
    if (Array.isArray(inner)) return inner
    if (name === 'message' && typeof inner === 'object' && inner !== null) return listIn(inner)
  }
  return [value]
}

const Item = z.object({ itemType: z.enum(['attachment', 'note', 'annotation']) })
export const isAttachment = (value: unknown) =>
  Item.safeParse(value).success || z.object({ data: Item }).safeParse(value).success

/**
 * The objects of the outermost list in a text, each with its line, as far as they can be told apart.
 */
function objectsIn(text: string, first: number): { records: readonly Located[]; broken?: number } {
  const records: Located[] = []
  const held = holder.exec(text)
  const list = held && !/^\s*\[/.test(text) ? held.index + held[0].length - 1 : text.indexOf('[')
  let [line, depth, start, startLine] = [first + text.slice(0, list + 1).split('\n').length - 1, 0, 0, first]
  let inString = false
  for (let at = list + 1; at < text.length; at += 1) {
    const character = text[at]
    if (character === '\n') line += 1
    else if (inString) {
      if (character === '\\') at += 1
      else if (character === '"') inString = false
    } else if (character === '"') inString = true
    else if (character === '{' || character === '[') {
      if (depth === 0) [start, startLine] = [at, line]
      depth += 1
    } else if (character === '}' || character === ']') {
      depth -= 1
      if (depth < 0) return { records }
      if (depth > 0) continue
      try {
        records.push({ value: JSON.parse(text.slice(start, at + 1)), line: startLine })
      } catch {
        return { records, broken: startLine }
      }
    }
  }
  return { records, broken: depth > 0 ? startLine : line }
}
