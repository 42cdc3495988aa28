import { JSONParser } from '@streamparser/json'
import type { Form } from './model.ts'

/** Reads the object that a model answers with while it is written. */
export type ValueReader = {
  /** Takes the next piece and returns the elements of the form's list that it completed; pieces may end anywhere. */
  push(piece: string): readonly unknown[]
  /** The object, once it has been read to its end. */
  whole(): unknown
}

/** More than any answer of a few claims needs, with its prose, its thinking and its fences. */
const longestAnswer = 64 * 1024
/** Objects that are tried before the answer counts as nonsense: prose may hold braces too. */
const mostStarts = 20

/** A reader of one object of this form that passes over prose, other objects and code fences around it. */
export function createValueReader({ schema, list }: Form): ValueReader {
  const keys = list === undefined ? Object.keys(Object(schema.properties)) : [list]
  let size = 0
  let starts = 0
  let found = false // an element of the list has been seen: this is the object
  let done = false
  let whole: unknown
  let object: { parser: JSONParser; text: string } | undefined
  let elements: unknown[] = []
  let half = '' // the first half of a character whose second half has not come yet

  const begin = () => {
    const paths = ['$', ...(list === undefined ? [] : [`$.${list}.*`])]
    const parser = new JSONParser({ paths, keepStack: false })
    parser.onValue = ({ value, stack }) => {
      if (stack.length > 0) {
        found = true
        elements.push(value)
      } else if (keys.some((key) => Object.hasOwn(Object(value), key))) {
        whole = value
        done = true
      }
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
      elements = []
      size += piece.length
      if (size > longestAnswer) done = true
      const text = half + piece
      half = /[\uD800-\uDBFF]$/.test(text) ? text.slice(-1) : ''
      read(half ? text.slice(0, -1) : text)
      return elements
    },
    whole: () => whole,
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
