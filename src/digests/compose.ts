import { randomUUID } from 'node:crypto'
import { keySentence } from '../papers/key-sentence.ts'
import type { Paper } from '../papers/paper.ts'
import type { Search } from '../retrieval/search.ts'
import type { Store } from '../store/store.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Choice, Compose } from './composition.ts'

/** Days up to the newest whose papers are new to a place that has not seen them. */
const recentDays = 7
/** Papers of these days that are looked at, most votes first. */
const mostCandidates = 500
const day = 24 * 3_600_000

type Parts = { store: Pick<Store, 'papers' | 'deliveries'>; search: Search }

/** Chooses papers that are new to the place: those about the topic, most votes first; each in its own words. */
export function createCompose({ store, search }: Parts): Compose {
  return async (subscription) => {
    const papers = await newAt(subscription)
    const wanted = await aboutTopic(papers, subscription)
    return { turn: randomUUID(), choices: wanted.slice(0, subscription.top).map(toChoice) }
  }

  async function newAt({ to, less }: Subscription): Promise<readonly Paper[]> {
    const [newest] = await store.papers.days(1)
    if (!newest) return []
    const from = new Date(Date.parse(newest.date) - (recentDays - 1) * day).toISOString().slice(0, 10)
    const papers = await store.papers.between(from, newest.date, mostCandidates)
    const ids = papers.map(({ id }) => id)
    const shown = await store.deliveries.shown(to, ids)
    return papers.filter(({ id }) => !shown.has(id) && !less.includes(id))
  }

  async function aboutTopic(papers: readonly Paper[], { topic }: Subscription): Promise<readonly Paper[]> {
    if (topic === undefined || papers.length === 0) return papers
    const among = papers.map(({ id }) => id)
    const { papers: found, relevant } = await search(topic, { among, limit: among.length })
    return relevant ? found.map(({ paper }) => paper) : []
  }
}

function toChoice(paper: Paper): Choice {
  const key = keySentence(paper)
  const votes = paper.upvotes ?? 0
  return {
    paper: paper.id,
    why: votes === 0 ? 'new' : `${votes.toLocaleString('en')} ${votes === 1 ? 'vote' : 'votes'}`,
    gist: key ? [{ text: key.text, cites: [{ id: key.id, paper: paper.id, text: key.text }] }] : [],
  }
}
