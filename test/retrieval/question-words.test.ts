import { describe, expect, it } from 'vitest'
import { cleanQuestion, properNames, properPhrases, topicWords } from '../../src/retrieval/question-words.ts'

describe('cleanQuestion', () => {
  it.each([
    ['a Slack mention', '<@U0123ABC> what is HSTU?', 'what is HSTU?'],
    ['a Slack channel', 'what was said in <#C012|papers> of HSTU', 'what was said in of HSTU'],
    ['a Discord mention', '<@!42> what is HSTU?', 'what is HSTU?'],
    ['a typed mention', '@paperboy what is HSTU?', 'what is HSTU?'],
    ['bold and code', 'what is *HSTU* or `DIN`?', 'what is HSTU or DIN?'],
    ['double marks', 'what is **HSTU**?', 'what is HSTU?'],
    ['white space', '  what\n is\tHSTU? ', 'what is HSTU?'],
  ])('removes %s', (_, typed, question) => {
    expect(cleanQuestion(typed)).toBe(question)
  })

  it.each(['ada@example.org', 'TNCSI_SP', 'X^2-DFD', '2 * 3 * 4'])('leaves %s as it is', (text) => {
    expect(cleanQuestion(text)).toBe(text)
  })
})

describe('topicWords', () => {
  it('keeps what the question is about, each word once and in order', () => {
    expect(topicWords('Which papers say that dropout helps dropout of features?')).toEqual([
      'dropout',
      'helps',
      'features',
    ])
  })

  it('keeps small talk about papers when nothing else was said', () => {
    expect(topicWords('summary of the papers?')).toEqual(['summary', 'papers'])
  })

  it('drops single letters, and is empty for grammar alone', () => {
    expect(topicWords('what is a k?')).toEqual([])
    expect(topicWords('')).toEqual([])
    expect(topicWords('???')).toEqual([])
  })

  it('drops "tl;dr" in all its spellings', () => {
    expect(topicWords('tl;dr of TAROT')).toEqual(['tarot'])
    expect(topicWords('TLDR TAROT')).toEqual(['tarot'])
  })
})

describe('properNames', () => {
  it.each([
    ['acronyms and method names', 'how does HSTU beat AutoInt?', ['hstu', 'autoint']],
    ['capitals within a sentence', 'is it tested on Cora?', ['cora']],
    ['the parts of a compound', 'is 2T-HGNN fast?', ['2t', 'hgnn']],
    ['no capital that begins a sentence', 'Compare trees. Explain forests.', []],
    ['no plain words', 'how are graphs pruned?', []],
  ])('finds %s', (_, question, names) => {
    expect([...properNames(question)]).toEqual(names)
  })

  it('takes capitals for nothing in a question written with one on every word', () => {
    expect([...properNames('How Does Feature Selection Improve HSTU Models')]).toEqual(['hstu'])
  })
})

describe('properPhrases', () => {
  it.each([
    ['what is Segment Anything?', ['Segment Anything']],
    [
      'is Deep Interest Network trained together with Stable Diffusion?',
      ['Deep Interest Network', 'Stable Diffusion'],
    ],
    ['what does the Wide-Deep model do?', ['Wide-Deep']],
    ['Does it work? Stable Diffusion does.', []],
    ['How Does Feature Selection Improve Models', []],
    ['What Is Feature Selection?', []],
    ['is Plain AutoInt faster?', []],
    ['is Cora used?', []],
  ])('in "%s"', (question, phrases) => {
    expect(properPhrases(question)).toEqual(phrases)
  })
})
