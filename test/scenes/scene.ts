import { join } from 'node:path'
import { z } from 'zod'
import { readJsonLines } from '../eval/json-lines.ts'

const Message = z.object({
  from: z.string(),
  text: z.string(),
  mentions_bot: z.boolean(),
  /** The place of the message in the scene that it replies to. */
  reply_to: z.number().nullable(),
  in_thread_with_bot: z.boolean(),
  in_dm: z.boolean(),
})
const Scene = z.object({
  id: z.string(),
  messages: z.array(Message).min(1),
  /** What is to be done with the last message: `answer`, `silent`, `ask-back`, `help`, or `command:` and what it does. */
  expected: z.string(),
  /** Titles of the papers that the last message is about. */
  papers: z.array(z.string()),
})
export type SceneMessage = z.infer<typeof Message>
export type Scene = z.infer<typeof Scene>

const us = 'Paperboy'
const programs: ReadonlySet<string> = new Set(['github-bot', 'standup-bot'])

export const isOurs = ({ from }: SceneMessage): boolean => from === us
export const isProgram = ({ from }: SceneMessage): boolean => programs.has(from)

/** What is played: the scenes of `test/eval/sets/README.md`, and our own, written before anything was changed for them. */
export const setsOfScenes = {
  'sixty scenes of a chat': join(import.meta.dirname, '../eval/sets/arxiv-2026/conversations.jsonl'),
  'forty other scenes': join(import.meta.dirname, 'other-scenes.jsonl'),
}

export const readScenes = (path: string): Promise<readonly Scene[]> => readJsonLines(path, Scene)

/** The last message of a scene: what is judged is what becomes of it. */
export function lastOf({ messages }: Scene): SceneMessage {
  const last = messages.at(-1)
  if (!last) throw new Error('A scene without a message.')
  return last
}

/** Everybody who speaks in a scene or is named with a sign. */
export const peopleOf = ({ messages }: Scene): readonly string[] => [
  ...new Set(
    messages
      .flatMap(({ from, text }) => [from, ...[...text.matchAll(/@(\w+)/g)].map(([, name]) => name ?? '')])
      .filter((name) => name !== us),
  ),
]

/** A text with its signs (`@lena`) as a platform writes them. */
export const withMentions = (text: string, mentionOf: (name: string) => string): string =>
  text.replace(/@(\w+)/g, (_, name: string) => mentionOf(name))

/** What a rule does that answers anyone who mentions it, in direct messages, and in every thread that it takes part in. */
export function speaksAtFirst(scene: Scene): boolean {
  const last = lastOf(scene)
  return !isProgram(last) && (last.mentions_bot || last.in_dm || last.in_thread_with_bot)
}
