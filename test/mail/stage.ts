import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import { createMailAdapter } from '../../src/mail/adapter.ts'
import type { Sender } from '../../src/mail/compose.ts'
import { createHttpServer } from '../../src/operator/http-server.ts'
import { openShipped } from '../commands/shipped-services.ts'
import { silentLog, startPosting } from '../digests/posting.ts'
import { startSmtpServer } from '../fakes/mail/smtp-server.ts'
import { freePort } from '../loopback.ts'

export const publicUrl = 'https://papers.example.org'
export const address = 'ada@example.com'

/** Posts by mail over a real mail server and the real HTTP server, on a clock that the test moves. */
export async function startMail(at?: Parameters<typeof startSmtpServer>[0], more: Partial<Sender> = {}) {
  const smtp = await startSmtpServer(at)
  const posting = await startPosting()
  const port = await freePort()
  const server = createHttpServer({ host: '127.0.0.1', port, advice: '', log: silentLog })
  const open = () =>
    createMailAdapter({
      sender: { from: { name: 'Paperboy', address: 'papers@example.org' }, ...more },
      smtpUrl: smtp.url,
      publicUrl,
      serve: server.serve,
      store: posting.store,
      clock: posting.clock,
    })
  const adapter = await open()
  await adapter.start(async function* () {})
  if (!adapter.posts) throw new Error('It sends no posts.')
  const { posts } = adapter
  const { services } = await openShipped({ sendsMail: true, store: posting.store, clock: posting.clock })
  return {
    ...posting,
    smtp,
    handle: createHandle(commands, services),
    /** Another process, so to speak: sends what is due once. */
    process: (parts = {}) => posting.sender({ ...posts, ...parts }),
    /** A page of a mail, by its whole address. */
    page: (url: string, init?: RequestInit) =>
      fetch(url.replace(publicUrl, `http://127.0.0.1:${port}`), { redirect: 'manual', ...init }),
    async close() {
      await adapter.stop()
      await smtp.close()
    },
  }
}
