import { describe, expect, it } from 'vitest'
import { wantedBy, withoutAsking } from '../../src/language/wanted.ts'

const wanted = ['were deployed in production?', 'use reinforcement learning', 'on drones from April?']

describe('the words that ask for papers', () => {
  it.each([
    'which papers',
    'list all papers that',
    'show me the studies which',
    'which of these papers',
    'are there any articles that',
    'Papers',
  ])('are taken from the front of a question: %s', (head) => {
    for (const said of wanted) expect(withoutAsking(`${head} ${said}`)).toBe(said)
  })

  it.each([
    'how does TAROT select data?',
    'which method was deployed in production?',
    'which papers?',
    'does the paper on drones say how they fly?',
    'what works best on small data?',
  ])('are not in every question: %s', (question) => {
    expect(withoutAsking(question)).toBe(question)
  })
})

describe('a question that holds papers against each other', () => {
  it.each([
    'how do TAROT and Quad differ?',
    'AutoInt vs FinalMLP',
    'one uses a graph and the other a table: which data does each need?',
    'what does OptFS search over, as opposed to DNIS?',
    'put the sizes of the two corpora side by side',
  ])('is known by its words: %s', (question) => {
    expect(wantedBy(question).comparison).toBe(true)
  })

  it.each(['which one is faster?', 'is there another paper on it?', 'what is it opposed to?'])(
    'is not every one: %s',
    (question) => {
      expect(wantedBy(question).comparison).toBe(false)
    },
  )
})
