import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import { readConfig } from '../../src/config.ts'
import type { Request } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import { createServices } from '../../src/services.ts'
import { freshFolder } from '../e2e/paperboy.ts'
import { startIdSources } from '../fakes/papers/by-id.ts'
import { openShipped } from './shipped-services.ts'

/** So many papers that a place knows, as a line that names some of them. */
const doiOf = (number: number) => `10.1000/paper.${number}`
const known = Array.from({ length: 60 }, (_, number) => ({
  title: `A paper with number ${number}`,
  doi: doiOf(number),
  abstract: 'We count.',
}))
const adding = (from: number, to: number) =>
  `add ${known
    .slice(from, to)
    .map(({ doi }) => doi)
    .join(' ')}`

const askedIn = (workspace: string, line: string): Request => ({
  who: { id: 'ada', name: 'Ada' },
  where: { platform: 'slack', workspace, conversation: `slack:${workspace}:C1:1` },
  line,
  isMember: async () => true,
})

let places: Awaited<ReturnType<typeof startIdSources>>
let folder: string
const open: Awaited<ReturnType<typeof createServices>>[] = []
beforeEach(async () => {
  places = await startIdSources({ crossref: known })
  folder = freshFolder()
})
afterEach(async () => {
  for (const services of open.splice(0)) await services.close()
  await places.close()
})

/** A process of its own, so to speak, on the same database. */
async function start() {
  const services = await createServices(
    readConfig({
      DATABASE_URL: `sqlite:${folder}/paperboy.sqlite`,
      ...{ EMBEDDING_MODEL: 'off', LOG_LEVEL: 'silent', SHIPPED_PAPERS: 'off' },
      ...{ CROSSREF_URL: places.url, SEMANTIC_SCHOLAR_URL: places.url },
    }),
  )
  open.push(services)
  const handle = createHandle(commands, services)
  const say = async (request: Request) => {
    let last = ''
    for await (const page of handle(request)) last = plainText(page)
    return last
  }
  const added = (workspace: string) =>
    services.store.workspaces.count({ platform: 'slack', workspace }, 'added', new Date(0))
  return { services, say, added }
}

const full = '20 papers a day can be added here: try again tomorrow.'

describe('What a workspace may add in a day', () => {
  it('is counted over processes that add at the same time, and after a restart', {
    timeout: 60_000,
  }, async () => {
    const [one, other] = [await start(), await start()]
    const said = await Promise.all([
      one.say(askedIn('T1', adding(0, 15))),
      other.say(askedIn('T1', adding(15, 30))),
    ])
    expect(said.join('\n').split(full)).toHaveLength(11)
    expect(await one.added('T1')).toBe(20)
    expect(await one.services.store.papers.count()).toBe(20)
    const next = await start()
    expect(await next.say(askedIn('T1', adding(30, 31)))).toContain(full)
    // What is here already costs nothing, and other workspaces have their own.
    expect(await next.say(askedIn('T2', adding(30, 31)))).toContain('Added: A paper with number 30')
    expect(await next.say(askedIn('T1', adding(30, 31)))).toContain('Here already: A paper with number 30')
  })

  it('begins anew a day later', async () => {
    let now = Date.parse('2026-11-02T10:00:00Z')
    const { handle } = await openShipped({ clock: { now: () => new Date(now) } })
    const say = async (line: string) => {
      let last = ''
      for await (const page of handle(askedIn('T1', line))) last = plainText(page)
      return last
    }
    expect(await say(adding(0, 20))).toContain('20 added.')
    expect(await say(adding(20, 21))).toContain(full)
    now += 23 * 3_600_000
    expect(await say(adding(20, 21))).toContain(full)
    now += 2 * 3_600_000
    expect(await say(adding(20, 21))).toContain('Added: ')
  })

  it('is told as theirs in that workspace alone', { timeout: 60_000 }, async () => {
    const { say } = await start()
    await say(askedIn('T1', adding(0, 1)))
    expect(await say(askedIn('T1', `show ${doiOf(0)}`))).toContain('Added here by Ada')
    const elsewhere = await say(askedIn('T2', `show ${doiOf(0)}`))
    expect(elsewhere).toContain('A paper with number 0')
    expect(elsewhere).not.toContain('Ada')
  })
})
