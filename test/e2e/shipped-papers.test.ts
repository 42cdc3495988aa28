import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freshFolder, runPaperboy } from './paperboy.ts'

describe('SHIPPED_PAPERS=off', () => {
  const folder = freshFolder()
  const run = (shipped: 'on' | 'off', ...words: readonly string[]) =>
    runPaperboy(words, { folder, settings: { SHIPPED_PAPERS: shipped } })

  it('begins without papers, and says how some come in', async () => {
    const { stdout } = await run('off', 'ask', 'What is TAROT?')
    expect(stdout).toContain('There are no papers here yet.')
    for (const way of ['add 2402.17152', 'paperboy ingest library.bib', 'paperboy sync arxiv:cs.CL'])
      expect(stdout).toContain(way)
    expect((await run('off', 'export', '--format', 'jsonl')).stdout).toBe('')
  })

  it('hides those that are there already, but those that another source brought, too', async () => {
    expect((await run('on', 'show', 'TAROT')).stdout).toContain('Optimal Transport')
    const hidden = await run('off', 'show', 'TAROT')
    expect(hidden.stdout).not.toContain('Optimal Transport')
    expect((await run('off', 'search', 'diffusion')).stdout).not.toContain('1. ')
    const library = join(folder, 'own.bib')
    await writeFile(
      library,
      '@misc{a, title={TAROT: Targeted Data Selection via Optimal Transport}, author={Sample, Ana}, year={2025}}\n@misc{b, title={Owls}}\n',
    )
    expect((await run('off', 'ingest', library)).code).toBe(0)
    expect((await run('off', 'show', 'TAROT')).stdout).toContain('Optimal Transport')
    const exported = (await run('off', 'export', '--format', 'jsonl')).stdout.trim().split('\n')
    expect(exported).toHaveLength(2)
    expect((await run('on', 'export', '--format', 'jsonl')).stdout.trim().split('\n')).toHaveLength(77)
  })
})
