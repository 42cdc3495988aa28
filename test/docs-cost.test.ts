import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { limits } from '../src/answering/model/budget.ts'
import { summaryLimits } from '../src/answering/topic/write-themes.ts'
import { gistLimits } from '../src/digests/gist.ts'

const read = (file: string) => readFileSync(join(import.meta.dirname, '..', file), 'utf8')
const page = (file: string) => read(file).replaceAll(/\s+/g, ' ')

it.each(['docs/cost.md', 'README.md'])('%s tells the limits that hold', (file) => {
  const tokens = (count: number) => count.toLocaleString('en')
  const text = page(file)
  expect(text).toMatch(
    new RegExp(
      `at most ${limits.calls} (?:model )?calls and ${tokens(limits.promptTokens)} prompt tokens`,
      'i',
    ),
  )
  expect(text).toContain(
    `at most ${summaryLimits.calls} calls and ${tokens(summaryLimits.promptTokens)} tokens, a paper in a daily post ${gistLimits.calls} calls and ${tokens(gistLimits.promptTokens)} tokens`,
  )
})

it('docs/cost.md tells of models that have a price', () => {
  const prices = read('data/model-prices.json')
  const named = new Set([...page('docs/cost.md').matchAll(/`(gpt-[\w.-]+)`/g)].map(([, name = '']) => name))
  expect(named.size).toBeGreaterThan(0)
  for (const name of named) expect(prices, name).toContain(name)
})
