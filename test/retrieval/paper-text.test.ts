import { describe, expect, it } from 'vitest'
import { introducedNames, paperText, sentenceTexts } from '../../src/retrieval/paper-text.ts'
import { paperOf } from '../fixtures/library.ts'

const hiformer = paperOf(
  'Ranking items with attention',
  'Transformers are slow. We propose HiFormer, which beats U-Net.',
)

describe('paperText', () => {
  it('gives title, names and abstract in stems', () => {
    expect(paperText(hiformer)).toMatchObject({
      title: ' rank item with attent ',
      names: ' hiform hi former unet u net ',
      abstract: ' transform ar slow we propos hiform which beat u net ',
    })
  })

  it('holds each of them for a first look, without a phrase running from one into the next', () => {
    const { all, title, names, abstract } = paperText(hiformer)
    for (const part of [title, names, abstract]) expect(all).toContain(part)
    expect(all).not.toContain(' attent hiform ')
  })

  it('reads a paper again when its text has changed', () => {
    expect(paperText({ ...hiformer, abstract: 'New words.' }).abstract).toBe(' new word ')
    expect(paperText(hiformer).abstract).toContain(' hiform ')
  })

  it('reads a paper without an abstract', () => {
    expect(paperText(paperOf('Cats'))).toMatchObject({ title: ' cat ', abstract: '  ' })
  })
})

describe('introducedNames', () => {
  it('are those of the paper, and none that it only mentions', () => {
    expect(introducedNames(hiformer)).toEqual(['HiFormer'])
  })
})

describe('sentenceTexts', () => {
  it('gives every sentence in stems, in order', () => {
    expect(sentenceTexts(hiformer).map(({ sentence, text }) => [sentence.number, text])).toEqual([
      [1, ' transform ar slow '],
      [2, ' we propos hiform which beat u net '],
    ])
  })
})
