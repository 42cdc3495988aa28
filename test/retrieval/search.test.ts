import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Paper } from '../../src/papers/paper.ts'
import { indexPapers } from '../../src/retrieval/index-papers.ts'
import type { Meaning } from '../../src/retrieval/meaning.ts'
import { createSearch, type SearchOptions } from '../../src/retrieval/search.ts'
import { catEmbedder, type Library, openLibrary, paperOf } from '../fixtures/library.ts'
import { dimensions, meaningBy, type VectorOf } from '../fixtures/meaning.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'

const titlesOf = ({ papers }: { papers: readonly { paper: Paper }[] }) =>
  papers.map(({ paper }) => paper.title)

describe('search over the shipped papers', () => {
  let library: Library
  beforeAll(async () => {
    library = await openLibrary(await shippedPapers())
  })
  const find = (text: string, options?: SearchOptions) => library.search(text, options)

  it.each([
    ['a name', 'HSTU', /^Actions Speak Louder/],
    ['a name in small letters', 'what is u-net++ used for', /U-Net\+\+/],
    ['words of the title', 'geographic representativeness of images', /^Inspecting the Geographical/],
    ['words of the abstract', 'playlists of Spotify users and their personality', /^"All of Me"/],
    ['a slip of the finger', 'decoupled embedings for long sequnces', /^Long-Sequence/],
  ])('finds a paper by %s', async (_, question, title) => {
    const found = await find(question)
    expect(titlesOf(found)[0]).toMatch(title)
    expect(found).toMatchObject({ relevant: true, searched: 76 })
  })

  it('scores papers by the share of what the words could be worth', async () => {
    const { papers } = await find('optimal transport of features')
    const scores = papers.map(({ score }) => score)
    expect(scores).toEqual(scores.toSorted((one, other) => other - one))
    for (const { score, fit } of papers) {
      expect(score > 0 && score < 1).toBe(true)
      expect(fit).toEqual({ words: score, coverage: expect.any(Number) })
    }
    expect(papers[0]?.fit.coverage).toBe(1)
    expect(papers.at(-1)?.fit.coverage).toBeLessThan(0.5)
  })

  it('gives forty papers at the most, or as many as are wanted', async () => {
    expect((await find('learning models')).papers).toHaveLength(40)
    const three = await find('learning models', { limit: 3 })
    expect(titlesOf(three)).toEqual(titlesOf(await find('learning models')).slice(0, 3))
  })

  it('finds nothing where no paper shares a word with the question', async () => {
    expect(await find('quantum chromodynamics of gluons')).toMatchObject({ papers: [], relevant: false })
  })

  it('finds nothing relevant where no paper holds a word that tells what a question is about', async () => {
    expect((await find('Which papers are about zebrafish embryos?')).relevant).toBe(false)
    expect((await find('Which papers are about zebrafish and embeddings?')).relevant).toBe(true)
  })

  it.each(['', '???', 'what is it?'])('finds nothing for "%s"', async (question) => {
    expect(await find(question)).toMatchObject({ papers: [], relevant: false })
  })

  it('searches only among given papers', async () => {
    const hstu = titlesOf(await find('HSTU'))[0]
    const others = (await find('click-through rate prediction', { limit: 3 })).papers.map(
      ({ paper }) => paper,
    )
    const found = await find('HSTU click-through rate', { among: others.map(({ id }) => id) })
    expect(found.searched).toBe(3)
    expect(titlesOf(found)).not.toContain(hstu)
    expect(titlesOf(found).toSorted()).toEqual(others.map(({ title }) => title).toSorted())
    expect(await find('HSTU', { among: ['unknown'] })).toMatchObject({ papers: [], relevant: false })
  })

  it('gives the same papers in the same order every time', async () => {
    const question = 'how do models learn features of users?'
    expect(titlesOf(await find(question))).toEqual(titlesOf(await find(question)))
  })

  it.each([
    '" OR * NEAR( ) -',
    'title:TAROT AND NOT "abstract',
    "'; DROP TABLE papers; --",
    'NEAR(a b, 5) ^c + d*',
    '{title} : x',
    '\u0000\u0001 \ud800 \u202e',
    '%_ \\ ?1 :name @x $y',
  ])('takes what looks like query syntax for words: %s', async (question) => {
    const found = await find(question)
    expect(found.papers.length).toBeLessThanOrEqual(40)
  })

  it('never throws, whatever was typed', async () => {
    const syntax = fc.constantFrom(
      '"',
      '*',
      ' OR ',
      ' NEAR(',
      ')',
      '-',
      ':',
      '^',
      'title',
      'TAROT',
      '\u0000',
      '{',
      '}',
    )
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.array(syntax, { maxLength: 12 }).map((parts) => parts.join('')),
    )
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        const { papers } = await find(text)
        expect(papers.length).toBeLessThanOrEqual(40)
      }),
      { numRuns: 150 },
    )
  })
})

describe('search with ties', () => {
  it('does not depend on the order in which papers came', async () => {
    const papers = ['one', 'two', 'six', 'ten'].map((title) => paperOf(`Cats ${title}`, 'Cats purr.'))
    const [forth, back] = await Promise.all([openLibrary(papers), openLibrary(papers.toReversed())])
    expect(titlesOf(await forth.search('purring cats'))).toEqual(titlesOf(await back.search('purring cats')))
  })
})

describe('search with vectors', () => {
  const felines = paperOf('Felines', 'They purr at night.')
  const engines = paperOf('Engines', 'They hum at night.')
  const papers = [felines, engines, paperOf('Catnip', 'A plant.')]
  const open = async (embedder = catEmbedder()) => {
    const library = await openLibrary(papers, embedder)
    await indexPapers({ store: library.store, embedder, signal: new AbortController().signal })
    return library
  }

  it('finds by meaning what shares no word with the question', async () => {
    const found = await (await open()).search('my cat')
    expect(titlesOf(found).toSorted()).toEqual(['Catnip', 'Felines'])
    expect(found.papers.map(({ fit }) => fit)).toEqual([
      { words: 0, coverage: 0, meaning: 1 },
      { words: 0, coverage: 0, meaning: 1 },
    ])
    expect(found.relevant).toBe(true)
  })

  it('puts a paper that is near and shares words before one that is only near', async () => {
    const library = await open()
    expect(titlesOf(await library.search('felines that purr, like catnip'))).toEqual(['Felines', 'Catnip'])
  })

  it('makes little of a few words of a long question, and much of most words of a short one', async () => {
    const nearer = paperOf('Rest', 'Whiskered animals doze in the shade.')
    const sharing = paperOf('Garages', 'An aunt parks her red lorry in the shade.')
    const { store } = await openLibrary([nearer, sharing])
    const vectorOf: VectorOf = (text) =>
      /doze/.test(text) ? [0.8, 0.6] : /parks/.test(text) ? [0.72, 0.69] : [1, 0]
    const search = createSearch({ store, meaning: meaningBy(vectorOf, [nearer, sharing]) })
    const told = 'why does the red companion of my aunt nap on warm stones every single summer afternoon?'
    expect(titlesOf(await search(told))[0]).toBe('Rest')
    expect(titlesOf(await search('red lorry of my aunt'))[0]).toBe('Garages')
  })

  it('finds nothing relevant when a question is far from everything', async () => {
    const library = await openLibrary([felines], catEmbedder())
    expect((await library.search('tax law')).relevant).toBe(false)
  })

  it('goes on with words alone, and says so in the log, when the embedding server fails', async () => {
    const failing = {
      model: 'down',
      embedsSentences: false,
      embed: () => Promise.reject(new Error('connection refused')),
    }
    const library = await openLibrary(papers, failing)
    const found = await library.search('what hums?')
    expect(titlesOf(found)).toEqual(['Engines'])
    expect(found.vector).toBeUndefined()
    expect(library.logged).toEqual([expect.stringContaining('words alone')])
  })

  it('reads nothing into mentions and mark-up', async () => {
    const embedder = catEmbedder()
    const library = await openLibrary(papers, embedder)
    await library.search('<@U123>  my *cat*')
    expect(embedder.texts).toEqual(['my cat'])
  })

  it('ranks given papers by meaning, too, and leaves none of them out', async () => {
    const found = await (await open()).search('my cat', { among: [engines.id, felines.id] })
    expect(titlesOf(found)).toEqual(['Felines', 'Engines'])
    expect(found.searched).toBe(2)
  })

  it('knows how near the best sentence is, beside the paper as a whole', async () => {
    const [one, other] = [
      paperOf('Pets', 'They bark. They fetch. A cat is here.'),
      paperOf('Beasts', 'They bark. They fetch. They run.'),
    ]
    const { store } = await openLibrary([one, other])
    const vectorOf = dimensions(/^A cat/)
    const search = createSearch({ store, meaning: meaningBy(vectorOf, [one, other]) })
    expect(titlesOf(await search('A cat?'))[0]).toBe('Pets')
  })

  it('says that nothing is relevant below what the model was calibrated to, and not without a calibration', async () => {
    const { store } = await openLibrary(papers)
    const vectorOf = dimensions(/felines/i, /tax/i)
    const searchBy = (meaning: Meaning) => createSearch({ store, meaning })
    const measured = meaningBy(vectorOf, papers, { near: 0.3 })
    expect((await searchBy(measured)('tax law at night')).relevant).toBe(false)
    expect((await searchBy(measured)('felines')).relevant).toBe(true)
    expect((await searchBy({ ...measured, calibration: undefined })('tax law at night')).relevant).toBe(true)
  })

  it('is surely of something where one abstract has all the words that tell of what, however far it is', async () => {
    const one = paperOf('Faces', 'Some faces look like a hat. Frank Sinatra sang.')
    const other = paperOf('Voices', 'Nobody sang louder than Edith Piaf.')
    const { store } = await openLibrary([one, other])
    const meaning = meaningBy(dimensions(/nothing/), [one, other], { near: 2, sure: 3 })
    const search = createSearch({ store, meaning })
    expect(await search('which paper talks about hats?')).toMatchObject({ relevant: true, sure: true })
    expect(await search('who is Frank Sinatra?')).toMatchObject({ relevant: true, sure: true })
    expect(await search('did Frank Sinatra know Edith Piaf?')).toMatchObject({ relevant: false })
    expect(await search('which paper talks about zebrafish?')).toMatchObject({ relevant: false })
  })

  it('keeps the rank that its words give a paper without vectors', async () => {
    const all = ['one', 'two', 'six'].map((count) =>
      paperOf(`Felines ${count}`, `${'Purring. '.repeat(count.length)} ${count === 'two' ? 'Nights.' : ''}`),
    )
    const [one, two, six] = all
    if (!one || !two || !six) throw new Error('There are three papers.')
    const { store } = await openLibrary(all)
    const order = async (known: readonly Paper[]) =>
      titlesOf(
        await createSearch({ store, meaning: meaningBy(dimensions(/felines/i), known) })('felines at nights'),
      )
    expect((await order(all))[0]).toBe(two.title)
    expect((await order([one, six]))[0]).toBe(two.title)
    expect((await order([])).toSorted()).toEqual(all.map(({ title }) => title).toSorted())
  })
})
