import { describeError } from '../lib/errors.ts'
import { idKeys, idMentions } from '../papers/ids.ts'
import type { PaperId } from '../papers/paper.ts'
import type { Request } from '../platform/request.ts'
import type { PostAddress } from '../store/subscriptions.ts'
import type { Services } from './services.ts'

/** Links of one line that count. */
const mostLinks = 20

/** Where votes count for all who read: a channel. */
export const channelOf = ({ where: { posts } }: Pick<Request, 'where'>): PostAddress | undefined =>
  posts?.kind === 'channel' ? posts : undefined

/** Counts the vote of a person who asks for a paper in their channel, if they are in one, or takes it back. */
export async function vote(
  request: Pick<Request, 'where' | 'who'>,
  paper: PaperId,
  undo: boolean,
  { store, clock }: Pick<Services, 'store' | 'clock'>,
): Promise<void> {
  const channel = channelOf(request)
  if (!channel) return
  const person = request.who.id
  if (undo) await store.votes.remove(channel, { paper, person })
  else await store.votes.add(channel, [{ paper, person, at: clock.now() }])
}

/** Papers that a line in a channel names by link or id are brought up there, as far as they are known. It never fails. */
export async function countLinks(
  request: Pick<Request, 'where' | 'who' | 'line' | 'unasked'>,
  { store, clock, log }: Pick<Services, 'store' | 'clock' | 'log'>,
): Promise<void> {
  const channel = channelOf(request)
  if (!channel || request.unasked) return
  const keys = idMentions(request.line).flatMap(({ ids }) => idKeys(ids))
  if (keys.length === 0) return
  try {
    const papers = await store.papers.get([...new Set(keys)].slice(0, mostLinks))
    const at = clock.now()
    const votes = [...new Set(papers.map(({ id }) => id))].map((paper) => ({
      paper,
      person: request.who.id,
      at,
    }))
    if (votes.length > 0) await store.votes.add(channel, votes)
  } catch (error) {
    log.error({ error: describeError(error) }, 'Links of a line could not be counted')
  }
}
