import { describe, expect, it } from 'vitest'
import { foreignLanguageOf } from '../../src/language/foreign-language.ts'
import { questionSets } from '../eval/sets.ts'

describe('the language of a line', () => {
  it.each([
    ['Wie wählt TAROT die Daten aus?', 'German'],
    ['gibt es was zu Spotify?', 'German'],
    ['Quels articles parlent de recommandation ?', 'French'],
    ['¿Por qué es mejor que los anteriores?', 'Spanish'],
    ['Quali articoli parlano di grafi?', 'Italian'],
    ['Hoe selecteert TAROT de gegevens?', 'Dutch'],
    ['Jak TAROT wybiera dane?', 'Polish'],
    ['какие статьи о рекомендациях?', 'Russian'],
  ])('of "%s" is %s', (line, language) => expect(foreignLanguageOf(line)).toBe(language))

  it.each(['TAROT?', 'AutoInt vs FinalMLP', 'hi', '', 'CatGCN accuracy', 'Schrödinger bridge'])(
    'of "%s" is nobody’s business',
    (line) => expect(foreignLanguageOf(line)).toBeUndefined(),
  )

  it('of the English questions of all sets is English', async () => {
    const sets = questionSets()
    const questions = (await Promise.all(sets.map((set) => set.questions()))).flat()
    const foreign = questions.filter(({ question }) => foreignLanguageOf(question) !== undefined)
    expect(questions.length).toBeGreaterThan(800)
    // It asks for a poem, in French.
    expect(foreign.map(({ kind }) => kind)).toEqual(['injection'])
  })
})
