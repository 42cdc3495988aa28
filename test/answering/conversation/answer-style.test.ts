import { describe, expect, it } from 'vitest'
import { readStyle, splitStyle, styleInWords } from '../../../src/answering/conversation/answer-style.ts'

describe('a line that only says how to answer', () => {
  it.each([
    ['shorter', { length: 'short' }],
    ['Shorter, please!', { length: 'short' }],
    ['make it shorter', { length: 'short' }],
    ['can you make it a bit shorter?', { length: 'short' }],
    ['tl;dr', { length: 'short' }],
    ['tldr', { length: 'short' }],
    ['too long', { length: 'short' }],
    ["that's way too long", { length: 'short' }],
    ['in one sentence', { length: 'short' }],
    ['keep it short', { length: 'short' }],
    ['the short version please', { length: 'short' }],
    ['again but shorter', { length: 'short' }],
    ['more detail', { length: 'long' }],
    ['more details please', { length: 'long' }],
    ['longer', { length: 'long' }],
    ['tell me more', { length: 'long' }],
    ['more', { length: 'long' }],
    ['go on', { length: 'long' }],
    ['elaborate', { length: 'long' }],
    ['what else?', { length: 'long' }],
    ['in simple words', { plain: true }],
    ["explain it like I'm five", { plain: true }],
    ['eli5', { plain: true }],
    ['in German', { language: 'German' }],
    ['in german please', { language: 'German' }],
    ['auf Deutsch bitte', { language: 'German' }],
    ['en français', { language: 'French' }],
    ['can you say that in Spanish?', { language: 'Spanish' }],
    ['translate it into Japanese', { language: 'Japanese' }],
    ['and now in English', { language: 'English' }],
    ['中文', { language: 'Chinese' }],
  ])('%s', (line, style) => expect(readStyle(line)).toEqual(style))

  it.each([
    'what is a shorter sequence?',
    'more data or more parameters?',
    'which models were trained in German?',
    'German data sets',
    'is it longer than HSTU?',
    'tell me more about TAROT',
    'in detail, how does TAROT work?',
    '',
    'again '.repeat(2_000),
  ])('but not: %.40s', (line) => expect(readStyle(line)).toBeUndefined())
})

describe('a question that says at its end how to answer', () => {
  it.each([
    ['How does TAROT select data? In German, please', 'How does TAROT select data', 'German'],
    ['what is HSTU (auf Deutsch)', 'what is HSTU', 'German'],
    ['what is HSTU, answer in French', 'what is HSTU', 'French'],
  ])('%s', (line, question, language) => expect(splitStyle(line)).toEqual({ question, style: { language } }))

  it.each([
    ['explain HSTU in one sentence', 'explain HSTU', { length: 'short' }],
    ['explain HSTU in one paragraph, please', 'explain HSTU', {}],
    ['how does it work, in detail?', 'how does it work', { length: 'long' }],
  ])('%s', (line, question, style) => expect(splitStyle(line)).toEqual({ question, style }))

  it.each(['How does TAROT select data?', 'in German', 'what is said of texts written in German corpora?'])(
    'or does not: %s',
    (line) => expect(splitStyle(line)).toEqual({ question: line, style: {} }),
  )
})

it('styles are put into words for a model', () => {
  expect(styleInWords({ length: 'short', language: 'German' })).toBe('in one sentence, in German')
  expect(styleInWords({})).toBe('')
})
