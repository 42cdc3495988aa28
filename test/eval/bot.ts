import { createHash, randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import { readConfig } from '../../src/config.ts'
import type { Paper } from '../../src/papers/paper.ts'
import type { Handle } from '../../src/platform/request.ts'
import type { Reply } from '../../src/replies/reply.ts'
import type { Weights } from '../../src/retrieval/weights.ts'
import { createServices, type OpenServices } from '../../src/services.ts'
import { openStore } from '../../src/store/open.ts'
import { modelsDir, openWeights } from '../fixtures/weights.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

/** The bot over one collection. */
export type Bot = {
  services: OpenServices
  handle: Handle
  /** The last page for a line of a conversation of its own, as somebody at a platform would see it. */
  ask(line: string): Promise<Reply | undefined>
}

/** How the bot is set up, beside the defaults. */
export type BotOptions = {
  settings?: Readonly<Record<string, string>>
  weights?: Weights
  /** A folder in which the papers and their vectors are kept for the next run. */
  keep?: string
}

/** Opens the bot over a collection, in a database of its own, with no chat model, and does work with it. */
export function withBot<T>(
  papers: readonly Paper[],
  { settings = {}, weights, keep }: BotOptions,
  work: (bot: Bot) => Promise<T>,
): Promise<T> {
  return withTemporaryFolder(async (folder) => {
    const file = join(folder, 'papers.sqlite')
    await copyFile(await (keep === undefined ? filledDatabase(papers) : fill(papers, keep)), file)
    const services = await openServices(file, settings, weights)
    try {
      const handle = createHandle(commands, services)
      const ask = async (line: string) => {
        const where = { platform: 'terminal' as const, conversation: randomUUID() }
        let last: Reply | undefined
        for await (const reply of handle({ who: { id: 'somebody' }, where, line })) last = reply
        return last
      }
      return await work({ services, handle, ask })
    } finally {
      await services.close()
    }
  })
}

const filled = new Map<string, Promise<string>>()

/** A database with the papers and their vectors, which take a while: made once for each collection of this run. */
function filledDatabase(papers: readonly Paper[]): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify(papers)).digest('hex')
  const known = filled.get(key) ?? fillTemporary(papers)
  filled.set(key, known)
  return known
}

async function fillTemporary(papers: readonly Paper[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'paperboy-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return fill(papers, folder)
}

/** What is there already is gone on with. */
async function fill(papers: readonly Paper[], folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'papers.sqlite')
  // A database that holds papers gets none of those that ship.
  const store = await openStore(`sqlite:${file}`)
  await store.papers.put(papers)
  await store.close()
  await openWeights()
  const services = await openServices(file)
  await services.embedding?.embedPapers()
  await services.close()
  return file
}

function openServices(
  file: string,
  settings: Readonly<Record<string, string>> = {},
  weights?: Weights,
): Promise<OpenServices> {
  const given = { DATABASE_URL: `sqlite:${file}`, MODELS_DIR: modelsDir, LOG_LEVEL: 'error', ...settings }
  return createServices(readConfig(given), weights ? { weights } : {})
}
