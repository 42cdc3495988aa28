import { type Period, readPeriod } from '../language/period.ts'
import { type Clock, localDay } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import type { Paper } from '../papers/paper.ts'
import { groupPapers } from '../retrieval/group-papers.ts'
import { keyPhrases } from '../retrieval/key-phrases.ts'
import type { Meaning } from '../retrieval/meaning.ts'
import type { Query } from '../retrieval/query.ts'
import { namesNoTopic } from '../retrieval/question-words.ts'
import type { Search } from '../retrieval/search.ts'
import { centroid, likenessesOf, termVectors } from '../retrieval/theme-terms.ts'
import { createFindTopicPapers, mostTopicPapers } from '../retrieval/topic-papers.ts'
import type { Store } from '../store/store.ts'
import { createBudget } from './model/budget.ts'
import type { Writer } from './model/write.ts'
import { givesOrders } from './orders.ts'
import { openQuestions } from './topic/open-questions.ts'
import { quotedClaim, relateFindings } from './topic/relations.ts'
import type { SummarizeTopic, Summary, SummaryContext, SummaryUpdate, TopicSummary } from './topic/summary.ts'
import { papersOf } from './topic/summary.ts'
import { pickCentral, type TopicSentence, topicSentences } from './topic/topic-sentences.ts'
import { summaryLimits, type ThemeDraft, writeThemes } from './topic/write-themes.ts'
import type { Claim } from './types.ts'

type Parts = {
  search: Search
  meaning: Meaning
  store: Store
  log: Log
  clock: Clock
  /** Left out, every summary is quoted. */
  writer?: Writer
  /** Milliseconds a model has for one summary, all its calls together. */
  deadline: number
}

type Found = {
  topic: string
  period?: Period
  query: Query
  papers: readonly Paper[]
  fitting: number
  searched: number
}

/** Longer topics are declined: they are documents, not topics. */
const longestTopic = 300
/** Papers of a period that are looked at, most votes first. */
const mostOfPeriod = 2_000
/** Fewer papers than these have no themes. */
const fewestForThemes = 3
const claimsOfTheme = 3

/**
 * From a topic to what its papers say, theme by theme: find them all, sort them into themes named by their own
 * phrases, quote the sentences that say most, or have a model write from them with every claim verified.
 */
export function createSummarizer({
  search,
  meaning,
  store,
  log,
  clock,
  writer,
  deadline,
}: Parts): SummarizeTopic {
  const findTopicPapers = createFindTopicPapers({ search, meaning })

  return async function* summarize(text, context) {
    const why = reasonToDecline(text)
    const found = why === undefined ? await find(text, context) : { kind: 'declined' as const, why }
    if ('kind' in found) {
      yield { stage: 'done', summary: found }
      return
    }
    const known = await meaning.papers(found.papers.map(({ id }) => id))
    const drafts = draftThemes(
      found,
      found.papers.flatMap(({ id }) => known.get(id)?.paper ?? []),
    )
    const summary = summaryOf(found, drafts)
    if (writer) yield* written(summary, drafts, writer, context.signal)
    else yield { stage: 'done', summary }
  }

  async function find(text: string, { among }: SummaryContext): Promise<Found | Summary> {
    const { topic, period } = readPeriod(text, localDay(clock.now()))
    const during = period && (await store.papers.between(period.from, period.to, mostOfPeriod))
    const about = { topic, ...(period && { period }) }
    if (period && during?.length === 0)
      return {
        ...about,
        kind: 'not-found',
        why: `No paper here is from that time (${period.words}).`,
        closest: [],
      }
    const limits = among ?? during
    const whole =
      topic === '' || namesNoTopic(topic)
        ? (limits ?? (await store.papers.completions('', mostTopicPapers)))
        : among
    if (whole) {
      const papers = whole.filter(({ abstract }) => abstract !== '').slice(0, mostTopicPapers)
      const searched = limits?.length ?? (await store.papers.count())
      const { query } = await search(topic, { limit: 1, among: [] })
      return {
        ...about,
        topic: among && !namesNoTopic(topic) ? topic : '',
        query,
        papers,
        fitting: limits?.length ?? searched,
        searched,
      }
    }
    const { query, papers, fitting, searched } = await findTopicPapers(
      topic,
      during?.map(({ id }) => id),
    )
    const readable = papers.map(({ paper }) => paper).filter(({ abstract }) => abstract !== '')
    if (readable.length > 0) return { ...about, query, papers: readable, fitting, searched }
    const closest = (await search(topic, { limit: 3 })).papers
    return {
      ...about,
      kind: 'not-found',
      why: `I found no paper${period ? ` of that time (${period.words})` : ''} on this.`,
      closest,
    }
  }

  /** The same with the themes as a model tells them, all at once. */
  async function* written(
    summary: TopicSummary,
    drafts: readonly ThemeDraft[],
    writer: Writer,
    ended: AbortSignal,
  ): AsyncGenerator<SummaryUpdate> {
    const papers = drafts.reduce((sum, draft) => sum + draft.papers.length, 0)
    yield { stage: 'reading', papers }
    const signal = AbortSignal.any([ended, AbortSignal.timeout(deadline)])
    const topic = [summary.topic || 'these papers', summary.period?.words].filter(Boolean).join(' ')
    const task = {
      ...writer,
      topic,
      themes: drafts,
      budget: createBudget(summaryLimits, deadline),
      signal,
      log,
    }
    let soFar: TopicSummary = { ...summary, themes: [] }
    for await (const themes of writeThemes(task)) {
      const fallback = themes.map((theme) => theme.fallback).find((reason) => reason !== undefined)
      soFar = {
        ...summary,
        themes: themes.flatMap(({ theme }) => theme ?? []),
        ...(fallback !== undefined && { fallback }),
      }
      if (themes.length < drafts.length && soFar.themes.length > 0)
        yield { stage: 'writing', summary: { ...soFar, related: [], open: [] } }
    }
    if (soFar.themes.length > 0) yield { stage: 'done', summary: withoutDropped(soFar) }
    else {
      const closest = (await search(summary.topic, { limit: 3 })).papers
      const why = `Of the ${papers} papers that came closest, none is about it, according to the model.`
      yield { stage: 'done', summary: { kind: 'not-found', topic: summary.topic, why, closest } }
    }
  }
}

/** A summary without what papers say whose themes were dropped. */
function withoutDropped(summary: TopicSummary): TopicSummary {
  const kept = new Set(papersOf(summary).map(({ id }) => id))
  const isKept = ({ cites }: Claim) => cites.every(({ paper }) => kept.has(paper))
  return {
    ...summary,
    related: summary.related.filter((pair) => pair.every(isKept)),
    open: summary.open.filter(isKept),
  }
}

function reasonToDecline(text: string): string | undefined {
  const topic = text.trim()
  if (topic.length > longestTopic)
    return `This is too long for a topic. Name it in at most ${longestTopic} characters.`
  if (/\p{Cc}/u.test(topic.replace(/[\n\r\t]/g, '')))
    return 'This is not text that can be read. Name a topic in plain words.'
  if (!/[\p{L}\p{N}]{2}/u.test(topic)) return 'There is no topic in this. Name one in a few words.'
  if (givesOrders(topic)) return 'I only report what the papers say, and do not take orders from messages.'
  return undefined
}

/**
 * The themes of the papers, each with the sentences that say most of it.
 *
 * @param meanings of the papers, in their order; those of some alone are not used
 */
function draftThemes(
  { topic, papers, query }: Found,
  meanings: readonly Float32Array[],
): readonly ThemeDraft[] {
  const found =
    papers.length < fewestForThemes ? [papers] : groupPapers(papers, likenessesOf(papers, meanings))
  const groups = topic === '' ? found : bestFirst(found, papers)
  const vectors = new Map(termVectors(papers).map((vector, index) => [papers[index]?.id ?? '', vector]))
  const without = query.concepts.flatMap(({ terms }) =>
    terms.slice(0, 1).flatMap(({ words }) => words.split(' ')),
  )
  const said: TopicSentence[] = []
  return groups.map((group) => {
    const center = centroid(group.map(({ id }) => vectors.get(id) ?? new Map()))
    const sentences = topicSentences(group, query)
    const picked = pickCentral(sentences, center, said, claimsOfTheme)
    said.push(...picked)
    const others = papers.filter((paper) => !group.includes(paper))
    const phrases = groups.length === 1 ? [] : keyPhrases(group, others, { without, limit: 2 })
    return {
      name: phrases.map(({ words }) => words).join(', '),
      papers: group,
      claims: picked.map(quotedClaim),
      mode: 'extractive',
      center,
      sentences,
    }
  })
}

/** Groups of papers, and the papers of each, in the order of the papers: by how well they fit what was asked for. */
const bestFirst = (groups: readonly (readonly Paper[])[], papers: readonly Paper[]) => [
  ...Map.groupBy(papers, (paper) => groups.findIndex((group) => group.includes(paper))).values(),
]

function summaryOf({ topic, period, fitting, searched }: Found, drafts: readonly ThemeDraft[]): TopicSummary {
  const sentences = drafts.flatMap((draft) => draft.sentences)
  return {
    kind: 'summarized',
    topic,
    ...(period && { period }),
    themes: drafts.map(({ name, papers, claims, mode }) => ({ name, papers, claims, mode })),
    related: relateFindings(sentences),
    open: openQuestions(sentences),
    fitting,
    searched,
  }
}
