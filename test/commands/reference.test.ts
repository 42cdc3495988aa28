import { describe, expect, it } from 'vitest'
import { readReference } from '../../src/commands/reference.ts'

describe('how people name a paper', () => {
  it.each([
    '2',
    '#2',
    '2.',
    'number 2',
    'the second one',
    'me the second paper',
    'paper 2',
    '2nd',
    'the 2nd one',
    'to #2',
  ])('%s is a number', (said) => expect(readReference(said)).toMatchObject({ kind: 'number', number: 2 }))
  it('takes no time over any run of signs, wherever it stands', () => {
    const dots = '.'.repeat(100_000)
    expect(readReference(`wait${dots} what data`)).toEqual({ kind: 'text', text: `wait${dots} what data` })
    expect(readReference(`2${dots} please please!! `)).toMatchObject({ kind: 'number', number: 2 })
    expect(readReference(`the second one ${'! '.repeat(50_000)}pls`)).toMatchObject({ number: 2 })
  })
  it.each(['it', 'this paper', 'that one', 'to this'])('%s is what was shown', (said) =>
    expect(readReference(said)).toEqual({ kind: 'shown' }),
  )
  it('the last one is the last of the list', () => {
    expect(readReference('the last one')).toEqual({ kind: 'last' })
  })
  it.each([
    ['me the TAROT paper', 'TAROT'],
    ['“Deep Interest Network”', 'Deep Interest Network'],
    ['papers like TAROT', 'TAROT'],
    ['TAROT?', 'TAROT'],
    ['U-Net++', 'U-Net++'],
    ['the deep interest paper', 'deep interest'],
    ['The Lottery Ticket', 'The Lottery Ticket'],
    ['Like Humans, Like Machines', 'Like Humans, Like Machines'],
    ['https://arxiv.org/abs/1706.06978', 'https://arxiv.org/abs/1706.06978'],
  ])('%s is text', (said, text) => expect(readReference(said)).toEqual({ kind: 'text', text }))
})
