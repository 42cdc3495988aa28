import { JSONParser } from '@streamparser/json'
import { isMembers, listOf, objectOf, renamedElement } from './lenient-shape.ts'
import type { OutputSchema } from './model.ts'

/** Reads the object that a model answers with while it is written. */
export type ValueReader = {
  /** Takes the next piece and returns the elements of the form's list that it completed; pieces may end anywhere. */
  push(piece: string): readonly unknown[]
  /** Called after the last piece, for the elements that only the end makes clear. */
  end(): readonly unknown[]
  /** The object, once it has been read to its end. */
  whole(): unknown
  /** Whether an object has begun that has not ended. */
  isOpen(): boolean
}

/** More than any answer of a few claims needs, with its prose, its thinking and its fences. */
const longestAnswer = 64 * 1024
/** Values that are tried before the answer counts as nonsense: prose may hold braces too. */
const mostStarts = 20

/** The tags in which models think aloud. */
const tag = '(?:think|thinking|thought|reasoning)'
const thinkingBegins = new RegExp(`[<[]${tag}[>\\]]$`, 'i')
const thinkingEnds = new RegExp(`[<[]/${tag}[>\\]]`, 'i')
const longestTag = '</reasoning>'.length
/** What an answer begins with that is no prose: JSON, a code fence or a tag. */
const plain = /^[{[`<]/

/**
 * A reader of one object of this form that passes over prose, other objects and code fences around it. What a model thinks
 * aloud is never read: neither between its tags, nor, since servers swallow the first of them, in what stands before the
 * second. So an answer that begins with prose is read at its end.
 */
export function createValueReader(form: OutputSchema): ValueReader {
  const list = form.list === undefined ? undefined : { ...form, list: form.list }
  let size = 0
  let starts = 0
  let found = false // an element of the list has been seen: this is the object
  let done = false
  let whole: unknown
  let value: { parser: JSONParser; text: string } | undefined
  let elements: unknown[] = []
  let half = '' // the first half of a character whose second half has not come yet
  let lead = '' // what came before it was clear how the answer begins, or all of it while it may be thinking
  let isHeld: boolean | undefined
  let isThinking = false
  let outside = '' // the last characters outside of values, in which a tag may end

  const begin = (bracket: string) => {
    const inside = list ? (bracket === '[' ? ['$.*'] : [`$.${list.list}.*`, `$.*.${list.list}.*`]) : []
    const parser = new JSONParser({ paths: ['$', ...inside], keepStack: false })
    parser.onValue = ({ value, stack }) => {
      if (stack.length > 0 && list) {
        const isNamed = bracket === '{' && stack.length === 2
        if (!isNamed && !isMembers(value)) return
        found = true
        elements.push(renamedElement(list, value))
      } else if (stack.length === 0) finish(value)
    }
    return parser
  }

  const finish = (value: unknown) => {
    if (list) {
      const read = listOf(list, value)
      if (read && !found) elements.push(...read.elements)
      whole = read?.whole
    } else whole = objectOf(form, value)
    done ||= whole !== undefined
  }

  const read = (text: string): void => {
    for (const character of text) {
      if (done) return
      if (!value && isAside(character)) continue
      if (!value) {
        if (character !== '{' && (character !== '[' || !list)) continue
        if (++starts > mostStarts) done = true
        else value = { parser: begin(character), text: '' }
      }
      if (!value) return
      value.text += character
      const rest = failedAt(value, character)
      if (rest === undefined) continue
      value = undefined
      if (found) done = true
      else read(rest)
    }
  }

  /** Whether a character outside of values belongs to what the model thinks. */
  const isAside = (character: string): boolean => {
    outside = (outside + character).slice(-longestTag)
    if (!isThinking) isThinking = thinkingBegins.test(outside)
    else if (thinkingEnds.test(outside)) {
      isThinking = false
      outside = ''
      return true
    }
    return isThinking
  }

  const take = (text: string): void => {
    if (isHeld === false) {
      read(text)
      return
    }
    lead += text
    isHeld ??= lead.trim() === '' ? undefined : !plain.test(lead.trimStart())
    if (isHeld === undefined) return
    const recent = lead.slice(-(text.length + longestTag))
    const close = isHeld ? thinkingEnds.exec(recent) : undefined
    if (isHeld && !close) return
    isHeld = false
    read(close ? recent.slice(close.index + close[0].length) : lead)
  }

  return {
    push(piece) {
      elements = []
      size += piece.length
      if (size > longestAnswer) done = true
      const text = half + piece
      half = /[\uD800-\uDBFF]$/.test(text) ? text.slice(-1) : ''
      if (!done) take(half ? text.slice(0, -1) : text)
      return elements
    },
    end() {
      elements = []
      if (isHeld) read(lead)
      return elements
    },
    whole: () => whole,
    isOpen: () => value !== undefined && !done,
  }
}

/**
 * Gives a character to a value's parser.
 *
 * @returns undefined while the value goes on; else the text in which to look for the next one: nothing when the
 *   value is whole, everything after its bracket when it is not JSON
 */
function failedAt(value: { parser: JSONParser; text: string }, character: string): string | undefined {
  try {
    value.parser.write(character)
    return value.parser.isEnded ? '' : undefined
  } catch {
    return value.text.slice(1)
  }
}
