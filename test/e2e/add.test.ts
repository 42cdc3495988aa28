import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/discord.ts'
import { startArxiv } from '../fakes/papers/arxiv.ts'
import { startIdSources } from '../fakes/papers/by-id.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack/fake-slack.ts'
import { readable } from '../fakes/slack/reading.ts'
import { storeIn } from './digests/due-post.ts'
import { type Bot, eventually, launch } from './discord/bot.ts'
import { freshFolder, runPaperboy } from './paperboy.ts'

/** A paper is asked for, waited for while its place is busy, and then answers a question: minutes at the worst. */
const patience = 60_000

const boats = {
  title: 'Paper Boats',
  acl: '2024.acl-long.7',
  abstract: 'We sail boats of paper.',
  corpusId: '77',
}
const kites = { title: 'Tin Kites', doi: '10.1000/kites.1', abstract: 'We fly forty tin kites.' }
const ships = { title: 'Ships of Glass', openreview: 'Glass12345', abstract: 'We blow ships of glass.' }
const busy = { status: 429, headers: { 'retry-after': '2' }, body: 'Rate exceeded.' }

let arxiv: Awaited<ReturnType<typeof startArxiv>>
let places: Awaited<ReturnType<typeof startIdSources>>
let folder: string
beforeEach(async () => {
  const paper = (id: string) => ({ id, category: 'cs.IR', submitted: '2026-11-02T00:00:00Z' })
  arxiv = await startArxiv({ papers: [paper('2611.00001'), paper('2611.00002')], announced: [] })
  places = await startIdSources({ crossref: [kites], scholar: [boats], openreview: [ships] })
  folder = freshFolder()
})
afterEach(async () => {
  await arxiv.close()
  await places.close()
})
const settings = () => ({
  ARXIV_URL: arxiv.url,
  CROSSREF_URL: places.url,
  PUBMED_URL: places.url,
  SEMANTIC_SCHOLAR_URL: places.url,
  OPENREVIEW_URL: places.url,
  CONTACT: 'me@example.org',
})
const run = (...words: readonly string[]) => runPaperboy(words, { folder, settings: settings() })

describe('paperboy add', () => {
  it('fetches papers by ids and links of any place, and they answer; names what no source can fetch', {
    timeout: 180_000,
  }, async () => {
    arxiv.meet(busy)
    const line =
      'https://arxiv.org/pdf/2611.00001v2 https://aclanthology.org/2024.acl-long.7/ 10.1000/kites.1'
    const begun = Date.now()
    const { code, stdout, stderr } = await run(
      'add',
      ...line.split(' '),
      'https://openreview.net/forum?id=Glass12345',
      'openreview:abcdef1234',
      'isbn:9780262035613',
      '2611.99999',
    )
    expect(Date.now() - begun).toBeLessThan(40_000)
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(stdout).toMatch(
      /4 added\.[\s\S]*Paper 2611\.00001[\s\S]*Paper Boats[\s\S]*Tin Kites[\s\S]*Ships of Glass/,
    )
    expect(stdout).toContain('openreview:abcdef1234: OpenReview knows no such paper.')
    expect(stdout).toContain('isbn:9780262035613: This is not an id or link that I know.')
    expect(stdout).toContain('2611.99999: arXiv knows no such paper.')
    expect(arxiv.tooSoon).toEqual([])
    expect((await run('add', '2611.00001')).stdout).toContain('Here already: Paper 2611.00001')
    expect((await run('ask', 'What do they sail in Paper Boats?')).stdout).toContain(
      'We sail boats of paper.',
    )
    const { stdout: json } = await run('show', '2024.acl-long.7', '--json')
    expect(JSON.parse(json)).toMatchObject({
      ids: { acl: '2024.acl-long.7', semanticScholar: expect.any(String) },
      authors: ['Ana Sample'],
      published: '2024-05-06',
    })
  })

  it('fetches the abstracts that a library lacks, when it is asked to', { timeout: 180_000 }, async () => {
    const library = [
      '@misc{a, title={Tin Kites}, doi={10.1000/kites.1}, author={Own, Olga}}',
      '@misc{b, title={Paper 2611.00001}, eprint={2611.00001}}',
      '@misc{c, title={Nobody Knows This}, doi={10.1000/none}}',
      '@misc{d, title={Without Any Id}}',
    ].join('\n')
    await writeFile(join(folder, 'library.bib'), library)
    const { code, stdout, stderr } = await run('ingest', join(folder, 'library.bib'), '--fetch-abstracts')
    expect(code).toBe(0)
    expect(stdout).toContain('4 papers from BibTeX, 4 without an abstract.')
    expect(stdout).toContain('Fetched 2 of 4 abstracts.')
    expect(stderr).toContain('Nobody Knows This: Crossref and Semantic Scholar know no such paper.')
    expect(stderr).toContain('Without Any Id: No source can fetch it.')
    const { stdout: shown } = await run('show', '10.1000/kites.1')
    expect(shown).toMatch(/We fly forty tin kites\.[\s\S]*Olga Own/)
    expect((await run('show', '2611.00001')).stdout).toContain('We study the matter of 2611.00001.')
  })

  it('lets a paper in again that was removed, which no sync does', { timeout: 180_000 }, async () => {
    expect((await run('add', '2611.00001')).code).toBe(0)
    expect((await run('remove', '2611.00001', '--yes')).stdout).toContain('Taken out: Paper 2611.00001')
    const synced = await run('sync', 'arxiv:cs.IR', '--since', '2026-11-01')
    expect(synced.stdout).toContain('added 1 paper, updated 0, unchanged 0. 1 stays out')
    const library = join(folder, 'library.bib')
    await writeFile(
      library,
      '@misc{a, title={Paper 2611.00001}, eprint={2611.00001}, archiveprefix={arXiv}}\n',
    )
    expect((await run('ingest', library)).stdout).toMatch(/Added 0.*1 (?:paper )?stays out/)
    expect((await run('show', '2611.00001')).stdout).toContain('I do not have arXiv 2611.00001.')
    expect((await run('add', '2611.00001')).stdout).toContain('Added: Paper 2611.00001')
  })

  it('ends in time while arXiv stays busy', { timeout: 180_000 }, async () => {
    arxiv.meet(...Array.from({ length: 9 }, () => ({ ...busy, headers: { 'retry-after': '60' } })))
    const begun = Date.now()
    const { code, stderr, stdout } = await run('add', '2611.00001')
    expect(Date.now() - begun).toBeLessThan(40_000)
    expect(code).toBe(1)
    expect(`${stdout}${stderr}`).toContain('arXiv did not answer in time.')
  })
})

describe('add in a chat', () => {
  let discord: FakeDiscord
  let slack: FakeSlack
  let bot: Bot
  beforeEach(async () => {
    discord = await startFakeDiscord()
    slack = await startFakeSlack()
  })
  afterEach(async () => {
    await bot.stop()
    await discord.close()
    await slack.close()
  })
  async function start(more: Record<string, string> = {}) {
    bot = launch(discord, { folder, settings: { ...slack.settings, ...settings(), ...more } })
    for (const platform of ['Slack', 'Discord'])
      await eventually(() => expect(bot.said.stdout).toContain(`Paperboy answers in ${platform}`), patience)
  }
  const inSlack = ({ channel, thread }: { channel: string; thread: string }) =>
    slack.messages.answers(channel, thread).map(readable)

  it('waits while arXiv is busy for a minute, reports once, and answers from then on, in Slack and in Discord', {
    timeout: 240_000,
  }, async () => {
    await start({ MAY_ADD: 'members' })
    arxiv.meet({ ...busy, headers: { 'retry-after': '60' } })
    const said = slack.people.mention('add 2611.00001')
    await eventually(() => expect(inSlack(said).join()).toContain('Added: Paper 2611.00001'), 120_000)
    expect(inSlack(said)).toHaveLength(1)
    const asked = slack.people.mention('What is studied in 2611.00001?')
    await eventually(
      () => expect(inSlack(asked).join()).toContain('We study the matter of 2611.00001'),
      patience,
    )
    const shown = slack.people.mention('show 2611.00001')
    await eventually(() => expect(inSlack(shown).join()).toContain('Added here by'), patience)

    arxiv.meet(busy)
    const ada = discord.person('Ada')
    const deed = ada.slash(discord.general, 'paper add', { ids: '2611.00002 10.1000/kites.1' })
    const last = () => deed.messages().at(-1)?.text ?? ''
    await eventually(() => expect(last()).toContain('2 added.'), patience)
    const question = ada.slash(discord.general, 'paper ask', { question: 'How many tin kites fly?' })
    await eventually(
      () => expect(question.messages().at(-1)?.text).toContain('We fly forty tin kites.'),
      patience,
    )
    // Who added it in Slack is told there alone.
    const other = ada.slash(discord.general, 'paper show', { paper: '2611.00001' })
    await eventually(() => expect(other.messages().at(-1)?.text).toContain('We study the matter'), patience)
    expect(other.messages().at(-1)?.text).not.toContain('Added here by')
    expect(arxiv.tooSoon).toEqual([])
  })

  it('is gone on with by the next process when this one is killed, and reported once', {
    timeout: 240_000,
  }, async () => {
    await start()
    arxiv.meet({ ...busy, headers: { 'retry-after': '60' } })
    const said = slack.people.mention('add 2611.00001')
    await eventually(() => expect(arxiv.asked()).toBe(1), patience)
    await bot.crash()
    await start()
    await eventually(() => expect(inSlack(said).join()).toContain('Paper 2611.00001'), patience)
    expect(inSlack(said)).toHaveLength(1)
    const store = await storeIn(folder)
    expect(await store.papers.get(['2611.00001'])).toHaveLength(1)
    await store.close()
  })
})
