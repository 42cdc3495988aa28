import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withTemporaryFolder } from '../temporary-folder.ts'
import { evaluateCollection, Measured } from './evaluate-collection.ts'

it('scores any engine on a collection, by the ids of what it finds', async () => {
  await withTemporaryFolder(async (folder) => {
    const lines = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')
    const documents = [
      { _id: '7', title: 'Kidneys', text: 'Blood is filtered.' },
      { _id: '8', title: 'White matter', text: 'Development of the brain.' },
    ]
    await writeFile(join(folder, 'corpus.jsonl'), lines(documents))
    await writeFile(join(folder, 'queries.jsonl'), lines([{ _id: '1', text: 'how the brain develops' }]))
    await writeFile(join(folder, 'qrels.tsv'), '1\t8\t1\n')
    const { report } = await evaluateCollection({ folder, engine: 'minisearch', json: true })
    expect(Measured.parse(JSON.parse(report))).toMatchObject({
      papers: 2,
      queries: 1,
      'nDCG@10': 1,
      'Recall@100': 1,
    })
  })
})
