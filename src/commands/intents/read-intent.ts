import { paperIntents } from './papers.ts'
import { placeIntents } from './place.ts'

const all = [...placeIntents, ...paperIntents]
/** In UTF-16 units: who writes more asks something. */
const longestRequest = 200

/** Asked kindly in front: "could you please", "hey, I want you to", "now". */
const before =
  /^(?:(?:please|pls|hey|hi|hello|ok|okay|so|now|well|and|then|actually|also|just|bot)[\s,:.!]+|(?:thanks|thank you|thx|cool|great|nice|perfect|got it|interesting)[,:.!]+\s*|(?:can|could|would|will) (?:you|u)(?: please| pls| kindly| maybe)?\s+|i(?:'d| would) like you to\s+|i want you to\s+|(?:let's|lets)\s+)+(?=\S)/i
/** And behind. */
const after = /[\s,]+(?:please|pls|thanks|thank you|thx|(?<!right\s)now|for me|for us)$/i
const marks = /[\s?!.…]+$/

/** Whether a line is put as a request ("could you …"), not only as a question or a name. */
export const asksKindly = (line: string): boolean => before.test(line.trim())

/** A line without the courtesies around it and the marks at its end. */
export function plainRequest(line: string): string {
  let said = line.trim().replaceAll(/[’ʼ]/g, "'").replace(before, '')
  for (let length = 0; length !== said.length; ) {
    length = said.length
    said = said.replace(marks, '').replace(after, '')
  }
  return said
}

/**
 * The command that a line asks for in words of its own, with what it is given; undefined when it reads as none, and
 * so as a question. A form covers the whole line, so that a question that only begins like one stays a question.
 */
export function readIntent(line: string): { name: string; rest: string } | undefined {
  if (line.length > longestRequest) return undefined
  const said = plainRequest(line)
  for (const { command, form, rest } of all) {
    const match = form.exec(said)
    const given = match ? rest({ ...match.groups }) : undefined
    if (given !== undefined) return { name: command, rest: given.trim() }
  }
  return undefined
}
