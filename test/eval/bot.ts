import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import { readConfig } from '../../src/config.ts'
import type { Paper } from '../../src/papers/paper.ts'
import type { Handle } from '../../src/platform/request.ts'
import type { Reply } from '../../src/replies/reply.ts'
import { createServices, type OpenServices } from '../../src/services.ts'
import { openStore } from '../../src/store/open.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

/** The bot over one collection. */
export type Bot = {
  services: OpenServices
  handle: Handle
  /** The last page for a line of a conversation of its own, as somebody at a platform would see it. */
  ask(line: string): Promise<Reply | undefined>
}

/**
 * Opens the bot over a collection, in a database of its own, with no model configured, and does work with it.
 *
 * @param settings settings beside the defaults
 */
export function withBot<T>(
  papers: readonly Paper[],
  settings: Readonly<Record<string, string>>,
  work: (bot: Bot) => Promise<T>,
): Promise<T> {
  return withTemporaryFolder(async (folder) => {
    const database = `sqlite:${join(folder, 'papers.sqlite')}`
    // A database that holds papers gets none of those that ship.
    const store = await openStore(database)
    await store.papers.put(papers)
    await store.close()
    const config = readConfig({ DATABASE_URL: database, LOG_LEVEL: 'error', ...settings })
    const services = await createServices(config)
    try {
      await services.embedPapers()
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
