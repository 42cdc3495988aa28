import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { exportPapers } from '../../src/operator/export-papers.ts'
import { openShipped } from '../commands/shipped-services.ts'

async function exported(words: string, format = 'jsonl'): Promise<string> {
  const { services } = await openShipped()
  const stdout = new PassThrough()
  const whole = text(stdout)
  await exportPapers({ format, words }, { ...services, stdout, signal: new AbortController().signal })
  stdout.end()
  return whole
}
const titles = (lines: string) =>
  lines
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => String(JSON.parse(line).title))

describe('export', () => {
  it('writes all papers, or those alone that fit some words', async () => {
    expect(titles(await exported(''))).toHaveLength(76)
    expect(titles(await exported('OptInter'))).toEqual([expect.stringMatching(/^Memorize, Factorize/)])
    expect(titles(await exported('the price of tulips'))).toEqual([])
    const found = titles(await exported('click-through rate prediction'))
    expect(found.length).toBeGreaterThan(3)
    expect(found.length).toBeLessThan(40)
  })
})
