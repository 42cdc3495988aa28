import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { vetoDraft } from '../../src/answering/vetoes.ts'
import { namesOf } from '../../src/papers/names.ts'
import { cpuTime } from '../cpu-time.ts'
import { shipped, shippedEvidence, shippedSentences } from './claims-file.ts'

const titles = new Map(shipped.map(({ id, title }) => [id, title]))
const verdict = (text: string, ...cites: readonly string[]) => vetoDraft({ text, cites }, shippedEvidence)

/** Names a paper is known by and no other paper has; words such as "Quad" and "TAROT". */
const ownNames = shipped.map((paper) =>
  namesOf(paper).flatMap(({ name, introduced }) =>
    introduced && /^[A-Z]\w{2,}$/.test(name) ? [{ name, paper: paper.id }] : [],
  ),
)

/** The word that holds a place of a text. */
function wordAt(text: string, index: number): string {
  const words = [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}^@.,]*/gu)]
  return words.findLast((word) => word.index <= index)?.[0].replace(/[.,]+$/, '') ?? ''
}

describe('a sentence of an abstract', () => {
  it('passes word for word', () => {
    expect(shippedSentences.length).toBeGreaterThan(700)
    expect(shippedSentences.filter(({ id, text }) => !verdict(text, id).ok)).toEqual([])
  })

  it('passes with the id repeated in it, and with stray white space', () => {
    fc.assert(
      fc.property(fc.constantFrom(...shippedSentences), ({ id, text, number }) => {
        expect(verdict(`  ${text.replaceAll(' ', '  ')} [2.${number}]`, id).ok).toBe(true)
      }),
    )
  })

  it('fails when a digit of a number is changed, 99 times of 100', () => {
    const changes = shippedSentences.flatMap((sentence) =>
      // What numbers an entry of a list is no number.
      [...sentence.text.matchAll(/\d(?!\))/g)].flatMap(({ 0: digit, index }) =>
        [1, 3, 7].flatMap((step) => {
          const other = String((Number(digit) + step) % 10)
          const changed = sentence.text.slice(0, index) + other + sentence.text.slice(index + 1)
          // It may become another number or name of the same sentence, or stay in a word that is neither.
          const word = wordAt(changed, index)
          const isSaid = `${sentence.text} ${titles.get(sentence.paper)}`.includes(word)
          return isSaid || !/^\d|\p{Lu}/u.test(word) ? [] : [{ id: sentence.id, changed }]
        }),
      ),
    )
    expect(changes.length).toBeGreaterThan(500)
    const passed = changes.filter(({ id, changed }) => verdict(changed, id).ok)
    expect(passed.length / changes.length).toBeLessThan(0.01)
  })

  it('fails when the name of its method is replaced by that of another paper', () => {
    const named = ownNames
      .flat()
      .flatMap((own) =>
        shippedSentences
          .filter(({ paper, text }) => paper === own.paper && new RegExp(`\\b${own.name}\\b`).test(text))
          .map((sentence) => ({ ...own, sentence })),
      )
    expect(named.length).toBeGreaterThan(40)
    fc.assert(
      fc.property(
        fc.constantFrom(...named),
        fc.constantFrom(...ownNames.flat()),
        ({ name, sentence }, other) => {
          const cited = shipped.find(({ id }) => id === sentence.paper)
          const text = `${titles.get(sentence.paper)} ${cited?.abstract}`
          fc.pre(other.paper !== sentence.paper && !text.toLowerCase().includes(other.name.toLowerCase()))
          const changed = sentence.text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), other.name)
          expect(verdict(changed, sentence.id)).toMatchObject({ ok: false })
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('any text at all', () => {
  it('gets a verdict, and soon', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 700 }),
        fc.constantFrom(...shippedSentences),
        (text, { id }) => {
          const verdict = vetoDraft({ text, cites: [id] }, shippedEvidence)
          expect(typeof verdict.ok).toBe('boolean')
        },
      ),
    )
  })

  it.each([
    ['capitals', 'ABC '.repeat(150)],
    ['digits in a bracket', `[${'1'.repeat(590)}`],
    ['numbers', '1-'.repeat(300)],
    ['names', 'Aa-'.repeat(200)],
    ['one word', 'a'.repeat(600)],
  ])('of %s is judged in milliseconds, also when the source looks like it', (_, text) => {
    const paper = {
      id: 'hostile',
      title: text,
      abstract: `We propose X. ${text.repeat(20)}`,
      url: '',
      source: 'test',
    }
    const sentence = {
      id: 'hostile#1',
      paper: 'hostile',
      number: 1,
      text: paper.abstract,
      start: 0,
      end: paper.abstract.length,
    }
    const evidence = { papers: [paper], sentences: new Map([[sentence.id, sentence]]) }
    const draft = { text: `${text.slice(0, 590)} x`, cites: [sentence.id] }
    expect(cpuTime(() => vetoDraft(draft, evidence))).toBeLessThan(1_000)
  })
})
