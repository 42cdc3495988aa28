import { expect, it } from 'vitest'
import { fittingPapers } from '../../src/retrieval/fitting-papers.ts'
import { paperOf } from '../fixtures/library.ts'

const scored = (...scores: readonly number[]) =>
  scores.map((score, place) => ({ paper: paperOf(`Paper ${place}`), score, fit: { words: 0, coverage: 0 } }))
const background = Array.from({ length: 20 }, (_, place) => 0.3 - place / 1000)
const fitting = (...scores: readonly number[]) => fittingPapers(scored(...scores)).map(({ score }) => score)

it('are those that stand out of the background, however many they are', () => {
  expect(fitting(0.9, 0.85, 0.8, 0.33, ...background)).toEqual([0.9, 0.85, 0.8])
  expect(fitting(0.9, 0.35, ...background)).toEqual([0.9])
  expect(fitting(...Array.from({ length: 9 }, () => 0.8), ...background)).toHaveLength(9)
})

it('do not depend on where the scores lie, only on how far they are apart', () => {
  const higher = [0.9, 0.6, 0.4, ...background].map((score) => score + 5)
  expect(fitting(...higher)).toHaveLength(fitting(0.9, 0.6, 0.4, ...background).length)
})

it('are those that are not far behind the best where there is no background', () => {
  expect(fitting(1, 0.5, 0.2)).toEqual([1, 0.5])
  expect(fitting()).toEqual([])
})
