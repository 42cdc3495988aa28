import { createCollection } from '../../src/answering/collection/collection.ts'
import { createComparePapers } from '../../src/answering/compare.ts'
import { createSummarizer } from '../../src/answering/summarize.ts'
import type { AnswerQuestion } from '../../src/answering/types.ts'
import { commands } from '../../src/commands/all.ts'
import { createExamples } from '../../src/commands/examples.ts'
import { createHandle } from '../../src/commands/handle.ts'
import type { Services } from '../../src/commands/services.ts'
import { createTellGists } from '../../src/digests/gist.ts'
import { createPickPapers } from '../../src/digests/pick.ts'
import type { Log } from '../../src/lib/log.ts'
import { idKeys } from '../../src/papers/ids.ts'
import { makePaper } from '../../src/papers/make-paper.ts'
import type { Handle } from '../../src/platform/request.ts'
import type { Reply } from '../../src/replies/reply.ts'
import { createMeaning } from '../../src/retrieval/meaning.ts'
import { createSearch } from '../../src/retrieval/search.ts'
import { createFindSimilar } from '../../src/retrieval/similar.ts'
import { createFindTopics } from '../../src/retrieval/topics.ts'
import { withoutHidden } from '../../src/store/hidden.ts'
import { openShippedStore } from '../fixtures/shipped-store.ts'

export type LogLine = { level: string; facts: object; message: string }

/** Services over the shipped papers in a fresh database, with an answer that the test scripts. */
export async function openShipped(parts: Partial<Services> = {}) {
  const store = withoutHidden(await openShippedStore())
  const lines: LogLine[] = []
  const at = (level: string) => (facts: object, message: string) => void lines.push({ level, facts, message })
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  const meaning = createMeaning({ store, log })
  const search = createSearch({ store, meaning })
  const clock = { now: () => new Date('2025-03-14T12:00:00Z') }
  const collection = createCollection({ store, search, meaning, clock })
  const services: Services = {
    store,
    search,
    meaning,
    similar: createFindSimilar({ store, meaning }),
    topics: createFindTopics(store),
    answer: declining,
    collection,
    examples: createExamples({ store, search, collection }),
    summarize: createSummarizer({ store, search, meaning, log, clock, deadline: 10_000 }),
    compare: createComparePapers(meaning),
    pick: createPickPapers({ store, search, meaning }),
    findAnswers: async () => [],
    gists: createTellGists({ log, deadline: 10_000 }),
    engine: { version: '1.2.3', database: 'SQLite in memory' },
    // As a place that knows every id would.
    fetchByIds: async (wanted) =>
      wanted.map((ids) => ({ paper: makePaper({ title: `Paper ${idKeys(ids)[0]}`, source: 'test', ids }) })),
    addingSlot: async () => ({ isMine: () => true, end: async () => undefined }),
    papersCame: () => undefined,
    adapters: () => [],
    activity: () => ({ since: clock.now(), reconnects: 0, delay: 0 }),
    operators: [],
    mayAdd: undefined,
    subscriptionsBy: 'managers',
    sendsMail: false,
    rememberDays: 90,
    log,
    clock,
    ...parts,
  }
  return { services, lines, handle: createHandle(commands, services) }
}

/** Everything a line brings onto the screen, in order. */
export async function replies(
  handle: Handle,
  line: string,
  about: { conversation?: string; signal?: AbortSignal } = {},
): Promise<readonly Reply[]> {
  const where = {
    platform: 'terminal' as const,
    conversation: about.conversation ?? 'here',
    posts: { platform: 'terminal' as const, kind: 'direct' as const, person: 'ada' },
  }
  const shown: Reply[] = []
  for await (const page of handle({ who: { id: 'ada' }, where, line }, about.signal)) shown.push(page)
  return shown
}

/** What stays on the screen. */
export async function reply(handle: Handle, line: string, conversation?: string): Promise<Reply> {
  const last = (await replies(handle, line, conversation === undefined ? {} : { conversation })).at(-1)
  if (!last) throw new Error(`No reply to ${line}`)
  return last
}

/** Titles of the cards on a page, with their numbers. */
export function cards({ blocks }: Reply): readonly string[] {
  return blocks.flatMap((block) =>
    block.kind === 'card' ? [`${block.card.number ?? '-'} ${block.card.title}`] : [],
  )
}

const declining: AnswerQuestion = async function* () {
  yield { stage: 'done', answer: { kind: 'declined', why: 'I only talk about papers.', retrieved: [] } }
}
