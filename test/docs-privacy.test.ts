import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { migrations as postgresMigrations } from '../src/store/postgres/migrations.ts'
import { openDatabase } from '../src/store/sqlite/database.ts'
import { createFactLog } from '../src/store/sqlite/facts.ts'
import { createFeedbackLog } from '../src/store/sqlite/feedback.ts'
import { createShownPapers } from '../src/store/sqlite/shown.ts'
import { createSubscriptionStore } from '../src/store/sqlite/subscriptions.ts'
import { createTurnLog } from '../src/store/sqlite/turns.ts'
import { createWorkspacePapers } from '../src/store/sqlite/workspace-papers.ts'

const read = (file: string) => readFileSync(join(import.meta.dirname, '..', file), 'utf8')
const privacy = read('docs/privacy.md')
const stored = privacy.slice(privacy.indexOf('## What is stored'), privacy.indexOf('### Files'))
const namedIn = (page: string) =>
  new Set([...page.matchAll(/`([A-Za-z_]+)(?:=[^`]*)?`/g)].map(([, name = '']) => name))

/** What a full-text index keeps for itself. */
const shadow = /^words_/

it('docs/privacy.md names every table, and none that is not there', () => {
  const inSqlite = openDatabase(':memory:')
    .prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => String(name))
  const steps = postgresMigrations.join('\n')
  const inPostgres = [...steps.matchAll(/CREATE (?:TABLE|VIEW) (\w+)/g)].map(([, name = '']) => name)
  const dropped = new Set([...steps.matchAll(/DROP TABLE (\w+)/g)].map(([, name = '']) => name))
  const tables = [
    ...inSqlite.filter((name) => !shadow.test(name)),
    // What took the place of a table has its name.
    ...inPostgres.filter((name) => !dropped.has(name) || steps.includes(`CREATE VIEW ${name} `)),
    'paperboy',
  ]
  const rows = stored.split('\n').filter((line) => line.startsWith('| `'))
  const named = rows.flatMap((row) => [...namedIn(row.split('|')[1] ?? '')])
  expect([...new Set(named)].toSorted()).toEqual([...new Set(tables)].toSorted())
})

/** Settings by which nothing goes out, and nobody comes in: how much, how long, how it looks. */
const inside = [
  ...[
    'AZURE_OPENAI_API_VERSION',
    'MODEL_CALLS',
    'ANSWER_TIMEOUT_SECONDS',
    'DAILY_BUDGET_USD',
    'MODEL_PRICES',
  ],
  ...['QUESTIONS_PER_PERSON', 'QUESTIONS_PER_WORKSPACE', 'DISCORD_GUILD_ID', 'DISCORD_SHARDS'],
  ...['SHIPPED_PAPERS', 'PORT', 'TIME_ZONE', 'LOG_LEVEL'],
]

it('every setting that lets something out or somebody in is named where privacy and security are told', () => {
  const settings = [...read('.env.example').matchAll(/^# ([A-Z_]+)=/gm)].map(([, name = '']) => name)
  const named = namedIn(privacy + read('docs/security.md'))
  expect(settings.filter((name) => !named.has(name) && !inside.includes(name))).toEqual([])
  expect(inside.filter((name) => !settings.includes(name))).toEqual([])
})

it.each(['U012ABCDEF', "o'ada@example.org"])(
  'what docs/privacy.md says erases %s everywhere',
  async (who) => {
    const database = openDatabase(':memory:')
    const at = new Date()
    const person = { id: who, name: 'Ada' }
    const to = { platform: 'mail', kind: 'direct', person: who } as const
    const turn = {
      id: 't',
      conversation: 'c',
      person: who,
      at,
      line: 'why?',
      answer: 'so',
      papers: [],
      claims: [],
    }
    await createTurnLog(database).append(turn)
    await createTurnLog(database).append({ ...turn, id: 'other', person: 'U1' })
    await createFeedbackLog(database).put({ turn: 'other', person: who, rating: 'up', at })
    await createShownPapers(database).add(to, 'd', [{ paper: 'p', votes: 0 }], at)
    await createFactLog(database).put('place', JSON.stringify(['slack', 'T', 'direct', who]), {}, at)
    const workspaces = createWorkspacePapers(database)
    await workspaces.mark({ platform: 'slack', workspace: 'T' }, 'added', [{ paper: 'p', by: person, at }])
    await createSubscriptionStore(database).put({
      ...{ id: 'k3f9', to, owner: person, top: 5, quiet: 'silence', less: [], createdAt: at, nextDue: at },
      schedule: { minute: 540, days: [1], zone: 'UTC' },
    })
    const job = database.prepare(
      "INSERT INTO jobs (id, queue, series, due_at, payload, holder, held_at, free_at, attempts) VALUES (?, 'q', ?, 0, ?, '', 0, 0, 0)",
    )
    job.run('1', null, JSON.stringify({ to }))
    job.run('2', `mail slack T ${who}`, 'null')
    job.run('3', 'mail slack T U1', 'null')
    database.exec('INSERT INTO job_keys SELECT queue, coalesce(series, id), number FROM jobs')

    // As sqlite3 has it.
    database.exec('PRAGMA foreign_keys = OFF')
    const [, sql = ''] = /```sql\n([^`]*)```/.exec(privacy) ?? []
    database.exec(sql.replaceAll('U012ABCDEF', who.replaceAll("'", "''")))

    const tables = [
      'turns',
      'feedback',
      'jobs',
      'job_keys',
      'subscriptions',
      'shown_papers',
      'facts',
      'workspace_papers',
    ]
    const left = tables.flatMap((table) => database.prepare(`SELECT * FROM ${table}`).all())
    expect(JSON.stringify(left)).not.toMatch(new RegExp(`${RegExp.escape(who)}|Ada`))
    // What somebody else asked, and their mail with its key; that a paper was added.
    expect(left).toHaveLength(4)
  },
)
