import { describe, expect, it } from 'vitest'
import { makePaper } from '../../src/papers/make-paper.ts'
import { ask, openServices } from './answerer.ts'

describe('A paper without an abstract', () => {
  it.each([
    'What is ZEBRANET?',
    'What accuracy does ZEBRANET reach?',
    'how does ZEBRANET: Striped Convolutions for Night Vision work?',
    'what is said in 10.1000/zebra?',
  ])('is never answered for by another one: %s', async (question) => {
    const services = await openServices()
    const ids = { doi: '10.1000/zebra' }
    const title = 'ZEBRANET: Striped Convolutions for Night Vision'
    await services.store.papers.put([makePaper({ title, source: 'test', ids })])
    const { screen, answer } = await ask(services, question)
    expect(answer.kind).toBe('not-found')
    expect(answer.retrieved[0]?.paper.title).toBe(title)
    expect(screen).toContain('Of ZEBRANET only the title is known here, not what it says.')
    // It is found and listed like any other.
    expect((await services.search('striped convolutions')).papers[0]?.paper.title).toBe(title)
    await services.close()
  })
})
