import { describe, expect, it } from 'vitest'
import { plainText } from '../../src/replies/plain.ts'
import { cards, openShipped, reply } from './shipped-services.ts'

const { handle } = await openShipped()

const rowsOf = async (line: string) => {
  const { blocks } = await reply(handle, line)
  const [table] = blocks.flatMap((block) => (block.kind === 'table' ? [block] : []))
  return table
}

describe('compare', () => {
  it('holds two papers against each other, row by row, and says where it found nothing in an abstract', async () => {
    const table = await rowsOf('compare HiFi Tuner | InstantStyle')
    expect(table?.head).toEqual(['1. HiFi Tuner', '2. InstantStyle'])
    expect(table?.rows.map(({ label }) => label)).toEqual([
      'Problem',
      'Approach',
      'Data',
      'Results',
      'Code',
      'Only here',
    ])
    const text = plainText(await reply(handle, 'compare HiFi Tuner | InstantStyle'))
    expect(text).toContain('improves DINO score by 1.2 points over DreamBooth')
    expect(text).toContain('https://github.com/InstantStyle/InstantStyle')
    expect(text).toContain('nothing found in the abstract')
  })

  it('links the code that a source knows, beside what the abstract says of it', async () => {
    const { handle, services } = await openShipped()
    const code = 'https://github.com/papers/code'
    const named = await Promise.all(
      ['TAROT', 'InstantStyle'].map((name) => services.store.papers.named(name, 1)),
    )
    await services.store.papers.put(named.flat().map((paper) => ({ ...paper, code })))
    const page = await reply(handle, 'compare TAROT | InstantStyle')
    const cells = page.blocks.flatMap((block) =>
      block.kind === 'table' ? block.rows.filter(({ label }) => label === 'Code') : [],
    )
    const link = { kind: 'link', text: 'github.com/papers/code', url: code }
    for (const cell of cells[0]?.cells ?? []) expect(cell).toContainEqual(link)
    expect(page.data).toMatchObject({ papers: [{ repository: code }, { repository: code }] })
    const shown = await reply(handle, 'show TAROT')
    expect(shown.blocks.at(-1)).toMatchObject({
      rows: expect.arrayContaining([{ label: 'Code', value: [link] }]),
    })
    expect(shown.data).toMatchObject({ code })
  })

  it.each(['compare AutoInt | FinalMLP | TAROT', 'compare AutoInt, FinalMLP and TAROT'])(
    'takes three: %s',
    async (line) => expect((await rowsOf(line))?.head).toHaveLength(3),
  )

  it.each([
    'compare AutoInt and FinalMLP',
    'compare AutoInt vs FinalMLP',
    'compare AutoInt with FinalMLP',
    'compare AutoInt to FinalMLP',
  ])('takes names as they are spoken: %s', async (line) =>
    expect((await rowsOf(line))?.head).toEqual(['1. AutoInt', '2. FinalMLP']),
  )

  it('finds the border between titles that hold the word themselves', async () => {
    const line = 'compare Replication in Visual Diffusion Models: A Survey and Outlook and TAROT'
    expect((await rowsOf(line))?.head).toHaveLength(2)
  })

  it('takes numbers of the last list', async () => {
    await reply(handle, 'search click-through rate prediction', 'numbers')
    const page = await reply(handle, 'compare 1 | 2', 'numbers')
    expect(cards(page)).toHaveLength(2)
  })

  it('says that one paper twice is one paper', async () => {
    const page = await reply(handle, 'compare TAROT | TAROT: Targeted Data Selection via Optimal Transport')
    expect(page.summary).toMatch(/^These are the same paper/)
  })

  it('offers the closest for a name it does not know, and goes on with the other one', async () => {
    const page = await reply(handle, 'compare TAROT | the click-through network of nowhere')
    expect(page.tone).toBe('warning')
    const [first] = page.actions ?? []
    expect(first?.kind === 'run' && first.command).toMatch(/^compare p-\w+ \| p-\w+$/)
    expect((await rowsOf(first?.kind === 'run' ? first.command : ''))?.head[0]).toBe('1. TAROT')
  })

  it('takes no more than three', async () => {
    const page = await reply(handle, 'compare AutoInt | FinalMLP | TAROT | LEVI')
    expect(page.summary).toBe('I can compare at most three papers, and these are 4.')
  })

  it.each(['compare', 'compare TAROT', 'compare | |'])('asks for two: %s', async (line) =>
    expect((await reply(handle, line)).summary).toMatch(/^How to use it: compare/),
  )

  it('remembers its sentences for evidence', async () => {
    await reply(handle, 'compare AutoInt | FinalMLP', 'evidence')
    expect(plainText(await reply(handle, 'evidence', 'evidence'))).toContain('AutoInt')
  })
})
