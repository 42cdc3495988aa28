import type { webApi } from '@slack/bolt'
import type { Log } from '../../../lib/log.ts'
import type {
  Task as ConversationTask,
  Surface as RequestSurface,
} from '../../../platform/conversation-worker.ts'
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
  log: Log
}

/** What keeps the messages of a task from being sent when it was lost. */
export const guardOf = ({ lost, isMine }: Task): Guard => ({ signal: lost, isMine })
