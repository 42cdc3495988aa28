import { describe, expect, it } from 'vitest'
import { plainText } from '../../src/replies/plain.ts'
import { openShipped, reply } from './shipped-services.ts'

describe('cite', () => {
  it('cites a paper as a line of text, or in a form that managers read', async () => {
    const { handle } = await openShipped()
    expect(plainText(await reply(handle, 'cite TAROT'))).toContain(
      'TAROT: Targeted Data Selection via Optimal Transport',
    )
    const bibtex = plainText(await reply(handle, 'cite TAROT --format bibtex'))
    expect(bibtex).toContain('@misc{anon2025tarot,')
    expect(bibtex).toContain('{TAROT:}')
    expect(plainText(await reply(handle, 'cite TAROT as ris'))).toContain('TY  - UNPB')
    expect((await reply(handle, 'cite TAROT --format csl-json')).data).toMatchObject({ format: 'csl-json' })
  })

  it('cites what was shown last, or these, when nothing is named', async () => {
    const { handle } = await openShipped()
    expect((await reply(handle, 'cite')).summary).toContain('No paper was shown here yet')
    await reply(handle, 'search recommendation')
    const all = await reply(handle, 'cite --format bibtex')
    expect(all.summary).toBe('Cite 5 papers')
    expect(plainText(all).match(/@misc\{/g)).toHaveLength(5)
    expect((await reply(handle, 'cite these')).summary).toBe('Cite 5 papers')
    expect((await reply(handle, 'cite 2')).summary).toMatch(/^Cite “/)
  })

  it('cites the papers of an older answer or list by the button below it', async () => {
    const { handle } = await openShipped()
    const list = await reply(handle, 'search recommendation')
    const button = list.actions?.find(({ label }) => label === 'Cite')
    await reply(handle, 'show TAROT')
    const command = button?.kind === 'run' ? button.command : ''
    expect((await reply(handle, command)).summary).toBe('Cite 5 papers')
  })

  it('names the forms there are', async () => {
    const { handle } = await openShipped()
    expect((await reply(handle, 'cite TAROT --format word')).summary).toContain('text, bibtex, ris, csl-json')
  })
})
