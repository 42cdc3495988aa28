import { describe, expect, it } from 'vitest'
import { leansOnNothing, papersPointedAt } from '../../../src/answering/conversation/follow-up.ts'
import { withoutOwnPronouns } from '../../../src/answering/conversation/own-pronouns.ts'
import type { Turn } from '../../../src/store/store.ts'

const shown: Turn = {
  ...{ id: 'one', conversation: 'here', person: 'ada', at: new Date(0), line: 'ask', answer: '' },
  papers: ['a'],
  claims: [],
}
const isSure = (question: string) => {
  const pointed = papersPointedAt(question, [shown])
  return pointed?.kind === 'papers' && pointed.how === 'surely'
}

describe('a pronoun that stands for nothing shown before', () => {
  it.each([
    'is it possible to guess the mood of listeners?',
    'is it really necessary to label every picture by hand?',
    'how hard is it to spot retouched portraits?',
    'is it true that small networks learn slower?',
    'is it known whether listeners skip sad songs?',
    'is it common for shops to hide slow sellers?',
    'why do people say that it is important to balance classes?',
    'does it matter which colours a banner has?',
    'does a robot notice when it is lost in a tunnel?',
    'can an assistant explain why it picked a song?',
    'do drivers brake harder when they see lidar warnings?',
  ])('points at nothing: %s', (question) => {
    expect(withoutOwnPronouns(question)).not.toMatch(/\b(?:it|they)\b/)
    expect(withoutOwnPronouns(question)).toHaveLength(question.length)
    expect(isSure(question)).toBe(false)
    expect(leansOnNothing(question, [])).toBe(false)
  })

  it.each([
    'is it able to rank songs by mood?',
    'is it likely to beat linear models?',
    'is it trained to guess clicks?',
    'is it similar to boosting of trees?',
    'is it easy to train?',
    'is it possible to reproduce the results?',
    'does it work when labels are noisy?',
    'which data does it use?',
    'do they say that it scales?',
    'what is the accuracy when it sees fewer labels?',
    'does noise hurt it?',
  ])('is not that of a follow-up: %s', (question) => {
    expect(withoutOwnPronouns(question)).toBe(question)
    expect(isSure(question)).toBe(true)
  })
})
