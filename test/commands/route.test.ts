import { describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { route } from '../../src/commands/route.ts'

const turn = '3f2b8a10-9c4d-4e5f-8a6b-0123456789ab'

/** The command a line goes to and what it is given. */
function goes(line: string): string {
  const wanted = route(line, commands)
  if (wanted.kind === 'unclear') return `asked back: ${wanted.question}`
  return `${wanted.kind === 'suggest' ? 'did you mean ' : ''}${wanted.name}: ${wanted.rest}`
}

describe('a line that begins with a command', () => {
  it.each([
    ['search click-through rate', 'search: click-through rate'],
    ['SEARCH click-through rate', 'search: click-through rate'],
    ['Summarise what the papers offer shops', 'summarize: what the papers offer shops'],
    ['/search click-through rate', 'search: click-through rate'],
    ['/paper search click-through rate', 'search: click-through rate'],
    ['paperboy search click-through rate', 'search: click-through rate'],
    ['Paperboy, search: click-through rate', 'search: click-through rate'],
    ['search what is TAROT?', 'search: what is TAROT?'],
    ['show 2', 'show: 2'],
    ['show 2?', 'show: 2?'],
    ['show me the second one', 'show: me the second one'],
    ['show that paper', 'show: that paper'],
    [
      'show How explainable are adversarially-robust CNNs?',
      'show: How explainable are adversarially-robust CNNs?',
    ],
    [
      'show Research on Optimizing Real-Time Data Processing',
      'show: Research on Optimizing Real-Time Data Processing',
    ],
    ['similar to TAROT', 'similar: TAROT'],
    ['similar papers to TAROT', 'similar: TAROT'],
    ['similar papers to TAROT?', 'similar: TAROT'],
    ['help', 'help: '],
    ['help!', 'help: '],
    ['help search', 'help: search'],
    ['help me with search', 'help: me with search'],
    ['help serach', 'help: serach'],
    ['status', 'status: '],
    ['evidence', 'evidence: '],
    ['show evidence', 'evidence: '],
    ['show me the evidence!', 'evidence: '],
    [`evidence ${turn}`, `evidence: ${turn}`],
    ['feedback up', 'feedback: up'],
    [`feedback down ${turn}`, `feedback: down ${turn}`],
    ['Status?', 'status: '],
    ['status please', 'status: please'],
    ['ask search engines, what are they?', 'ask: search engines, what are they?'],
    ['search', 'search: '],
  ])('%s', (line, expected) => expect(goes(line)).toBe(expected))
})

describe('a question that begins with a command word stays a question', () => {
  it.each([
    'show how TAROT works',
    'show the difference between TAROT and Quad',
    'show me the trick that makes long sequences fast',
    'search engines: what do papers say?',
    'search-based interest models',
    'similar methods for CTR prediction?',
    'help me understand TAROT',
    'status of LoRA?',
    'evidence for scaling laws',
    'show evidence that attention helps',
    'feedback loops in recommender systems',
    'feedback up front',
    'evidences of shortcut learning',
    'what is TAROT?',
    '你好',
    '3D reconstruction',
  ])('%s', (line) => expect(goes(line)).toBe(`ask: ${line}`))
})

describe('a word that is nearly a command', () => {
  it.each([
    ['serach foo', 'did you mean search: foo'],
    ['serch foo', 'did you mean search: foo'],
    ['hlep', 'did you mean help: '],
    ['shwo 2', 'did you mean show: 2'],
    ['simlar TAROT', 'did you mean similar: TAROT'],
    ['/stauts', 'did you mean status: '],
  ])('%s is a suggestion', (line, expected) => expect(goes(line)).toBe(expected))

  it.each([
    'shop recommendations',
    'hows TAROT work',
    'hello world models',
    'task',
    'shows results?',
    'seach engines, are they good?',
  ])('%s is a question', (line) => expect(goes(line)).toBe(`ask: ${line}`))
})

describe('a line without a command', () => {
  it.each(['', '   ', 'paperboy', '/paper', 'hello', 'Hi there!', 'paperboy, hey'])(
    '"%s" is a greeting',
    (line) => expect(goes(line)).toBe('welcome: '),
  )
  it.each(['2', '#2', '2.'])('%s alone is a number of the last list', (line) =>
    expect(goes(line)).toBe(`show: ${line}`),
  )
})
