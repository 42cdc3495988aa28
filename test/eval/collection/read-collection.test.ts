import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withTemporaryFolder } from '../temporary-folder.ts'
import { type Collection, readCollection } from './read-collection.ts'

const documents = [
  { _id: '4983', title: 'White matter', text: 'Development of the brain.' },
  { _id: '5836', title: 'White Matter', text: 'Another study of that name.' },
  { _id: '7912', text: 'A document without a title.' },
]
const queries = [
  { _id: '1', text: 'brain' },
  { _id: '2', text: 'not judged' },
]

function read(judgements: string, place: 'qrels.tsv' | 'qrels/test.tsv'): Promise<Collection> {
  return withTemporaryFolder(async (folder) => {
    const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')
    await mkdir(join(folder, 'qrels'))
    await writeFile(join(folder, 'corpus.jsonl'), lines(documents))
    await writeFile(join(folder, 'queries.jsonl'), lines(queries))
    await writeFile(join(folder, place), judgements)
    return readCollection(folder)
  })
}

describe('a collection in the layout of BEIR', () => {
  it('keeps every document apart under its own id, whatever its title', async () => {
    const { papers } = await read('1\t4983\t1\n', 'qrels.tsv')
    expect(papers.map(({ id, title }) => [id, title])).toEqual([
      ['4983', 'White matter'],
      ['5836', 'White Matter 5836'],
      ['7912', '7912'],
    ])
  })

  it.each([
    ['with a head, in qrels/test.tsv', 'query-id\tcorpus-id\tscore\n1\t4983\t2\n', 'qrels/test.tsv'],
    ['without a head, in qrels.tsv', '1\t4983\t2\r\n', 'qrels.tsv'],
  ] as const)('has its judgements %s', async (_, judgements, place) => {
    const collection = await read(judgements, place)
    expect(collection.queries).toEqual([{ text: 'brain', grades: new Map([['4983', 2]]) }])
  })

  it('leaves out queries without a relevant document', async () => {
    expect((await read('1\t4983\t0\n', 'qrels.tsv')).queries).toEqual([])
  })

  it('says what is missing', async () => {
    await withTemporaryFolder(async (folder) => {
      await expect(readCollection(folder)).rejects.toThrow('corpus.jsonl')
    })
  })
})
