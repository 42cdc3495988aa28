import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arxivIdIn, idMentions, idsIn, idsOfDoi } from '../../src/papers/ids.ts'

describe('arxivIdIn', () => {
  it.each([
    ['2402.17152', '2402.17152'],
    ['see arXiv:2402.17152v3 [cs.CL]', '2402.17152'],
    ['https://arxiv.org/pdf/2402.17152v1.pdf', '2402.17152'],
    ['https://huggingface.co/papers/2402.17152', '2402.17152'],
    ['https://doi.org/10.48550/arXiv.2402.17152', '2402.17152'],
    ['0704.0010', '0704.0010'],
    ['math.GT/0309136v2', 'math/0309136'],
    ['http://arxiv.org/abs/hep-th/9901001', 'hep-th/9901001'],
    ['doi:10.1145/3611.04217 and 2402.17152', '2402.17152'],
  ])('finds the id in %s', (text, id) => expect(arxivIdIn(text)).toBe(id))

  it.each([
    '3.1415',
    '2613.12345',
    '2402.171521',
    '2402.1715',
    '10.1145/2402.17152',
    'x=2402.17152',
    'foo/0309136',
    '',
  ])('finds none in "%s"', (text) => expect(arxivIdIn(text)).toBeUndefined())
})

describe('idsIn', () => {
  const semanticScholar = '204e3073870fae3d05bcbc2f6a8e263d9b72e776'
  it.each([
    ['https://openreview.net/forum?id=B1ckMDqlg&noteId=3', { openreview: 'B1ckMDqlg' }],
    ['https://openreview.net/pdf?id=B1ckMDqlg', { openreview: 'B1ckMDqlg' }],
    ['https://aclanthology.org/N19-1423.pdf', { acl: 'N19-1423' }],
    ['https://www.aclweb.org/anthology/P18-1031/', { acl: 'P18-1031' }],
    ['in 2023.acl-long.1, they say', { acl: '2023.acl-long.1' }],
    ['https://doi.org/10.18653/v1/n19-1423', { doi: '10.18653/v1/n19-1423', acl: 'N19-1423' }],
    ['(10.1016/S0140-6736(20)30183-5)', { doi: '10.1016/S0140-6736(20)30183-5' }],
    [
      'https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full',
      { doi: '10.1101/2020.01.01.123456' },
    ],
    ['https://onlinelibrary.wiley.com/doi/full/10.1002/asi.24750?x=1', { doi: '10.1002/asi.24750' }],
    ['https://dl.acm.org/doi/pdf/10.1145/3219819.3219823', { doi: '10.1145/3219819.3219823' }],
    ['https://doi.org/10.1002%2Fasi.24750', { doi: '10.1002/asi.24750' }],
    ['Is “10.1002/asi.24750” good?', { doi: '10.1002/asi.24750' }],
    [`https://www.semanticscholar.org/paper/A-Title/${semanticScholar}`, { semanticScholar }],
    ['https://api.semanticscholar.org/CorpusID:13756489', { semanticScholar: 'CorpusId:13756489' }],
    ['PMID: 12345678.', { pubmed: '12345678' }],
    ['https://pubmed.ncbi.nlm.nih.gov/12345678/', { pubmed: '12345678' }],
    ['https://www.nature.com/articles/s41586-021-03819-2', { doi: '10.1038/s41586-021-03819-2' }],
    ['<https://arxiv.org/abs/2402.17152|a paper>', { arxiv: '2402.17152' }],
    ['10.48550/arXiv.math/0309136', { arxiv: 'math/0309136' }],
    ['ratio 10.5/3, section 4.2, 2019-2020, v1.2', {}],
  ])('reads %s', (text, ids) => expect(idsIn(text)).toEqual(ids))

  it('reads several in one line, each with the address around it', () => {
    const line = 'compare 10.1234/a,10.1234/b, https://arxiv.org/pdf/2402.17152v2.pdf and PMID 7.'
    expect(idMentions(line).map(({ start, end }) => line.slice(start, end))).toEqual([
      '10.1234/a',
      '10.1234/b',
      'https://arxiv.org/pdf/2402.17152v2.pdf',
      'PMID 7',
    ])
  })

  it.each([
    'https://2402.17152arxiv.org/abs/2402.17152',
    'https://2402.17152https://arxiv.org/abs/2402.17153',
  ])('keeps two ids without a space between them apart: %s', (text) => {
    const [first, second] = idMentions(text)
    expect(second?.start).toBeGreaterThanOrEqual(first?.end ?? Number.NaN)
  })

  it('names places in any text, in order and apart', () => {
    const part = fc.constantFrom(
      '10.1234/',
      'https://',
      'arxiv.org/abs/',
      '2402.17152',
      '%2F',
      ',',
      ' ',
      ')',
      'é',
      '10.',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string({ maxLength: 5 })), { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        const mentions = idMentions(text)
        mentions.reduce((from, { start, end, ids }) => {
          expect(start).toBeGreaterThanOrEqual(from)
          expect(end).toBeGreaterThan(start)
          expect(Object.keys(ids)).not.toEqual([])
          return end
        }, 0)
        expect(mentions.every(({ end }) => end <= text.length)).toBe(true)
      }),
    )
  })
})

describe('idsOfDoi', () => {
  it.each([
    [
      'https://doi.org/10.1002/(SICI)1097-4636(199823)43:3<313::AID-JBM5>3.0.CO;2-A',
      '10.1002/(SICI)1097-4636(199823)43:3<313::AID-JBM5>3.0.CO;2-A',
    ],
    ['DOI: 10.1000/X', '10.1000/X'],
    ['n/a', undefined],
  ])('takes %s whole', (field, doi) => expect(idsOfDoi(field).doi).toBe(doi))
})
