/** A process of the version before jobs: what it did with its database, in its own statements. */
export type OldProcess = {
  /** -> the item's id; undefined when it was accepted before */
  accept(
    keys: readonly string[],
    platform: string,
    holder: string,
    lasting: number,
  ): Promise<string | undefined>
  takeOver(platform: string, holder: string): Promise<readonly unknown[]>
  /** -> whether it is still the holder's */
  prolong(id: string, holder: string, lasting: number): Promise<boolean>
  note(id: string, state: unknown): Promise<void>
  finish(id: string): Promise<void>
  /** How many items it sees. */
  rows(): Promise<number>
  notePost(): Promise<void>
  lead(): Promise<void>
  /** Remembers a turn. */
  answer(id: string, conversation: string): Promise<void>
  /** How it sees fetches. */
  syncs(): Promise<readonly unknown[]>
}

type Query = (
  sql: string,
  values: readonly (string | number | null)[],
) => Promise<readonly Record<string, unknown>[]>

export function createOldProcess(engine: 'sqlite' | 'postgres', run: Query): OldProcess {
  const isLite = engine === 'sqlite'
  const query: Query = (sql, values) => run(isLite ? sql.replace(/\$(?=\d)/g, '?') : sql, values)

  async function acceptInSqlite(keys: readonly string[], platform: string, holder: string, until: number) {
    for (const key of keys)
      if ((await query('SELECT 1 FROM inbox_keys WHERE platform = $1 AND key = $2', [platform, key])).length)
        return undefined
    await query('INSERT INTO inbox (platform, at, payload, holder, held_until) VALUES ($1, $2, $3, $4, $5)', [
      platform,
      Date.now(),
      JSON.stringify({ line: keys[0] }),
      holder,
      until,
    ])
    const [row] = await query('SELECT last_insert_rowid() AS id', [])
    for (const key of keys)
      await query('INSERT OR IGNORE INTO inbox_keys (platform, key, item) VALUES ($1, $2, $3)', [
        platform,
        key,
        Number(row?.id),
      ])
    return String(row?.id)
  }

  async function acceptInPostgres(keys: readonly string[], platform: string, holder: string, until: number) {
    const list = `{${keys.map((key) => JSON.stringify(key)).join(',')}}`
    const known = await query('SELECT 1 FROM inbox_keys WHERE platform = $1 AND key = ANY ($2) LIMIT 1', [
      platform,
      list,
    ])
    if (known.length > 0) return undefined
    const [row] = await query(
      'INSERT INTO inbox (platform, at, payload, holder, held_until) VALUES ($1, $2, $3, $4, $5) RETURNING id',
      [platform, Date.now(), JSON.stringify({ line: keys[0] }), holder, until],
    )
    await query(
      `INSERT INTO inbox_keys (platform, key, item) SELECT $1, key, $3 FROM unnest($2::text[]) AS key
      ON CONFLICT DO NOTHING`,
      [platform, list, Number(row?.id)],
    )
    return String(row?.id)
  }

  return {
    async accept(keys, platform, holder, lasting) {
      await query('BEGIN', [])
      const accept = isLite ? acceptInSqlite : acceptInPostgres
      const id = await accept(keys, platform, holder, Date.now() + lasting)
      await query('COMMIT', [])
      return id
    },
    takeOver: (platform, holder) =>
      query(
        `WITH free AS MATERIALIZED (
          SELECT id FROM inbox WHERE platform = $1 AND payload IS NOT NULL AND held_until <= $2
          ORDER BY at, id LIMIT $5)
        UPDATE inbox SET holder = $3, held_until = $4, takes = takes + 1
        WHERE id IN (SELECT id FROM free) RETURNING id, payload, state, at, takes`,
        [platform, Date.now() + 10 * 365 * 86_400_000, holder, Date.now() + 9_000, 9],
      ),
    async prolong(id, holder, lasting) {
      const held = await query(
        'UPDATE inbox SET held_until = $1 WHERE holder = $2 AND payload IS NOT NULL AND id = $3 RETURNING id',
        [Date.now() + lasting, holder, Number(id)],
      )
      return held.length > 0
    },
    async note(id, state) {
      await query('UPDATE inbox SET state = $1 WHERE id = $2 AND payload IS NOT NULL', [
        JSON.stringify(state),
        Number(id),
      ])
    },
    async finish(id) {
      await query('UPDATE inbox SET payload = NULL, state = NULL WHERE id = $1', [Number(id)])
    },
    rows: async () => (await query('SELECT 1 FROM inbox', [])).length,
    syncs: () => query('SELECT source, state FROM syncs', []),
    async answer(id, conversation) {
      await query(
        `INSERT INTO turns (id, conversation, person, at, line, answer, papers, claims)
        VALUES ($1, $2, 'ada', 0, '', '', '[]', '[]')`,
        [id, conversation],
      )
    },
    async notePost() {
      await query('UPDATE deliveries SET progress = $1 WHERE id = $2 AND outcome IS NULL', ['{}', 'x'])
    },
    async lead() {
      await query('INSERT INTO leases (name, holder, until) VALUES ($1, $2, $3)', [
        'posts of slack',
        'old',
        1,
      ])
    },
  }
}
