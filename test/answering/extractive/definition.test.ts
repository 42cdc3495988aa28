import { describe, expect, it } from 'vitest'
import { askedTerm, defines } from '../../../src/answering/extractive/definition.ts'
import { askedExpansion, spellsOut } from '../../../src/answering/extractive/expansion.ts'

describe('a question for a term', () => {
  it.each([
    ['what is gradient descent?', 'gradient descent'],
    ['What are state space models?', 'state space models'],
    ['explain self-attention to me', 'self-attention'],
    ['what does overfitting mean?', 'overfitting'],
    ['define the attention mechanism', 'attention mechanism'],
  ])('is %s', (question, term) => expect(askedTerm(question)).toBe(term))

  it.each([
    'what is the best model for cold starts?',
    'what is the problem with fixed-length vectors?',
    'what is the accuracy?',
    'what is the main contribution?',
    'what are the baselines?',
    'what is it?',
    'what does the second one propose?',
    'what do models learn?',
    'how does self-attention work?',
    'what is new in image generation?',
  ])('is not %s', (question) => expect(askedTerm(question)).toBeUndefined())

  it('is answered by a sentence that begins with it and says what it is', () => {
    expect(defines('Gradient descent is a method of optimization.', 'gradient descent')).toBe(true)
    expect(defines('A recommender system aims to rank items.', 'recommender system')).toBe(true)
    expect(defines('Click-through rate (CTR) prediction is one of many tasks.', 'ctr')).toBe(true)
    expect(defines('The recommender system is tested online.', 'recommender system')).toBe(false)
    expect(defines('We use gradient descent, which is a method.', 'gradient descent')).toBe(false)
  })
})

describe('a question for what a name stands for', () => {
  it.each([
    ['What does SDIM stand for?', 'SDIM'],
    ['what is CTR short for?', 'CTR'],
    ['the meaning of DESMIL?', 'DESMIL'],
    ['what does the model mean?', undefined],
    ['what does overfitting mean?', undefined],
  ])('is %s', (question, name) => expect(askedExpansion(question)).toBe(name))

  it('is answered by a sentence that writes it out', () => {
    expect(spellsOut('We propose OWL (Observing Wide Lakes), a model.', 'OWL')).toBe(true)
    expect(spellsOut('Observing Wide Lakes (OWL) is a model.', 'OWL')).toBe(true)
    expect(spellsOut('OWL (see below) is a model.', 'OWL')).toBe(false)
    expect(spellsOut('OWL works well.', 'OWL')).toBe(false)
  })
})
