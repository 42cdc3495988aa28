import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { syncStateOf, syncStates } from '../../src/sync/sync.ts'
import { patience } from '../eventually.ts'
import { startFakeDiscord } from '../fakes/discord/discord.ts'
import { startArxiv } from '../fakes/papers/arxiv.ts'
import { listed, startHuggingFace } from '../fakes/papers/huggingface.ts'
import { storeIn } from './digests/due-post.ts'
import { startBot } from './discord/bot.ts'
import { freshFolder, runPaperboy, startPaperboy } from './paperboy.ts'

/** Yesterday in UTC: its list is open whatever the time, since a day there begins in New York's evening before. */
const day = new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10)
const token = 'hf_0123456789abcdef'
const days = new Map([[day, [listed('2611.00001', day, { upvotes: 7 })]]])
const arxivPaper = { id: '2611.00001', category: 'cs.CL', submitted: `${day}T00:00:00Z` }

let face: Awaited<ReturnType<typeof startHuggingFace>>
let arxiv: Awaited<ReturnType<typeof startArxiv>>
let folder: string
beforeEach(async () => {
  face = await startHuggingFace(days)
  arxiv = await startArxiv({ papers: [arxivPaper], announced: [arxivPaper] })
  folder = freshFolder()
})
afterEach(async () => {
  await face.close()
  await arxiv.close()
})

const settings = () => ({
  HUGGINGFACE_URL: face.url,
  ARXIV_URL: arxiv.url,
  SOURCES: 'huggingface, arxiv:cs.CL',
  HF_TOKEN: token,
  CONTACT: 'me@example.org',
  LOG_LEVEL: 'debug',
})
const run = (...words: readonly string[]) => runPaperboy(words, { folder, settings: settings() })

describe('paperboy sync', () => {
  it('fetches every source that is set, in one paper what both know, keeping three seconds', async () => {
    const { code, stdout, stderr } = await run('sync')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^huggingface: added 1 paper, updated 0/)
    expect(stdout).toMatch(/arxiv:cs\.CL: added 0 papers, updated 1/)
    expect(arxiv.tooSoon).toEqual([])
    expect(arxiv.calls[0]?.headers['user-agent']).toMatch(/^paperboy\/\S+ \(\+me@example\.org\)$/)
    const { stdout: shown } = await run('show', '2611.00001')
    expect(shown).toContain('It is solved & settled.')
    expect((await run('status')).stdout).toMatch(/From huggingface .*1 added/)
  })

  it('says what failed, without the token, fetches the rest and ends with 1', async () => {
    face.meet({ status: 401, body: token })
    const { code, stdout, stderr } = await run('sync')
    expect(code).toBe(1)
    expect(stderr).toMatch(/^paperboy: huggingface could not be fetched\. .*refused the request \(401\)/)
    expect(stderr).not.toContain(token)
    expect(stdout).toMatch(/^arxiv:cs\.CL: added 1 paper/)
  })

  it.each([
    [['sync', 'elsewhere'], 'There is no source "elsewhere".'],
    [['sync', 'huggingface', '--since', 'May'], '"May" is not a day in the past.'],
  ])('explains %j', async (words, what) => {
    const { code, stderr } = await run(...words)
    expect(code).toBe(1)
    expect(stderr).toContain(what)
    expect(face.calls).toEqual([])
  })

  it('goes on where it was after a kill: nothing is lost, nothing is there twice', {
    timeout: 180_000,
  }, async () => {
    face.meet('silence')
    const { child, exit } = startPaperboy(['sync', 'huggingface'], { folder, settings: settings() })
    await expect.poll(() => face.asked(), { timeout: patience }).toBeGreaterThan(0)
    child.kill('SIGKILL')
    await exit
    // Its source stays taken for some seconds.
    await expect.poll(async () => (await run('sync')).code, { timeout: patience, interval: 1_000 }).toBe(0)
    const store = await storeIn(folder)
    expect(await store.papers.between(day, day, 9)).toMatchObject([
      { ids: { arxiv: '2611.00001' }, upvotes: 7 },
    ])
    await store.close()
  })
})

describe('the running bot', () => {
  it('fetches its sources by itself, and says in status what came and what failed', {
    timeout: 180_000,
  }, async () => {
    face.meet(...Array.from({ length: 5 }, () => ({ status: 401 })))
    const discord = await startFakeDiscord()
    const bot = await startBot(discord, { folder, settings: settings() })
    const store = await storeIn(folder)
    await expect.poll(async () => (await syncStates(store)).length, { timeout: patience }).toBe(2)
    await expect
      .poll(async () => (await syncStateOf('arxiv:cs.CL', store))?.succeededAt, { timeout: patience })
      .toBeDefined()
    const asked = discord.person('Ada').slash(discord.general, 'paper status')
    await expect
      .poll(() => asked.messages().at(-1)?.text, { timeout: patience })
      .toMatch(/From arxiv:cs\.CL.*1 added[\s\S]*From huggingface.*failed once/)
    expect(arxiv.tooSoon).toEqual([])
    await bot.stop()
    await store.close()
    await discord.close()
  })
})
