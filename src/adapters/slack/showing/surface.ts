import type { webApi } from '@slack/bolt'
import { LRUCache } from 'lru-cache'
import type { Log } from '../../../lib/log.ts'
import type { AdapterParts } from '../../../platform/adapter.ts'
import type {
  Task as ConversationTask,
  Surface as RequestSurface,
} from '../../../platform/conversation-worker.ts'
import type { Reply } from '../../../replies/reply.ts'
import type { Calls, Guard } from '../calling/calls.ts'
import type { FindMarked } from '../calling/find-marked.ts'
import type { Messages } from '../calling/messages.ts'
import type { Posted, Work } from '../work.ts'

export type Task = ConversationTask<Work, Posted>

/** Where one answer is shown. */
export type Surface = Omit<RequestSurface, 'request'> & {
  /** What a follow-up will share with this question. */
  conversation: string
}

/** What surfaces work with. */
export type Tools = {
  client: webApi.WebClient
  calls: Calls
  messages: Messages
  findMarked: FindMarked
  turns: AdapterParts['turns']
  log: Log
} & ReturnType<typeof createMemory>

/** How many private pages are kept, and how many questions that were taken back. */
const kept = { pages: 500, questions: 1_000 }

/** What a process remembers of what it showed: bounded, and gone with it. */
export const createMemory = () => ({
  /** What people read alone lately, by the key of its work, to be shared as it was; another page is made anew. */
  seen: new LRUCache<string, Reply>({ max: kept.pages }),
  /** The keys of what was asked and taken back since: its answer is not shown any more. */
  takenBack: new LRUCache<string, true>({ max: kept.questions }),
})

/** What keeps the messages of a task from being sent when it was lost. */
export const guardOf = ({ lost, isMine }: Task): Guard => ({ signal: lost, isMine })
