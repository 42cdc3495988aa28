import { beforeAll, describe, expect, it } from 'vitest'
import {
  calledInTitle,
  foldName,
  looksLikeName,
  nameForms,
  namesIn,
  namesOf,
} from '../../src/papers/names.ts'
import type { Paper } from '../../src/papers/paper.ts'
import { paperOf } from '../fixtures/library.ts'
import { shippedPapers } from '../fixtures/shipped-papers.ts'

const namesAmong = (text: string) => namesIn(text).map(({ name }) => name)

describe('foldName', () => {
  it.each([['U-Net++'], ['u net'], ['UNET'], ['Ü-Net']])(
    'takes %s for the same name as the others',
    (name) => {
      expect(foldName(name)).toBe('unet')
    },
  )
})

describe('nameForms', () => {
  it.each([
    ['U-Net', ['unet', 'u', 'net']],
    ['HSTU', ['hstu']],
    ['OutRank', ['outrank', 'out', 'rank']],
    ['2T-HGNN', ['2thgnn', '2t', 'hgnn']],
    ['FINN.no', ['finnno', 'finn', 'no']],
  ])('finds %s under its parts and as one word', (name, forms) => {
    expect(nameForms(name)).toEqual(forms)
  })
})

describe('looksLikeName', () => {
  it.each(['HSTU', 'CatGCN', 'AutoInt', 'BLIP2', 'GPT-4', 'iVHP', 'T-FREX', 'X^2-DFD', 'LoRA'])(
    'says yes to %s',
    (word) => {
      expect(looksLikeName(word)).toBe(true)
    },
  )

  it.each([
    'We',
    'Norway',
    'deep',
    'A',
    '500M',
    '2D',
    '92.23',
    'Pre-Training',
    'High-Level',
    'low-level',
    '',
  ])('says no to "%s"', (word) => {
    expect(looksLikeName(word)).toBe(false)
  })
})

describe('namesIn', () => {
  it('gives every name with its place, repeats included', () => {
    expect(namesIn('HSTU beats DIN; HSTU wins.')).toEqual([
      { name: 'HSTU', index: 0 },
      { name: 'DIN', index: 11 },
      { name: 'HSTU', index: 16 },
    ])
  })

  it('reads through brackets, quotation marks and full stops', () => {
    expect(namesAmong('Trees (GBDTs), “TracIn”, [LOO] and VoG.')).toEqual(['GBDTs', 'TracIn', 'LOO', 'VoG'])
  })

  it('takes none out of a link', () => {
    expect(namesAmong('Code of DIN: https://github.com/DeepGraphLearning/RecommenderSystems.')).toEqual([
      'DIN',
    ])
  })

  it('finds none in plain prose', () => {
    expect(namesAmong('We study 3 data sets of 500M users in Norway.')).toEqual([])
    expect(namesAmong('')).toEqual([])
  })
})

/** Names that an abstract introduces. */
function introducedBy(abstract: string, title = 'Untitled') {
  return namesOf({ id: 'p', title, abstract })
    .filter(({ introduced }) => introduced)
    .map(({ name }) => name)
}

describe('namesOf', () => {
  it.each([
    ['a proposal', 'We propose TAROT, a framework.', 'TAROT'],
    ['a proposal of a plain word', 'In this paper, we introduce Quad, a data selection approach.', 'Quad'],
    ['a proposal with an article', 'We present the novel Hiformer model.', 'Hiformer'],
    ['naming', 'We plug in a module named BSE.', 'BSE'],
    ['an acronym in parentheses', 'We propose a score of feature interaction (FIS).', 'FIS'],
    ['a name behind a comma', 'We propose a new architecture, HSTU, for streams.', 'HSTU'],
    ['a passive', 'In this work a network (HCN) is proposed.', 'HCN'],
  ])('knows a name that %s brings in', (_, sentence, name) => {
    expect(introducedBy(sentence)).toEqual([name])
  })

  it.each([
    ['a mention', 'HSTU outperforms Transformers.'],
    ['somebody else’s work', 'We compare with the recently released DINOv2.'],
    ['an adjective that only resembles a verb', 'They shaped the field of creative AI.'],
    ['the head of a longer name', 'We propose a Multi-Interest Co-Network for ads.'],
    ['a name of several words', 'We introduce Deep Interest to readers.'],
  ])('does not take %s for an introduction', (_, sentence) => {
    expect(introducedBy(sentence)).toEqual([])
  })

  it('takes a short title before a colon for a name, even one of two words', () => {
    expect(introducedBy('', 'TAROT: Targeted Data Selection')).toEqual(['TAROT'])
    expect(introducedBy('', 'HiFi Tuner: High-Fidelity Fine-Tuning')).toEqual(['HiFi Tuner'])
    expect(introducedBy('', 'A Tale of Two Features: Stable Diffusion')).toEqual([])
  })

  it('gives each name once, those the paper introduces first', () => {
    const abstract = 'DIN is known. DIN and U-Net fall short, U-net too. We propose HSTU. HSTU wins.'
    expect(namesOf({ id: 'p', title: 'Beyond DIN', abstract })).toEqual([
      { name: 'HSTU', introduced: true },
      { name: 'DIN', introduced: false },
      { name: 'U-Net', introduced: false },
    ])
  })

  it('finds none where there is none', () => {
    expect(namesOf({ id: 'p', title: 'On cats', abstract: '' })).toEqual([])
  })
})

describe('the names of the shipped papers', () => {
  let papers: readonly Paper[]
  beforeAll(async () => {
    papers = await shippedPapers()
  })
  const namesAbout = (title: string) => {
    const paper = papers.find((each) => each.title.includes(title))
    if (!paper) throw new Error(`No paper on ${title}`)
    return namesOf(paper)
  }

  it.each([
    ['Optimal Transport', 'TAROT', ''],
    ['Self-Attentive Neural', 'AutoInt', 'CTR'],
    ['Harnessing Diversity', 'Quad', 'iHVP'],
    ['Heterogeneous Feature', 'Hiformer', ''],
    ['Stable Learning', 'DESMIL', ''],
    ['Cardinality-aware', 'OutRank', 'AutoML'],
    ['Trillion-Parameter', 'HSTU', 'LLaMa-2'],
    ['Memorize, Factorize', 'OptInter', 'CTR'],
    ['Selective Annotations', 'IDEAL', ''],
    ['Optimizing Feature Set', 'OptFS', 'CTR'],
    ['Decoupled Embeddings', 'DARE', 'AUC'],
    ['Feature Generation', 'FGCNN', 'IPNN'],
    ['Neural Input Search', 'DNIS', 'CTR'],
    ['Deep Interest Network', 'DIN', 'MLP'],
    ['Layer-wise Ensemble', 'LEVI', 'OOD'],
    ['Explicit Class Guidance', 'BLIP2-T', 'CLIP-T'],
    ['Proportional Odds', 'PRESTO', ''],
    ['Spurious Feature Div', 'BANG', 'WiSE-FT'],
    ['Attribute-Value', 'HyperPAVE', 'MAVE'],
    ['Audiobook', '2T-HGNN', 'HGNN'],
    ['Face Look like a Hat', '', 'CORnet-S'],
    ['Geographical', '', 'DALL.E'],
  ])('on "%s": introduced %s, mentioned %s', (title, introduced, mentioned) => {
    const names = namesAbout(title)
    if (introduced) expect(names).toContainEqual({ name: introduced, introduced: true })
    if (mentioned) expect(names).toContainEqual({ name: mentioned, introduced: false })
  })

  it('do not hold words of links', () => {
    const all = papers.flatMap((paper) => namesOf(paper)).map(({ name }) => name)
    expect(all.filter((name) => /github|http|RecommenderSystems/i.test(name))).toEqual([])
  })
})

describe('what a paper is called within a sentence', () => {
  it.each([
    ['FurNet: Warm Networks', 'We introduce FurNet.', 'FurNet'],
    ['Warm Networks', 'We introduce FurNet.', '“Warm Networks”'],
    ['Learned warmth is biased by season', 'Warmth is learned.', '“Learned warmth is biased by season”'],
  ])('is its method, or its title in quotation marks: %s', (title, abstract, called) => {
    expect(calledInTitle(paperOf(title, abstract))).toBe(called)
  })
})
