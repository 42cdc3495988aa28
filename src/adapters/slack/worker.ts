import {
  type ConversationWorker,
  type ConversationWorkerParts,
  createConversationWorker,
} from '../../platform/conversation-worker.ts'
import { faultOf, isDead, isFromSlack } from './calling/faults.ts'
import { limits } from './limits.ts'
import { type Lookups, requestOf } from './posts/request.ts'
import { reportFailure } from './showing/notices.ts'
import { openSurface } from './showing/open-surface.ts'
import type { Task, Tools } from './showing/surface.ts'
import { Posted, Work } from './work.ts'

export type WorkerOptions = ConversationWorkerParts & {
  tools: Tools
  lookups: Lookups
  /** Called when no call to Slack will work again. */
  onDead(error: unknown): void
  /** Called when an answer has been shown. Never throws. */
  onAnswered(task: Task): void
}

/** When the first page in between is shown, in milliseconds: what is answered sooner is posted once. */
const firstPage = 400

/** Answers in Slack what was taken on. */
export function createWorker({
  tools,
  lookups,
  onDead,
  onAnswered,
  ...parts
}: WorkerOptions): ConversationWorker<Work> {
  return createConversationWorker<Work, Posted>(parts, {
    work: Work,
    posted: Posted,
    pace: { first: firstPage, between: limits.rates.edit },

    async open(task) {
      const { conversation, ...surface } = await openSurface(task, tools)
      return { ...surface, request: requestOf(task.work, conversation, lookups) }
    },

    async fail({ work }, error) {
      const fault = faultOf(error)
      if (isDead(fault)) {
        onDead(error)
        return 'interrupted'
      }
      if (fault.kind !== 'refused' && isFromSlack(error)) throw error
      await reportFailure(work, error, tools)
      return 'done'
    },

    answered: onAnswered,
  })
}
