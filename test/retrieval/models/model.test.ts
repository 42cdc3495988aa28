import { describe, expect, it } from 'vitest'
import { readModel } from '../../../src/retrieval/models/model.ts'

const [one, two] = ['1'.repeat(64), '2'.repeat(64)]
const described = `owner/name?sha256=${one}&tokenizer=${two}&pooling=cls`

describe('readModel', () => {
  it('knows the model that runs where nothing is set', () => {
    expect(readModel('')).toEqual(readModel('all-MiniLM-L6-v2'))
    expect(readModel('')).toMatchObject({
      id: 'all-MiniLM-L6-v2@afdb6f1a0e45',
      pooling: 'mean',
      files: [{ bytes: 22_972_370 }, { bytes: 711_661 }],
    })
  })

  it('knows how others are run, and wants their checksums', () => {
    const sums = `sha256=${one}&tokenizer=${two}`
    expect(readModel(`bge-small-en-v1.5?${sums}`)).toMatchObject({
      pooling: 'cls',
      prefixes: { question: 'Represent this sentence for searching relevant passages: ', passage: '' },
    })
    expect(readModel(`multilingual-e5-small?${sums}`)).toMatchObject({
      pooling: 'mean',
      prefixes: { question: 'query: ', passage: 'passage: ' },
    })
    expect(readModel(`gte-small?${sums}`)).toMatchObject({ pooling: 'mean' })
    expect(() => readModel('gte-small')).toThrow('need to know sha256, tokenizer')
  })

  it('knows the bytes of some, and where Maven has them', () => {
    expect(readModel('bge-small-en-v1.5')).toMatchObject({
      id: 'bge-small-en-v1.5@6c9c6101a956',
      files: [{ bytes: 34_014_426 }, { bytes: 711_396 }],
      jar: { entries: { 'model.onnx': 'bge-small-en-v1.5-q.onnx' } },
    })
    expect(readModel('multilingual-e5-small').files).toMatchObject([
      { bytes: 118_308_185 },
      { bytes: 17_082_730 },
    ])
    expect(readModel(`bge-small-en-v1.5?sha256=${one}`).jar).toBeUndefined()
  })

  it('takes any other encoder that is described', () => {
    expect(readModel(`${described}&question=q%3A+&passage=p&file=onnx/model.onnx`)).toMatchObject({
      name: 'owner/name',
      pooling: 'cls',
      prefixes: { question: 'q: ', passage: 'p' },
      files: [
        { name: 'model.onnx', sha256: one, path: 'onnx/model.onnx' },
        { name: 'tokenizer.json', sha256: two },
      ],
    })
  })

  it('reads a name as it stands in the setting, too', () => {
    expect(readModel('local:bge-small-en-v1.5')).toEqual(readModel('bge-small-en-v1.5'))
    expect(readModel(`local:${described}`)).toEqual(readModel(described))
  })

  it('gives another name to whatever gives other vectors', () => {
    const names = [
      'all-MiniLM-L6-v2',
      `all-MiniLM-L6-v2?sha256=${one}`,
      `all-MiniLM-L6-v2?tokenizer=${one}`,
      'all-MiniLM-L6-v2?pooling=cls',
      'all-MiniLM-L6-v2?question=query%3A+',
      'all-MiniLM-L6-v2?passage=query%3A+',
      described,
    ]
    expect(new Set(names.map((name) => readModel(name).id)).size).toBe(names.length)
  })

  it.each([
    ['nonsense', 'I know no model "nonsense"'],
    ['toString', 'I know no model "toString"'],
    ['../../etc', 'I know no model'],
    ['owner/name', 'need to know sha256, tokenizer, pooling'],
    [`owner/name?sha256=short`, 'sha256'],
    [`${described}&file=../secret.onnx`, 'file'],
    [`${described}&other=1`, 'described in a way'],
    [`owner/name?sha256=${one}&tokenizer=${two}&pooling=max`, 'pooling'],
  ])('says what is wrong with %s', (name, words) => {
    expect(() => readModel(name)).toThrow(words)
  })
})
