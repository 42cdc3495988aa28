import { beforeAll, describe, expect, it } from 'vitest'
import {
  coinedNames,
  createIsNamed,
  papersNamed,
  saysOnlyHeldNames,
  withoutNames,
} from '../../../src/answering/extractive/naming.ts'
import type { Paper } from '../../../src/papers/paper.ts'
import { type Library, openLibrary, paperOf } from '../../fixtures/library.ts'
import { shippedPapers } from '../../fixtures/shipped-papers.ts'

let papers: readonly Paper[]
let library: Library
beforeAll(async () => {
  papers = await shippedPapers()
  library = await openLibrary(papers)
})

/** Titles of the papers that a question names. */
async function namedBy(question: string) {
  const { query, searched } = await library.search(question)
  return papers
    .filter((paper) => createIsNamed(question, query, searched)(paper))
    .map(({ title }) => title.split(/[:,]/)[0])
}

describe('createIsNamed', () => {
  it.each([
    ['a name it introduces', 'how does hstu work?', ['Actions Speak Louder than Words']],
    ['two names', 'TAROT or OptFS?', ['TAROT', 'Optimizing Feature Set for Click-Through Rate Prediction']],
    ['a name written in another way', 'what does the TFREX tool extract?', ['T-FREX']],
    [
      'words of its title written as a name',
      'what is the Deep Interest Network?',
      ['Deep Interest Network for Click-Through Rate Prediction'],
    ],
    ['a slip of its name', 'what is the purpose of opinter?', ['Memorize']],
  ])('is true of a paper by %s', async (_, question, titles) => {
    expect(await namedBy(question)).toEqual(titles)
  })

  it.each([
    ['a name the papers only mention', 'who uses GradCAM?'],
    ['a name inside another word', 'which dinner was served?'],
    ['words alone', 'how do recommender systems rank items?'],
    ['a name that is nearly one of theirs', 'what is the purpose of OpInter?'],
  ])('is true of none by %s', async (_, question) => {
    expect(await namedBy(question)).toEqual([])
  })
})

describe('a question without the names of papers', () => {
  const without = async (question: string) => {
    const { query, searched } = await library.search(question)
    return withoutNames(question, query, papers, searched)
  }

  it.each([
    ['By how much is HSTU faster than FinalMLP?', 'By how much is it faster than it?'],
    ["what is tarot's main idea", "what is it's main idea"],
    ['Which data sets does CatGCN use, and why CatGCN?', 'Which data sets does it use, and why it?'],
  ])('has "it" in their place: %s', async (question, rest) => {
    expect(await without(question)).toBe(rest)
  })

  it('is the question itself where a word only begins like a name', async () => {
    const { search } = await openLibrary([paperOf('CONC', 'We introduce CONC, a method.')])
    const question = 'what is conization?'
    expect(papersNamed(question, await search(question))).toEqual([])
  })

  it.each([
    'how do recommender systems rank items?',
    'what does BERT4Rec do that GradCAM does not?',
    '',
    '???',
  ])('is the question itself where no paper is named: %s', async (question) => {
    expect(await without(question)).toBe(question)
  })
})

describe('a question about names that papers hold, and nothing else', () => {
  it.each([
    ['what did Google do?', true],
    ['what does HSTU improve?', true],
    ['what is the capital of France?', false],
    ['who is the head of Google?', false],
    ['what do they do?', false],
  ])('%s: %s', async (question, isOne) => {
    expect(saysOnlyHeldNames((await library.search(question)).query)).toBe(isOne)
  })
})

describe('coined names', () => {
  const coinedIn = async (question: string) => coinedNames(question, await library.search(question))

  it.each([
    ['How does BERT4Rec rank items?', 'BERT4Rec'],
    ['what is LoRA', 'LoRA'],
    ['How much is an H100?', 'H100'],
    ["what is PirateGPT's idea?", 'PirateGPT'],
  ])('are unknown where no paper holds them: %s', async (question, name) => {
    expect(await coinedIn(question)).toEqual({ known: [], unknown: [name] })
  })

  it.each([
    ['what does UniMP do?', ['UniMP']],
    ["T-FREX's idea, and that of AutoInt", ['AutoInt']],
    ['does CORnet-S beat VGG-16?', ['CORnet-S', 'VGG-16']],
  ])('are known where one does: %s', async (question, names) => {
    expect(await coinedIn(question)).toEqual({ known: names, unknown: [] })
  })

  it('are unknown where papers hold but a part of them', async () => {
    const { search } = await openLibrary([paperOf('Stages', 'We train in 43 stages. FurNet purrs.')])
    const question = 'Does TDP-43 doze as FurNet does?'
    expect(coinedNames(question, await search(question))).toEqual({ known: ['FurNet'], unknown: ['TDP-43'] })
  })

  it.each([
    'what do MEPs and their LMs say of A-C-G-T?',
    'is an X-ray read by a GBDTree-like learner?',
    'how are items ranked in Berlin?',
  ])(
    'are no acronyms, which papers may write out, no plain words, and nothing joined to one: %s',
    async (question) => {
      expect(await coinedIn(question)).toEqual({ known: [], unknown: [] })
    },
  )
})
