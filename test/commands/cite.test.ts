import { parse } from '@retorquere/bibtex-parser'
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

  it("cites all of an answer that is pointed at, in words of one's own", async () => {
    const { handle } = await openShipped()
    await reply(handle, 'search recommendation')
    for (const line of ['bibtex please', 'cite that as bibtex', 'export these as bibtex'])
      expect((await reply(handle, line)).data, line).toMatchObject({
        format: 'bibtex',
        papers: { length: 5 },
      })
    expect((await reply(handle, 'the ris of the second one')).data).toMatchObject({
      format: 'ris',
      papers: { length: 1 },
    })
  })

  it('gives several in a form for managers as a file, and the other forms as buttons', async () => {
    const { handle } = await openShipped()
    await reply(handle, 'search recommendation')
    const bibtex = await reply(handle, 'cite --format bibtex')
    const [file] = bibtex.blocks.flatMap((block) => (block.kind === 'file' ? [block.file] : []))
    expect(file).toMatchObject({ name: 'papers.bib', alt: '5 papers in BibTeX' })
    const library = parse(file?.text ?? '', { sentenceCase: false })
    expect(library.entries).toHaveLength(5)
    expect(library.errors).toEqual([])
    await reply(handle, 'show TAROT')
    const ris = bibtex.actions?.find(({ label }) => label === 'RIS')
    expect((await reply(handle, ris?.kind === 'run' ? ris.command : '')).data).toMatchObject({
      format: 'ris',
      papers: { length: 5 },
    })
  })

  it.each(['today', 'similar TAROT', 'summarize recommendation', 'show TAROT', 'compare AutoInt | FinalMLP'])(
    'is a button below %s',
    async (line) => {
      const { handle } = await openShipped()
      const { actions = [] } = await reply(handle, line)
      const button = actions.find(({ label }) => label === 'Cite')
      expect((await reply(handle, button?.kind === 'run' ? button.command : '')).summary).toMatch(/^Cite /)
    },
  )

  it('says where a whole collection is exported', async () => {
    const { handle } = await openShipped()
    for (const line of ['export everything as ris', 'export', 'cite all papers --format ris'])
      expect(plainText(await reply(handle, line)), line).toContain('paperboy export --format')
  })

  it('names the forms there are', async () => {
    const { handle } = await openShipped()
    expect((await reply(handle, 'cite TAROT --format word')).summary).toContain('text, bibtex, ris, csl-json')
  })
})
