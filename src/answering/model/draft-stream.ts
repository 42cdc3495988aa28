import { JSONParser } from '@streamparser/json'
import { z } from 'zod'
import type { SentenceId } from '../../papers/sentences.ts'
import type { Draft } from '../types.ts'

/** What a model is asked to return; `claims` comes first so that it can be read while it is written. */
const DraftList = z.strictObject({
  claims: z.array(z.strictObject({ text: z.string(), cites: z.array(z.string()) })),
})

/** The JSON Schema of the answer, in the strict subset: all required, nothing additional. It never changes, since
 * servers compile each new schema anew; that is why the ids of the evidence are not part of it. */
export const draftSchema = { name: 'answer', schema: plainJsonSchema(DraftList) }

/** @returns the JSON Schema of a zod schema as plain data, without the marks by which libraries know it as zod's */
export function plainJsonSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(schema)
  return z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(rest)))
}

const ProposedClaim = z.object({
  text: z
    .string()
    .transform((text) => text.replace(/\s+/g, ' ').trim())
    .pipe(z.string().min(1).max(600)),
  /** Weak models put several ids into one string, or keep the brackets. */
  cites: z
    .array(z.string().max(100))
    .max(20)
    .transform((cites) => [...new Set(cites.flatMap((cite) => cite.split(/[\s,;[\]()]+/)).filter(Boolean))]),
})

/** Reads a model's answer while it is written. */
export type DraftReader = {
  /** Takes the next piece and returns the drafts it completed; pieces may end anywhere. */
  push(piece: string): readonly Draft[]
  /** Whether the list of claims has been read to its end. */
  complete(): boolean
  /** Claims that were not of the wanted form. */
  malformed(): number
}

/** More than any answer of a few claims needs, with its prose, its thinking and its fences. */
const longestAnswer = 64 * 1024
/** Objects that are tried before the answer counts as nonsense: prose may hold braces too. */
const mostStarts = 20

/**
 * A reader of `{"claims": [{"text", "cites"}]}` that passes over prose and code fences around it.
 *
 * @param ids what the short ids stand for; an unknown id is kept as it is, for the check to reject
 */
export function createDraftReader(ids: ReadonlyMap<string, SentenceId>): DraftReader {
  let size = 0
  let starts = 0
  let malformed = 0
  let found = false // a member of the list has been seen: this is the object
  let done = false
  let completed = false
  let object: { parser: JSONParser; text: string } | undefined
  let drafts: Draft[] = []
  let half = '' // the first half of a character whose second half has not come yet

  const begin = () => {
    const parser = new JSONParser({ paths: ['$.claims', '$.claims.*'], keepStack: false })
    parser.onValue = ({ value, stack }) => {
      if (stack.length === 1) {
        completed = Array.isArray(value)
        done = true
        return
      }
      found = true
      const claim = ProposedClaim.safeParse(value)
      if (!claim.success) malformed++
      else
        drafts.push({ text: claim.data.text, cites: claim.data.cites.map((cite) => ids.get(cite) ?? cite) })
    }
    return parser
  }

  const read = (text: string): void => {
    for (const character of text) {
      if (done) return
      if (!object) {
        if (character !== '{') continue
        if (++starts > mostStarts) done = true
        else object = { parser: begin(), text: '' }
      }
      if (!object) return
      object.text += character
      const rest = failedAt(object, character)
      if (rest === undefined) continue
      object = undefined
      if (found) done = true
      else read(rest)
    }
  }

  return {
    push(piece) {
      drafts = []
      size += piece.length
      if (size > longestAnswer) done = true
      const text = half + piece
      half = /[\uD800-\uDBFF]$/.test(text) ? text.slice(-1) : ''
      read(half ? text.slice(0, -1) : text)
      return drafts
    },
    complete: () => completed,
    malformed: () => malformed,
  }
}

/**
 * Gives a character to an object's parser.
 *
 * @returns undefined while the object goes on; else the text in which to look for the next one: nothing when the
 *   object is whole, everything after its brace when it is not JSON
 */
function failedAt(object: { parser: JSONParser; text: string }, character: string): string | undefined {
  try {
    object.parser.write(character)
    return object.parser.isEnded ? '' : undefined
  } catch {
    return object.text.slice(1)
  }
}
