import { spansIn } from '../language/period.ts'
import { localDay } from '../lib/clock.ts'
import type { Request } from '../platform/request.ts'
import { paragraph, reply } from '../replies/build.ts'
import { cleanLine } from '../replies/clean.ts'
import type { Reply } from '../replies/reply.ts'
import type { Turn } from '../store/store.ts'
import type { Services } from './services.ts'

/** Turns that are looked through where a day is asked for. */
const lookedThrough = 200
const mostTold = 10
/** What stands in front of a line that was no line of its own: a form, a button or a command line put the command there. */
const composed = /^\/?ask\s+|^\//i

/**
 * What was asked in this conversation, oldest first, in the words of those who asked; of the days that a line names, if
 * it names any.
 *
 * @param history newest first, as far as it is read back
 */
export async function askedBefore(
  line: string,
  { where }: Pick<Request, 'where'>,
  history: readonly Turn[],
  { store, clock }: Pick<Services, 'store' | 'clock'>,
): Promise<Reply> {
  const [span] = spansIn(line, localDay(clock.now()))
  const turns = span ? await store.turns.recent(where.conversation, lookedThrough) : history
  const asked = turns
    .filter(({ at }) => !span || (localDay(at) >= span.from && localDay(at) <= span.to))
    .slice(0, mostTold)
    .toReversed()
    .map((turn) => `“${cleanLine(turn.line).replace(composed, '')}”`)
  const when = span ? ` ${span.words}` : ''
  const words =
    asked.length === 0
      ? `Nothing was asked in this conversation${when === '' ? ' before' : when}, as far as I remember.`
      : `You asked here${when}: ${asked.join(', then ')}.`
  return reply({ summary: words, tone: 'answer', blocks: [paragraph(words)] })
}
