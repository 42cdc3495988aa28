import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { addAbortSignal, type Readable } from 'node:stream'
import { text as readText } from 'node:stream/consumers'
import { z } from 'zod'
import { jsonLine } from '../../platform/json-line.ts'
import { askLine, type MenuEntry } from '../../platform/menu.ts'
import type { Handle } from '../../platform/request.ts'
import type { Reply } from '../../replies/reply.ts'
import { type Conversation, finalReply, repliesTo } from './converse.ts'
import { drawAnswer } from './draw-answer.ts'
import { lookOf, type Output } from './look.ts'
import { renderReply } from './render.ts'
import { write } from './write.ts'

/** Where one-shot commands write: answers, and what went wrong. */
export type Outputs = { output: Output; errors: Output }

/** A command as it was given on the command line: always this command, whatever its words look like. */
export type Line = { command: string; words: string }

/** What a shell leaves as it is. */
const plainWords = /^[\w .,:/@%+=-]*$/

/** A line of a chat as it is typed on the command line: behind the program's name, and quoted where a shell would read it. */
export function onCommandLine(line: string, menu: readonly MenuEntry[]): string {
  const isCommand = menu.some(({ name }) => name === /^\S+/.exec(line)?.[0])
  const [, command = '', words = ''] = /^\/?(\S+)\s*(.*)$/s.exec(isCommand ? line : askLine(menu, line)) ?? []
  const quoted = plainWords.test(words) ? words : `'${words.replaceAll("'", "'\\''")}'`
  return ['paperboy', command, quoted].filter((word) => word !== '').join(' ')
}

/**
 * Runs one command. As text, an answer grows on a terminal, and elsewhere a failure goes to the error stream; as
 * JSON, every reply is one line on the output. True when it was answered, which "the papers do not say" is too;
 * false when it failed or was declined. What has to be confirmed is asked once, and read from the input.
 */
export async function answerOnce(
  handle: Handle,
  line: Line,
  place: Once & { input?: NodeJS.ReadableStream },
  signal: AbortSignal,
): Promise<boolean> {
  const reply = await drawOnce(handle, line, place, signal)
  const asked = place.json || !place.input ? undefined : Question.safeParse(reply.data).data?.confirm
  if (asked === undefined || !place.input) return wasAnswered(reply) && !Partial.safeParse(reply.data).success
  await write(place.errors, 'Type y for yes: ')
  if (!(await isYes(place.input, signal))) return false
  const [command = '', ...words] = asked.split(' ')
  return wasAnswered(await drawOnce(handle, { command, words: words.join(' ') }, place, signal))
}

type Once = Outputs & { json: boolean; conversation: Conversation; menu: readonly MenuEntry[] }

/** Something of what was asked for could not be done. */
const Partial = z.looseObject({ failed: z.array(z.unknown()).min(1) })

/** What a page asks back before something is done that cannot be undone: the line that does it. */
const Question = z.looseObject({ confirm: z.string() })

/** Whether the first line of the input says yes; silence is no. */
async function isYes(input: NodeJS.ReadableStream, signal: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY, signal })
  for await (const said of lines) return /^\s*y(?:es)?[\s.!]*$/i.test(said)
  return false
}

async function drawOnce(
  handle: Handle,
  line: Line,
  { output, errors, json, conversation, menu }: Once,
  signal: AbortSignal,
): Promise<Reply> {
  const spell = (typed: string) => onCommandLine(typed, menu)
  if (output.isTTY && !json)
    return drawAnswer(repliesTo(handle, typed(line), conversation, signal), signal, output, spell)
  const started = performance.now()
  const reply = await finalReply(handle, typed(line), conversation, signal)
  const place = wasAnswered(reply) || json ? output : errors
  const page = json
    ? jsonLine(reply, { words: line.words, ms: since(started) })
    : renderReply(reply, { ...lookOf(place), spell })
  await write(place, `${page}\n`)
  return reply
}

/**
 * Runs `command` on every line of the input and writes one line of JSON for each, in order; blank lines are skipped.
 * Each line is a conversation of its own. One is read when the one before is written, so a slow reader is never
 * flooded. Ends with the input, when nobody reads any more, or with the signal.
 */
export async function answerEachLine(
  handle: Handle,
  command: string,
  {
    input,
    output,
    startConversation,
  }: Pick<Outputs, 'output'> & { input: NodeJS.ReadableStream; startConversation: () => Conversation },
  signal: AbortSignal,
): Promise<void> {
  for await (const read of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY, signal })) {
    const words = read.trim()
    if (words === '') continue
    const started = performance.now()
    const reply = await finalReply(handle, typed({ command, words }), startConversation(), signal)
    if (signal.aborted || !(await write(output, `${jsonLine(reply, { words, ms: since(started) })}\n`)))
      return
  }
}

/** The whole input as the words of one command: its lines become one. No words when the signal comes first. */
export async function readWords(input: Readable, signal: AbortSignal): Promise<string> {
  try {
    return (await readText(addAbortSignal(signal, input))).replace(/\s+/g, ' ').trim()
  } catch (error) {
    if (signal.aborted) return ''
    throw error
  }
}

/** The slash says that the first word is a command even where the line reads as a question. */
function typed({ command, words }: Line): string {
  return `/${command} ${words}`.trim()
}

/** Milliseconds since a moment of this process. */
const since = (started: number): number => Math.round((performance.now() - started) * 10) / 10

const AnswerKind = z.looseObject({ kind: z.literal('declined') })

/** A warning without facts is advice on how to ask. */
function wasAnswered({ tone, data }: Reply): boolean {
  if (tone === 'error' || (tone === 'warning' && data === undefined)) return false
  if (Question.safeParse(data).success) return false
  return !AnswerKind.safeParse(data).success
}
