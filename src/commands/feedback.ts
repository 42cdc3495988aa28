import { paragraph, reply } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Command } from './command.ts'
import { findAnswer } from './find-answer.ts'
import { usageReply } from './usage.ts'

const typed = /^(up|down)(?:\s+(\S+))?$/

export const feedback: Command = {
  name: 'feedback',
  summary: 'Say whether an answer helped',
  options: [{ name: 'rating', summary: 'up or down, for the last answer', kind: 'rating', required: true }],
  examples: ['feedback up', 'feedback down'],
  hidden: true,
  quick: true,
  async *run(input, services) {
    const [, thumb, id] = typed.exec(input.rest.toLowerCase()) ?? []
    if (thumb !== 'up' && thumb !== 'down') {
      yield { reply: usageReply(feedback) }
      return
    }
    const turn = await findAnswer(id, input, services, () => true)
    if (!turn) {
      yield { reply: said('There is no answer here to rate. Ask something first.', 'warning') }
      return
    }
    await services.store.feedback.put({
      turn: turn.id,
      person: input.request.who.id,
      rating: thumb,
      at: services.clock.now(),
    })
    const thanks = thumb === 'up' ? 'Thanks, noted: this helped.' : 'Thanks, noted: this did not help.'
    yield { reply: { ...said(thanks, 'answer'), data: { turn: turn.id, rating: thumb } } }
  },
}

function said(words: string, tone: 'answer' | 'warning'): Reply {
  return reply({ summary: words, tone, audience: 'asker', blocks: [paragraph(words)] })
}
