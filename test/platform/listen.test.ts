import { describe, expect, it } from 'vitest'
import {
  createEarshot,
  mayBeMeant,
  mentionsInPassing,
  type Overheard,
  remembered,
  type Said,
  speaksOfUs,
} from '../../src/platform/listen.ts'

const by = (person: string, id = person): Said => ({ id, by: { person }, text: 'words' })
const us: Said = { id: 'us', by: 'us', text: 'An answer. [1]' }
const heard = (more: Partial<Overheard> = {}): Overheard => ({
  line: 'and which data did they use?',
  asker: 'ada',
  before: [by('ada'), us],
  turns: [{ person: 'ada', papers: ['p1'] }],
  ...more,
})

describe('an overheard line may be meant for Paperboy', () => {
  it.each<[string, Partial<Overheard>]>([
    ['right behind an answer to the same person', {}],
    ['where it is not known who spoke last', { before: [] }],
    ['when the person said something else in between', { before: [by('ada'), us, by('ada', '2')] }],
    [
      'from anybody below a list or a post',
      { asker: 'bob', turns: [{ person: 'ada', papers: ['p1', 'p2'] }] },
    ],
    ['behind what changed something, which is no turn', { turns: [] }],
    ['from anybody below a post about one paper', { asker: 'bob', before: [us] }],
    ['when it begins as people begin', { line: 'ok, so, which data did they use?' }],
    ['when it is called by its name', { line: 'Paperboy, which data did they use?' }],
    ['when an order speaks of a person', { line: 'show me the second one' }],
    [
      'where every question is answered, also one to anyone who may know',
      { line: 'does anybody know how large it is?', answers: 'questions', isOpen: true },
    ],
    ['when code comes with a question', { line: 'which paper trains like this?\n```\nfor x in y\n```' }],
  ])('%s', (_, more) => {
    expect(mayBeMeant(heard(more))).toBe(true)
  })
})

describe('an overheard line is none of our business', () => {
  it.each<[string, Partial<Overheard>]>([
    ['where Paperboy never answered', { turns: [], before: [] }],
    ['where Paperboy only said something of its own', { turns: [], before: [us] }],
    [
      'when a button was pressed since somebody asked',
      { asker: 'bob', turns: [{ person: 'bob', papers: ['p1'] }] },
    ],
    ['when somebody else was answered', { asker: 'bob' }],
    ['when somebody else has spoken since', { before: [by('ada'), us, by('bob')] }],
    ['when another program has spoken since', { before: [us, { ...by('x'), by: 'program' }] }],
    ['below a list, too', { turns: [{ person: 'ada', papers: ['p1', 'p2'] }], before: [us, by('bob')] }],
    ['when it is code', { line: '```\nnpm test\n```' }],
    ['when words only introduce code', { line: 'this is what I get:\n```\nnpm test\n```' }],
    ['when it speaks of those who talk', { line: 'would that run on our machines?' }],
    ['when it asks anyone who may know', { line: 'has anybody tried it?' }],
    ['when it calls somebody', { line: 'Jonas, is this the one from last week?' }],
    ['when it has no words', { line: '👍' }],
  ])('%s', (_, more) => {
    expect(mayBeMeant(heard(more))).toBe(false)
  })
})

describe('what was said lately', () => {
  it('is known up to a message, once each, oldest first', () => {
    const earshot = createEarshot()
    for (const id of ['1', '2', '2', '3']) earshot.hear('thread', by('ada', id))
    expect(earshot.before('thread', '3').map(({ id }) => id)).toEqual(['1', '2'])
    expect(earshot.before('thread', '9')).toHaveLength(3)
    expect(earshot.before('other', '3')).toEqual([])
  })

  it('is bounded in messages, in their length and in talks', () => {
    const earshot = createEarshot()
    for (let at = 0; at < 50; at++)
      earshot.hear('thread', { ...by('ada', `${at}`), text: 'x'.repeat(100_000) })
    const said = earshot.before('thread', 'next')
    expect(said).toHaveLength(remembered.messages)
    expect(said.at(-1)?.text).toHaveLength(remembered.characters)
    for (let at = 0; at < remembered.talks; at++) earshot.hear(`talk ${at}`, by('ada'))
    expect(earshot.before('thread', 'next')).toEqual([])
  })
})

describe('a mention', () => {
  it.each([
    ['<@U1> what is TAROT?', false],
    ['what is TAROT, <@U1>?', false],
    ['<@U1|paperboy>: what is TAROT?', false],
    ['<@U1>', false],
    ['👋 <@U1> what is TAROT?', false],
    ['I asked <@U1> yesterday, it knew', true],
    ['ask <@U1|paperboy> for once', true],
    ['nobody is mentioned', false],
  ])('of %s is in passing: %s', (text, expected) => {
    expect(mentionsInPassing(text, '<@U1')).toBe(expected)
  })
})

describe('a text that mentions Paperboy', () => {
  it.each([
    ['I asked <@U1> yesterday, it knew', true],
    ['as <@U1> said, 35% of the checkpoints', true],
    ['I asked <@U1> yesterday, do you remember what it said?', false],
    ['what do you know, <@U1>, of DIN', false],
    ['hey <@U1>, show us the list', false],
    ['<@U1> the results of DIN', false],
  ])('speaks of it to others: %s: %s', (text, expected) => {
    expect(speaksOfUs(text, '<@U1')).toBe(expected)
  })
})
