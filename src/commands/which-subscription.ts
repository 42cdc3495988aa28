import { subscriptionInWords } from '../digests/describe.ts'
import { code, list, paragraph, reply, run } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { DescribedRequest } from './command.ts'
import { postsFor } from './posts-for.ts'
import type { Services } from './services.ts'
import { noneHere, subscriptionHere } from './subscription-place.ts'
import { listReply } from './subscriptions.ts'

/** How long, in milliseconds, what a person said of a subscription elsewhere in a place is what "it" means to them. */
const lately = 3_600_000

/**
 * The subscription that an id or "it" names: what was just confirmed in this conversation, or by this person in this
 * place; else the only one here. A page that asks which one where that says too little.
 *
 * @param typed what a button types for each of them
 * @throws PaperboyError when none has that id, or people talk among themselves
 */
export async function whichSubscription(
  said: string,
  request: DescribedRequest,
  services: Pick<Services, 'store' | 'clock' | 'feedsAt'>,
  typed: (id: string) => string,
): Promise<{ found: Subscription } | { ask: Reply }> {
  if (said !== '' && said.toLowerCase() !== 'it')
    return { found: await subscriptionHere(said, request, services) }
  const posts = await postsFor(request, services)
  const here = [...posts.here, ...posts.mailed]
  const confirmed = lastConfirmed(here, request, services.clock.now())
  const [first, second] = here
  const found = confirmed ?? (second === undefined && request.heard !== 'overheard' ? first : undefined)
  if (found) return { found }
  if (request.heard === 'overheard') throw noneHere()
  return { ask: first ? whichReply(here, typed) : listReply(posts, services) }
}

/**
 * Whether a line that may be about the posts of a place, or about papers, leans on the posts: what was said last in its
 * conversation is what it is about, and where nothing was said, the posts are all there is.
 */
export async function leansOnPosts(
  request: DescribedRequest,
  { store, clock }: Pick<Services, 'store' | 'clock'>,
): Promise<boolean> {
  const { posts, within, conversation } = request.where
  if (!posts) return false
  const known = await postsFor(request, { store })
  const here = [...known.here, ...known.mailed]
  const confirmed = lastConfirmed(here, request, clock.now())?.confirmed
  const [turn] = await store.turns.recent(within === undefined ? conversation : { within }, 1)
  if (confirmed) return !turn || turn.at <= confirmed.at
  return !turn && here.length > 0 && request.heard !== 'overheard'
}

function lastConfirmed(
  here: readonly Subscription[],
  { who, where: { conversation, within }, heard }: DescribedRequest,
  now: Date,
): Subscription | undefined {
  const isMeant = ({ confirmed }: Subscription) => {
    if (!confirmed) return false
    if (confirmed.conversation === conversation) return true
    if (within !== undefined && confirmed.conversation.startsWith(within)) return true
    const isOwn = confirmed.by === who.id && now.getTime() - confirmed.at.getTime() < lately
    return isOwn && heard !== 'overheard'
  }
  return here
    .filter(isMeant)
    .toSorted((one, other) => (one.confirmed?.at.getTime() ?? 0) - (other.confirmed?.at.getTime() ?? 0))
    .at(-1)
}

function whichReply(here: readonly Subscription[], typed: (id: string) => string): Reply {
  const question = `${here.length} daily posts come here. Which one?`
  return reply({
    summary: question,
    tone: 'warning',
    audience: 'asker',
    blocks: [
      paragraph(question),
      list(here.map((one) => [code(one.id), { kind: 'text', text: ` ${subscriptionInWords(one)}` }])),
    ],
    actions: here.map(({ id }) => run(id, typed(id))),
  })
}
