import { signsOf, withoutEndWords } from '../../lib/trim.ts'
import { citingIntents } from './citing.ts'
import { followingIntents } from './following.ts'
import { paperIntents } from './papers.ts'
import { placeIntents } from './place.ts'

const all = [...followingIntents, ...placeIntents, ...citingIntents, ...paperIntents]
/** In UTF-16 units: who writes more asks something. */
const longestRequest = 200

/** Asked kindly in front: "could you please", "hey, I want you to", "now". */
const before =
  /^(?:(?:please|pls|hey|hi|hello|ok|okay|so|now|well|and|then|actually|also|just|bot)[\s,:.!]+|(?:thanks|thank you|thx|cool|great|nice|perfect|got it|interesting)[,:.!]+\s*|(?:can|could|would|will) (?:you|u)(?: please| pls| kindly| maybe)?\s+|i(?:'d| would) like you to\s+|i want you to\s+|(?:let's|lets)\s+)+(?=\S)/i
/** And behind. */
const after = ['please', 'pls', 'thanks', 'thank you', 'thx', 'for me', 'for us']
const marks = signsOf('?!.…', { space: true })
const joints = signsOf(',', { space: true })

/** Whether a line is put as a request ("could you …"), not only as a question or a name. */
export const asksKindly = (line: string): boolean => before.test(line.trim())

/** A line without the courtesies around it and the marks at its end. */
export function plainRequest(line: string): string {
  const said = line.trim().replaceAll(/[’ʼ]/g, "'").replace(before, '')
  const plain = withoutEndWords(said, after, { ends: marks, joints })
  // "right now" says when; "now" alone only hurries.
  if (/\bright\snow$/i.test(plain.slice(-12))) return plain
  return withoutEndWords(plain, [...after, 'now'], { ends: marks, joints })
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
