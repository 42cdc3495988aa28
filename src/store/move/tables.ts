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
      ...text('line question answer papers claims'),
    ],
  },
  {
    name: 'feedback',
    key: 3,
    columns: [...text('turn person'), ...integer('claim'), ...text('rating'), ...bigint('at')],
  },
  {
    name: 'inbox',
    key: 1,
    columns: [
      ...bigint('id'),
      ...text('platform'),
      ...bigint('at'),
      ...text('payload state holder'),
      ...bigint('held_until'),
      ...integer('takes'),
    ],
  },
  { name: 'inbox_keys', key: 2, columns: [...text('platform key'), ...bigint('item')] },
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
  {
    name: 'deliveries',
    key: 1,
    columns: [
      ...text('id subscription day kind platform place address'),
      ...bigint('due'),
      ...text('progress holder'),
      ...bigint('held_until'),
      ...text('outcome'),
      ...bigint('finished_at'),
    ],
  },
  {
    name: 'shown_papers',
    key: 3,
    columns: [...text('place paper delivery'), ...bigint('at'), ...integer('votes')],
  },
  { name: 'leases', key: 1, columns: [...text('name holder'), ...bigint('until')] },
  { name: 'syncs', key: 1, columns: [...text('source state')] },
]
