import { z } from 'zod'
import { readJsonLines } from './json-lines.ts'

/** What a turn of a dialogue tests. `data/eval/README.md` says what each is. */
export const moves = ['opening', 'follow-up', 'change', 'silent'] as const

/** What a page turned out to be; `other` asks back, refuses or explains. */
export const pageKinds = [
  'answered',
  'hedged',
  'not-found',
  'elsewhere',
  'declined',
  'list',
  'paper',
  'comparison',
  'summary',
  'other',
] as const

export type Move = (typeof moves)[number]
export type PageKind = (typeof pageKinds)[number]

/** A paper by the beginning of its title, or by turn and number: "1.2" is number 2 on the page of turn 1. */
const Wanted = z.array(z.string().min(1)).min(1)

const Turn = z
  .object({
    move: z.enum(moves),
    /** Who says it, where several people talk. */
    who: z.string().optional(),
    line: z.string(),
    /** The first paper shown has to be one of these. */
    first: Wanted.optional(),
    /** All of these have to be shown. */
    all: Wanted.optional(),
    /** At least one of these has to be shown. */
    any: Wanted.optional(),
    /** It has to be the list of papers that are like this one. */
    like: z.string().optional(),
    /** Every paper shown has to be one of those on the page of this turn. */
    within: z.int().positive().optional(),
    /** No paper here mentions it. */
    none: z.literal(true).optional(),
    /** Left out, any page that tells of papers will do. */
    kind: z.enum(pageKinds).optional(),
    /** What the page has to say. */
    says: z.array(z.string().min(1)).optional(),
  })
  .refine(
    ({ move, first, all, any, like, none, kind }) =>
      move === 'silent' || [first, all, any, like, none, kind].some((wanted) => wanted !== undefined),
    'a turn that is no silence needs something that is wanted',
  )

const Dialogue = z.object({ id: z.string(), turns: z.array(Turn).min(3).max(5) })

export type DialogueTurn = z.infer<typeof Turn>
export type Dialogue = z.infer<typeof Dialogue>

export type DialogueFile = {
  path: string
  name: string /** Rules are chosen without it. */
  heldOut: boolean
}

export const dialogueFiles: readonly DialogueFile[] = [
  { path: 'data/eval/dialogues.jsonl', name: 'dialogues', heldOut: false },
  { path: 'data/eval/dialogues-held-out.jsonl', name: 'held out', heldOut: true },
]

/** @throws PaperboyError when the file cannot be read or a row is no dialogue */
export function readDialogues(file: string): Promise<readonly Dialogue[]> {
  return readJsonLines(file, Dialogue)
}
