import { paragraph, reply } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Turn } from '../store/store.ts'
import type { Command } from './command.ts'
import { findAnswer } from './find-answer.ts'
import { usageReply } from './usage.ts'

const typed = /^(?:(?<thumb>up|down)|wrong\s+(?<claim>\d{1,2}))(?:\s+(?<id>\S+))?$/

export const feedback: Command = {
  name: 'feedback',
  audience: 'asker',
  mayUse: 'everyone',
  changes: 'own',
  summary: 'Say whether an answer helped, or which of its sentences is cited wrongly',
  options: [
    {
      name: 'rating',
      summary: 'up, down, or wrong and the number of a sentence; for the last answer',
      kind: 'rating',
      required: true,
    },
  ],
  examples: ['feedback up', 'feedback down', 'feedback wrong 1'],
  hidden: true,
  quick: true,
  async *run(input, services) {
    const said = typed.exec(input.rest.toLowerCase())?.groups
    const opinion = opinionIn(said)
    if (!opinion) {
      yield { reply: usageReply(feedback) }
      return
    }
    const isMeant = ({ claims }: Turn) => opinion.rating !== 'wrong' || claims.length >= opinion.claim
    const turn = await findAnswer(said?.id, input, services, isMeant)
    if (!turn || !isMeant(turn)) {
      yield { reply: saying(nothingToRate(opinion), 'warning') }
      return
    }
    const { who } = input.request
    await services.store.feedback.put({ turn: turn.id, person: who.id, at: services.clock.now(), ...opinion })
    yield { reply: { ...saying(thanks(opinion), 'answer'), data: { turn: turn.id, ...opinion } } }
  },
}

type Opinion = { rating: 'up' | 'down' } | { rating: 'wrong'; claim: number }

function opinionIn(said: Readonly<Partial<Record<string, string>>> | undefined): Opinion | undefined {
  if (said?.thumb === 'up' || said?.thumb === 'down') return { rating: said.thumb }
  return said?.claim === undefined || said.claim === '0'
    ? undefined
    : { rating: 'wrong', claim: Number(said.claim) }
}

function nothingToRate(opinion: Opinion): string {
  return opinion.rating === 'wrong'
    ? 'No answer here has a sentence with that number.'
    : 'There is no answer here to rate. Ask something first.'
}

function thanks(opinion: Opinion): string {
  switch (opinion.rating) {
    case 'up':
      return 'Thanks, noted: this helped.'
    case 'down':
      return 'Thanks, noted: this did not help.'
    case 'wrong':
      return `Thanks, noted: sentence ${opinion.claim} does not fit its source.`
  }
}

function saying(words: string, tone: 'answer' | 'warning'): Reply {
  return reply({ summary: words, tone, audience: 'asker', blocks: [paragraph(words)] })
}
