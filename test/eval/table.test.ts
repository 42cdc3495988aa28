import { expect, it } from 'vitest'
import { formatTable } from './table.ts'

it('lines the columns of a table up, words to the left and numbers to the right', () => {
  const table = formatTable(
    ['kind', 'asked', 'first'],
    [
      ['fact', 25, 0.96],
      ['paraphrase', 5, undefined],
    ],
  )
  expect(table).toBe(
    [
      'kind        asked  first',
      '----------  -----  -----',
      'fact           25   0.96',
      'paraphrase      5      -',
    ].join('\n'),
  )
})
