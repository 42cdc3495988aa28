import { type REST, Routes } from 'discord.js'
import { z } from 'zod'
import type { AdapterParts } from '../../platform/adapter.ts'

/** Servers of a request, the most Discord gives. */
const perPage = 200

const Servers = z.array(z.object({ id: z.string() }))

/**
 * Finds out, after a start, which servers took Paperboy out or invited it again while nothing was heard of them: Discord
 * does not tell of that later.
 *
 * @param isHeard whether the connection knows the server, be it out of reach for now
 * @throws what the requests throw: then nothing is concluded
 */
export async function compareServers(
  rest: REST,
  { known, left, joined }: AdapterParts['membership'],
  isHeard: (server: string) => boolean,
): Promise<void> {
  const all = await known('discord')
  const isDoubtful = all.some(({ workspace, isLeft }) => isLeft || !isHeard(workspace))
  if (!isDoubtful) return
  const present = await serversOf(rest)
  for (const { workspace, isLeft } of all) {
    // What either of the two knows is there: an outage may keep it from one of them.
    const isThere = present.has(workspace) || isHeard(workspace)
    if (isThere === isLeft) await (isThere ? joined : left)({ platform: 'discord', workspace })
  }
}

/** Every server that Paperboy is in, whichever process hears it, and those that an outage keeps away. */
export async function serversOf(rest: REST): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (let after = '0'; ; ) {
    const query = new URLSearchParams({ limit: String(perPage), after })
    const page = Servers.parse(await rest.get(Routes.userGuilds(), { query }))
    for (const { id } of page) found.add(id)
    const last = page.at(-1)
    if (!last || page.length < perPage) return found
    after = last.id
  }
}
