import type { webApi } from '@slack/bolt'
import type { Log } from '../../../lib/log.ts'
import type { Reply } from '../../../replies/reply.ts'
import type { Calls, Guard } from '../calling/calls.ts'
import type { FindMarked } from '../calling/find-marked.ts'
import type { Messages } from '../calling/messages.ts'
import type { Posted, Work } from '../work.ts'

/** Where one answer is shown. */
export type Surface = {
  /** What a follow-up will share with this question. */
  conversation: string
  /** Shows a page that a later one replaces; may skip it. Never throws. */
  progress(page: Reply): Promise<void>
  /** Shows the last page. @throws when Slack refuses it everywhere it could be shown */
  finish(page: Reply): Promise<void>
}

/** What surfaces work with. */
export type Tools = {
  client: webApi.WebClient
  calls: Calls
  messages: Messages
  findMarked: FindMarked
  log: Log
}

/** One piece of work, and how far it is. */
export type Task = {
  work: Work
  /** What was posted for it before, by this process or one before it. */
  posted: Posted | undefined
  /** It was begun by a process that ended since. */
  resumed: boolean
  /** Remembers what was posted. */
  note(posted: Posted): Promise<void>
  /** Comes when another process may have taken it over: nothing more is to be sent. */
  lost: AbortSignal
  /** Whether no other process may have taken it over, at this very moment. */
  isMine(): boolean
}

/** What keeps the messages of a task from being sent when it was lost. */
export const guardOf = ({ lost, isMine }: Task): Guard => ({ signal: lost, isMine })
