import { latestListDay, startOfDay } from '../lib/clock.ts'
import { dayInWords } from '../papers/view.ts'
import { facts, heading, paragraph, reply } from '../replies/build.ts'
import type { Block, Reply } from '../replies/reply.ts'
import type { ModelState } from '../retrieval/models/kept-encoder.ts'
import { activityWords, type StatusRow } from './activity-words.ts'
import type { Command } from './command.ts'
import { isOperator } from './permissions.ts'
import type { Services } from './services.ts'
import { sourceStatesOf } from './source-states.ts'

const week = 7 * 24 * 3_600_000

export const status: Command = {
  name: 'status',
  group: 'here',
  audience: 'asker',
  mayUse: 'everyone',
  shows: 'home',
  quick: true,
  summary: 'What I know and how I am doing: papers, sources, daily posts',
  options: [],
  examples: ['status', '/status'],
  async *run({ request }, services) {
    const operator = isOperator(request, services)
    // Nobody else needs it before they ask for it.
    if (request.unasked && !operator) return
    yield { reply: await statusReply(services, operator) }
  },
}

/**
 * @param operator whether somebody reads it who runs Paperboy: paths, models, money and what went wrong inside are theirs
 */
async function statusReply(
  { store, engine, adapters, activity, clock }: Services,
  operator: boolean,
): Promise<Reply> {
  const papers = await store.papers.count()
  const newest = (await store.papers.days(1, latestListDay(clock.now())))[0]
  const embedding = await embeddingOf(store, engine, papers)
  const spent = await store.usage.since(startOfDay(clock.now()))
  const ratings = await store.feedback.since(new Date(0))
  const platforms = adapters()
  const notes = await store.notes()
  const went = activity()
  const posts = await postsOf(store, clock.now())
  const sources = await sourceStatesOf(store, engine.sources)
  const { ago, rows } = activityWords(went, clock.now())
  return reply({
    summary: `${papers.toLocaleString('en')} papers${operator ? `; ${engine.chatModel ?? 'no chat model'}` : ''}`,
    tone: 'answer',
    blocks: [
      ...section([
        ['Papers', papers.toLocaleString('en')],
        [
          'Newest day',
          newest ? `${dayInWords(newest.date)} (${counted(newest.papers, 'paper')})` : 'none has a date',
        ],
        ...sources.map(({ name, words, brief }) => [`From ${name}`, operator ? words : brief] as const),
        ['Daily posts', posts.active + posts.paused > 0 ? postsInWords(posts) : undefined],
        ['Posts that failed', posts.failed > 0 ? `${posts.failed} in the last week` : undefined],
        ['Ratings', ratingsInWords(ratings)],
      ]),
      ...(operator ? inside() : [paragraph(answersInWords(engine))]),
    ],
    ...(operator && { data: data() }),
  })

  function inside(): readonly Block[] {
    return [
      ...section(
        [
          ['Version', engine.version],
          ['Database', engine.database],
          ...notes.map((note) => ['Database lacks', note] as const),
          ['Chat model', chatModelInWords(engine)],
          ['Spent today', engine.chatModel && spentInWords(spent, engine.dailyBudget)],
          ['Embeddings', embedding ? embeddingInWords(embedding) : 'none: papers are found by their words'],
          ['Answers on', platforms.map(({ name, state }) => `${name} (${state})`).join(', ') || undefined],
          ...platforms.map(({ name, lacks }) => [`${name} lacks`, lacks] as const),
        ],
        'What I run on',
      ),
      ...section(rows, `Since I started, ${ago}`),
    ]
  }

  function data() {
    return {
      papers,
      newestDay: newest?.date ?? null,
      sources: sources.map(({ data }) => data),
      database: engine.database,
      databaseNotes: notes,
      chatModel: engine.chatModel ?? null,
      chatModelResting: restOf(engine) ?? null,
      embedding: embedding
        ? { model: embedding.model, ready: embedding.ready, embedded: embedding.embedded, papers }
        : null,
      adapters: platforms.map(({ name, state, lacks }) => ({ name, state, lacks: lacks ?? null })),
      posts: { ...posts, next: posts.next?.toISOString() ?? null },
      ratings,
      spentToday: {
        calls: spent.calls,
        dollars: spent.unpriced === spent.calls && spent.calls > 0 ? null : spent.cost,
        unpriced: spent.unpriced,
        budget: engine.dailyBudget ?? null,
      },
      program: engine.version,
      activity: { ...went, since: went.since.toISOString() },
    }
  }
}

function answersInWords(engine: Services['engine']): string {
  if (engine.chatModel === undefined) return 'Answers are quoted from abstracts.'
  return restOf(engine)
    ? 'The language model does not answer at the moment; answers are quoted from abstracts.'
    : 'Answers are written by a language model and checked against the abstracts.'
}

function chatModelInWords(engine: Services['engine']): string {
  const { chatModel = 'none: answers are quoted from abstracts' } = engine
  const rest = restOf(engine)
  if (!rest) return chatModel
  const again = rest.seconds > 0 ? `in ${rest.seconds} s` : 'with the next question'
  return `${chatModel}, which failed several times in a row (${rest.why} It is tried again ${again}; until then answers are quoted)`
}

/** Why the model's server is left alone, and for how many seconds, when it is. */
function restOf({ chatModelState }: Services['engine']) {
  const state = chatModelState?.()
  return state?.kind === 'resting' ? { why: state.why, seconds: state.seconds } : undefined
}

/** What is known of these, under its heading; nothing at all when nothing is. */
function section(rows: readonly StatusRow[], title?: string): readonly Block[] {
  const known = rows.flatMap(([label, words]) => (words === undefined ? [] : [[label, words] as const]))
  if (known.length === 0) return []
  return [...(title === undefined ? [] : [heading(title)]), facts(known)]
}

async function embeddingOf(store: Services['store'], engine: Services['engine'], papers: number) {
  const { embeddingModel: model, embeddingState } = engine
  if (model === undefined) return undefined
  const state: ModelState = (await embeddingState?.()) ?? { kind: 'ready' }
  return { model, ready: state.kind === 'ready', state, embedded: await store.vectors.count(model), papers }
}

type Embedding = { model: string; state: ModelState; embedded: number; papers: number }

function embeddingInWords({ model, state, embedded, papers }: Embedding): string {
  switch (state.kind) {
    case 'ready':
      return `${model}, ${embedded.toLocaleString('en')} of ${counted(papers, 'paper')}`
    case 'fetching':
      return `${model} is being fetched (${Math.floor(state.share * 100)}%): until then, papers are found by their words`
    case 'missing':
      return `none: papers are found by their words. ${state.why}`
  }
}

async function postsOf({ subscriptions, jobs }: Services['store'], now: Date) {
  const [next] = await subscriptions.next(1)
  const failed = await jobs.count('failed', new Date(now.getTime() - week))
  return { ...(await subscriptions.count()), failed, next: next?.nextDue }
}

function ratingsInWords({ up, down, wrong }: { up: number; down: number; wrong: number }) {
  if (up + down + wrong === 0) return undefined
  return `${up} up, ${down} down${wrong > 0 ? `, ${counted(wrong, 'wrong citation')}` : ''}`
}

/** The next one on the clock of this process, which is what `TIME_ZONE` says. */
function postsInWords({
  active,
  paused,
  next,
}: {
  active: number
  paused: number
  next: Date | undefined
}): string {
  const time = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  })
  return [
    counted(active, 'subscription'),
    ...(paused > 0 ? [`${paused} paused`] : []),
    ...(next ? [`next ${time.format(next)}`] : []),
  ].join(', ')
}

function spentInWords(
  { calls, unpriced, cost }: { calls: number; unpriced: number; cost: number },
  budget: number | undefined,
): string {
  if (calls > 0 && unpriced === calls) return `unknown: ${counted(calls, 'model call')} at an unknown price`
  const limit = budget === undefined ? '' : ` of $${budget.toFixed(2)}`
  if (calls === 0) return `nothing${limit}`
  const more = unpriced === 0 ? '' : `, and ${unpriced.toLocaleString('en')} at an unknown price`
  return `$${cost.toFixed(cost < 0.01 ? 4 : 2)}${limit} for ${counted(calls - unpriced, 'model call')}${more}`
}

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`
