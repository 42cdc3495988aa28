import { describe, expect, it } from 'vitest'
import { type Wanted, wantedBy } from '../../../src/answering/extractive/question.ts'

describe('wantedBy', () => {
  it.each<[keyof Wanted, string]>([
    ['number', 'How many users took part?'],
    ['number', 'what percentage of the data is enough'],
    ['number', 'By how much does it improve?'],
    ['link', 'code link for TAROT'],
    ['link', 'Where is the code?'],
    ['link', 'is there a GitHub repository'],
    ['list', 'Which papers use graphs?'],
    ['list', 'what methods select data'],
    ['list', 'Who else uses CLIP?'],
    ['comparison', 'Compare DIN and AutoInt'],
    ['comparison', 'HSTU vs DIN'],
    ['comparison', "What's the difference between them?"],
    ['gist', 'What is TAROT?'],
    ['gist', 'tl;dr'],
    ['gist', 'the main idea of LEVI?'],
    ['proposal', 'Which fix do they propose?'],
    ['evaluation', 'Which benchmark was it tested on?'],
    ['name', 'Which dataset is it?'],
  ])('sees that a %s is wanted: %s', (kind, question) => {
    expect(wantedBy(question)[kind]).toBe(true)
  })

  it.each<[keyof Wanted, string]>([
    ['number', 'How does HSTU work?'],
    ['link', 'How are codes learnt?'],
    ['list', 'What is TAROT?'],
    ['comparison', 'How does HSTU work?'],
    ['gist', 'How many users took part?'],
  ])('sees that no %s is wanted: %s', (kind, question) => {
    expect(wantedBy(question)[kind]).toBe(false)
  })

  it('wants nothing in particular of key words alone', () => {
    expect(Object.values(wantedBy('influence functions')).filter(Boolean)).toEqual([])
    expect(Object.values(wantedBy('')).filter(Boolean)).toEqual([])
  })
})
