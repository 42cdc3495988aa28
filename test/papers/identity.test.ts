import { describe, expect, it } from 'vitest'
import { foldTitle, paperId, paperUrl } from '../../src/papers/identity.ts'
import { makePaper } from '../../src/papers/make-paper.ts'

describe('foldTitle', () => {
  it.each([
    ['Memorize, Factorize, or be Naïve', 'MEMORIZE  factorize or be Na\\"ive!'],
    ['X^2-DFD: e{X}plainable Detection', 'x2 dfd explainable detection'],
    ["Users' Attributes", 'Users’ attributes'],
    ['SAP^{2}', 'SAP2'],
  ])('takes "%s" and "%s" for one title', (one, other) => expect(foldTitle(one)).toBe(foldTitle(other)))

  it.each([
    ['C++ at Scale', 'C# at Scale'],
    ['無标题', '標題'],
    ['か', 'が'],
    ['!!!', '???'],
  ])('tells "%s" from "%s"', (one, other) => expect(foldTitle(one)).not.toBe(foldTitle(other)))

  it('leaves words with one space between them', () => {
    expect(foldTitle('U-Net++: A  Nested   U-Net')).toBe('u net++ a nested u net')
  })
})

describe('a paper', () => {
  it('keeps its id however its title is written', () => {
    const id = paperId({ title: 'A Title' })
    expect(id).toMatch(/^p-[0-9a-f]{10}$/)
    expect(paperId({ title: ' a  TITLE. ' })).toBe(id)
    expect(paperId({ title: 'A Title', ids: { arxiv: '2402.17152' } })).toBe('2402.17152')
  })

  it('links to arXiv when its id is known, else to a search for its title', () => {
    expect(paperUrl({ title: 'A', ids: { arxiv: 'hep-th/9901001' } })).toBe(
      'https://arxiv.org/abs/hep-th/9901001',
    )
    expect(paperUrl({ title: 'A & B?' })).toBe('https://huggingface.co/papers?q=A%20%26%20B%3F')
  })

  it('takes no address that is not of the web', () => {
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'not an address'])
      expect(makePaper({ title: 'A', source: 'page', url }).url).toMatch(/^https:\/\/huggingface\.co/)
    expect(makePaper({ title: 'A', source: 'page', url: 'https://x.org/a' }).url).toBe('https://x.org/a')
  })
})
