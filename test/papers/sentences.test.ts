import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Paper } from '../../src/papers/paper.ts'
import { sentencesOf } from '../../src/papers/sentences.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'

const textsOf = (abstract: string) => sentencesOf({ id: 'p', abstract }).map(({ text }) => text)

/** What every division into sentences keeps, whatever the text. */
function expectWholeDivision(abstract: string) {
  const sentences = sentencesOf({ id: 'p', abstract })
  let end = 0
  for (const sentence of sentences) {
    expect(abstract.slice(end, sentence.start).trim()).toBe('')
    expect(abstract.slice(sentence.start, sentence.end)).toBe(sentence.text)
    expect(sentence.text).toBe(sentence.text.trim())
    expect(sentence.text).not.toBe('')
    end = sentence.end
  }
  expect(abstract.slice(end).trim()).toBe('')
}

describe('sentencesOf', () => {
  it('numbers sentences from 1 and names each after its paper', () => {
    expect(sentencesOf({ id: 'tarot', abstract: 'Data is large. We select it.' })).toEqual([
      { id: 'tarot#1', paper: 'tarot', number: 1, text: 'Data is large.', start: 0, end: 14 },
      { id: 'tarot#2', paper: 'tarot', number: 2, text: 'We select it.', start: 15, end: 28 },
    ])
  })

  it('finds none without an abstract', () => {
    expect(textsOf('')).toEqual([])
    expect(textsOf(' \n\t ')).toEqual([])
  })

  it('takes a text without a full stop at its end as it is', () => {
    expect(textsOf('First. Code is at https://example.org/a')).toEqual([
      'First.',
      'Code is at https://example.org/a',
    ])
  })

  it.each([
    ['a citation', 'Smith et al. (2022) agree.', 'Jones et al. Eds differ.'],
    ['an example', 'Models, e.g. BERT, win.', 'Others, i.e. GPT, lose.'],
    ['a reference', 'It grows (Fig. 3, Sec. 2, cf. Ref. 7).', 'No. 5 wins vs. Others.'],
    ['a decimal', 'It gains 1.5 points over 2.0.', 'It needs .5 of them.'],
    ['a version', 'We use Python 3.11 and v2.0.1 of it.', 'GPT-3.5 is next.'],
    ['an address', 'See https://a.example/b.c?d=1.2 for it.', 'Or www.example.com today.'],
    ['a name with a dot', 'We work with FINN.no data.', 'DALL.E 2 draws it.'],
    ['initials', 'J. Smith and A. B. Jones wrote it.', 'The U.S. Census counts.'],
    ['a place', 'St. Petersburg is large.', 'Dr. No lives there.'],
    ['an aside with its own mark', 'Is it so? or not, we ask.', 'It is.'],
    ['a dot too many', 'It waits... and goes on.', 'Then it stops.'],
  ])('does not break at %s', (_, ...sentences) => {
    expect(textsOf(sentences.join(' '))).toEqual(sentences)
  })

  it.each([
    ['et al.', 'We follow Smith et al.', 'We differ in one point.'],
    ['etc.', 'It has cats, dogs, etc.', 'Birds are left out.'],
    ['an abbreviated country', 'We ask people in the U.S.', 'The others stay.'],
    ['a single letter', 'The best is model B.', 'It is small.'],
    ['a quotation', 'They call it "magic."', 'Nobody agrees.'],
    ['an aside in parentheses', 'It works (mostly).', '(Once it did not.)'],
    ['a percentage', 'It reaches 92.23%.', 'Three datasets are used.'],
  ])('breaks behind %s when a new sentence begins', (_, ...sentences) => {
    expect(textsOf(sentences.join(' '))).toEqual(sentences)
  })

  it('keeps the entries of a list together with their numbers', () => {
    expect(textsOf('Two aims: (1) speed; (2) cost. Done.')).toEqual([
      'Two aims: (1) speed; (2) cost.',
      'Done.',
    ])
    expect(textsOf('Two limits. (1) It is slow. (2) It is dear.')).toEqual([
      'Two limits.',
      '(1) It is slow.',
      '(2) It is dear.',
    ])
    expect(textsOf('1. It is slow. 2. It is dear.')).toEqual(['1. It is slow.', '2. It is dear.'])
  })

  it.each([
    ['Chinese', '这是第一句。', '这是第二句？', '最后一句'],
    ['Hindi', 'यह पहला वाक्य है। ', 'यह दूसरा है।'],
    ['Arabic', 'هذا هو السؤال؟ ', 'وهذا جواب.'],
    ['German', 'Ärzte grüßen. ', 'Öl fließt! ', 'Übung hilft.'],
  ])('reads %s', (_, ...sentences) => {
    expect(textsOf(sentences.join(''))).toEqual(sentences.map((sentence) => sentence.trim()))
  })

  it('never loses, repeats or reorders a character, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), expectWholeDivision))
    const piece = fc.constantFrom(
      'We win',
      'et al',
      'e.g',
      '1',
      '(2)',
      'U.S',
      'é',
      '。',
      '.',
      '. ',
      '? ',
      '\n',
      '"',
      ' ',
    )
    const prose = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''))
    fc.assert(fc.property(prose, expectWholeDivision))
  })

  describe('on the shipped papers', () => {
    let papers: readonly Paper[]
    beforeAll(async () => {
      papers = await shippedPapers()
    })

    it('divides every abstract without a gap', () => {
      for (const { abstract } of papers) expectWholeDivision(abstract)
    })

    it('finds sentences that a reader would call ones: none is a fragment', () => {
      const all = papers.flatMap(sentencesOf)
      expect(all.length).toBeGreaterThan(500)
      expect(all.filter(({ text }) => text.split(' ').length < 3)).toEqual([])
      expect(all.filter(({ text }) => /^[\p{Ll},;:]/u.test(text))).toEqual([])
    })
  })
})
