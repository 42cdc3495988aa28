import { describe, expect, it } from 'vitest'
import { askedCount, givesAmount, givesCount } from '../../src/language/counted.ts'

/** Whether a sentence answers how many there are. */
function answers(question: string, sentence: string): boolean {
  const noun = askedCount(question)
  return noun !== undefined && givesCount(sentence, noun)
}

describe('A question for a count is answered by a sentence', () => {
  it.each([
    ['How many parameters does the model have?', 'It has 1.5 trillion parameters.'],
    ['how many trainable parameters has it', 'The encoder, with 350M parameters, is frozen.'],
    ['From how many countries were they?', 'We asked 540 participants across 27 countries.'],
    ['in how many languages', 'It covers twelve spoken languages.'],
  ])('%s: %s', (question, sentence) => expect(answers(question, sentence)).toBe(true))
})

describe('Nothing is said by a sentence', () => {
  it.each([
    ['that counts something else', 'How many GPUs were used?', 'We train for 30 epochs on two datasets.'],
    [
      'that names what is asked for without a number',
      'How many layers does it have?',
      'All layers are frozen.',
    ],
    ['where no count is asked for', 'What parameters does it have?', 'It has 12 parameters.'],
    ['where how much is asked', 'How much data is needed?', 'It needs 12 datasets.'],
  ])('%s: %s', (_, question, sentence) => expect(answers(question, sentence)).toBe(false))
})

describe('A question for an amount', () => {
  it.each([
    ['By how much does it reduce parameters?', 'We reduce up to 91% parameters.'],
    ['how much faster is training', 'It makes training 3.2x faster than before.'],
  ])('%s is answered where all of it stands beside a number: %s', (asked, sentence) =>
    expect(givesAmount(sentence, asked)).toBe(true),
  )

  it.each([
    ['By how much does it reduce parameters?', 'We reduce parameters by much.'],
    ['By how much does it reduce latency?', 'We reduce up to 91% parameters.'],
    ['How much?', 'We reduce up to 91% parameters.'],
  ])('%s is not by less: %s', (asked, sentence) => expect(givesAmount(sentence, asked)).toBe(false))
})
