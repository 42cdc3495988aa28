import { progressOf } from '../digests/progress.ts'
import type { Clock } from '../lib/clock.ts'
import { cleanLine, truncate } from '../replies/clean.ts'
import { hiddenIn, hiding } from '../store/hidden.ts'
import { postsOf } from '../store/queues.ts'
import type { Store } from '../store/store.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Entry } from './feed.ts'

/** Posts that are looked at, latest first: a daily post of a hundred days. */
const mostPosts = 100
const twoWeeks = 14 * 24 * 3_600_000
/** A feed has the papers of two weeks, and so many at least. */
const fewest = 100
/** Longest abstract in an entry, in UTF-16 units. */
const longestText = 1_500

/**
 * What the posts of a subscription showed, newest first: papers alone, and nothing that people said. A paper that came
 * back is the same entry, and later.
 */
export async function subscriptionEntries(
  { id, to }: Subscription,
  { store, clock }: { store: Pick<Store, 'jobs' | 'papers' | 'workspaces'>; clock: Clock },
): Promise<readonly Entry[]> {
  const posts = await store.jobs.ended(postsOf(to.platform), id, mostPosts)
  const shown = posts
    .filter(({ outcome }) => outcome === 'sent')
    .flatMap((post) => {
      const composed = progressOf(post)?.composed
      return (composed?.composition.choices ?? []).map((choice, place) => ({
        choice,
        at: new Date((composed?.since.getTime() ?? 0) - place * 1_000),
      }))
    })
  const hidden = await hiddenIn(to, store)
  const papers = await hiding(hidden, () => store.papers.get(shown.map(({ choice }) => choice.paper)))
  const byId = new Map(papers.map((paper) => [paper.id, paper]))
  const entries = new Map<string, Entry>()
  // Latest first, so that what came back tells why it did.
  for (const { choice, at } of shown) {
    const paper = byId.get(choice.paper)
    if (!paper || paper.withdrawn) continue
    const later = entries.get(paper.id)
    if (later) entries.set(paper.id, { ...later, published: at })
    else {
      const gist = choice.gist.map(({ text }) => cleanLine(text)).join(' ')
      const told = gist === '' ? truncate(cleanLine(paper.abstract), longestText) : gist
      const names = cleanLine((paper.authors ?? []).join(', '), 300)
      // What a question was is the place's own.
      const why = choice.answers === undefined ? choice.why : 'answers a watched question'
      const text = [names, told, why].filter((words) => words !== '')
      entries.set(paper.id, { paper, text, published: at, updated: at })
    }
  }
  const all = [...entries.values()].toSorted((one, other) => other.updated.getTime() - one.updated.getTime())
  const since = clock.now().getTime() - twoWeeks
  return all.filter(({ updated }, place) => place < fewest || updated.getTime() >= since)
}

export const subscriptionTitle = ({ topic, alone }: Subscription): string =>
  alone
    ? 'Paperboy: what is followed'
    : topic === undefined
      ? 'Paperboy: daily papers'
      : `Paperboy: papers about ${cleanLine(topic)}`
