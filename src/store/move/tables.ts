/** What SQLite's values become in Postgres. */
type ColumnType = 'text' | 'bigint' | 'integer' | 'boolean' | 'double precision' | 'bytea'

/** A table that both engines have. */
export type Table = {
  name: string
  /** The columns that name a row: the first ones of all. */
  key: number
  columns: readonly {
    name: string
    type: ColumnType /** Its name in SQLite, where that is another. */
    from?: string
  }[]
  /** Which rows Postgres takes. */
  where?: string
}

const columnsOf = (words: string, type: ColumnType) => words.split(' ').map((name) => ({ name, type }))
const text = (words: string) => columnsOf(words, 'text')
const bigint = (words: string) => columnsOf(words, 'bigint')
const integer = (words: string) => columnsOf(words, 'integer')

/** Everything that is remembered; what is worked out of it (word counts, indexes) is made anew. Rows before those that refer to them. */
export const tables: readonly Table[] = [
  {
    name: 'papers',
    key: 1,
    columns: [
      ...bigint('key'),
      ...text('id'),
      { name: 'title_key', type: 'text', from: 'folded_title' },
      ...text('arxiv_id title abstract url date day'),
      ...integer('upvotes'),
      ...text('source more stems'),
    ],
  },
  { name: 'paper_keys', key: 1, columns: [...text('key'), ...bigint('paper')] },
  {
    name: 'names',
    key: 2,
    columns: [...text('name'), ...bigint('paper'), ...columnsOf('introduced', 'boolean')],
    where: 'length(name) <= 200',
  },
  {
    name: 'vectors',
    key: 2,
    columns: [...text('model'), ...bigint('paper'), ...columnsOf('vector', 'bytea'), ...integer('width')],
  },
  {
    name: 'sentence_vectors',
    key: 2,
    columns: [...text('model'), ...bigint('paper'), ...columnsOf('vectors', 'bytea')],
  },
  {
    name: 'turns',
    key: 1,
    columns: [
      ...bigint('key'),
      ...text('id conversation person'),
      ...bigint('at'),
      ...text('line question answer papers claims workspace'),
    ],
  },
  {
    name: 'feedback',
    key: 3,
    columns: [...text('turn person'), ...integer('claim'), ...text('rating'), ...bigint('at')],
  },
  {
    name: 'jobs',
    key: 1,
    columns: [
      ...bigint('number'),
      ...text('id queue series'),
      ...bigint('due_at'),
      ...text('payload notes holder'),
      ...bigint('held_at free_at'),
      ...integer('attempts'),
      ...text('died outcome'),
      ...bigint('finished_at'),
    ],
  },
  { name: 'job_keys', key: 2, columns: [...text('queue key'), ...bigint('job')] },
  {
    name: 'usage',
    key: 1,
    columns: [
      ...bigint('key at'),
      ...text('model'),
      ...integer('calls input_tokens output_tokens'),
      ...columnsOf('cost', 'double precision'),
    ],
  },
  {
    name: 'subscriptions',
    key: 1,
    columns: [
      ...bigint('key'),
      ...text('id platform place'),
      ...bigint('next_due'),
      ...columnsOf('active', 'boolean'),
      ...text('subscription'),
    ],
  },
  { name: 'facts', key: 2, columns: [...text('kind name value'), ...bigint('at')] },
  {
    name: 'shown_papers',
    key: 3,
    columns: [...text('place paper delivery'), ...bigint('at'), ...integer('votes')],
  },
  { name: 'removed_papers', key: 1, columns: [...text('id title ids'), ...bigint('at')] },
  { name: 'removed_keys', key: 1, columns: text('key removed') },
  { name: 'workspace_papers', key: 3, columns: [...text('workspace mark paper person'), ...bigint('at')] },
  { name: 'place_votes', key: 3, columns: [...text('place paper person'), ...bigint('at')] },
]
