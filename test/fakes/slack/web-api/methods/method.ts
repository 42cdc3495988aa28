import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import type { MessageLog } from '../../state/message-log.ts'
import type { Triggers } from '../../state/triggers.ts'
import type { ViewLog } from '../../state/view-log.ts'
import type { Workspace } from '../../state/workspace.ts'
import { slackProblems } from '../../validation/problems.ts'

/** What the methods of the Web API work on. */
export type Platform = {
  workspace: Workspace
  messages: MessageLog
  views: ViewLog
  triggers: Triggers
  /** Address under which this server is reached, without a path. */
  origin: () => string
  /** A new address for one more Socket Mode connection. @throws Refusal when it is not to be had */
  socketAddress: () => string
  /** What the assistant surface shows, by `channel:thread`. */
  threads: Map<string, AssistantThread>
  /** Most messages of one request for what was said. */
  historyLimit: () => number
  /** Calls that Slack accepts but that a good guest does not make. */
  badManners: string[]
}

export type AssistantThread = {
  status?: string
  statuses: string[]
  title?: string
  prompts?: readonly unknown[]
}

export type Method = {
  token: 'bot' | 'app'
  /** The scope it needs, if any. */
  scope?: string
  call(given: unknown): Record<string, unknown>
}

/** One method of the Web API: what it takes, what it needs, what it does. */
export function method<S extends z.ZodType>(
  input: S,
  scope: string | undefined,
  answer: (given: z.output<S>) => Record<string, unknown>,
  token: Method['token'] = 'bot',
): Method {
  return {
    token,
    ...(scope && { scope }),
    call(given) {
      const parsed = input.safeParse(given)
      if (!parsed.success) throw new Refusal('invalid_arguments', slackProblems(parsed.error, ''))
      return answer(parsed.data)
    },
  }
}

export const id = z.string().min(1)
export const timestamp = z.string().regex(/^\d{10}\.\d{6}$/, 'invalid timestamp')
/** Numbers of a form come as text. */
export const count = z.coerce.number().int().min(1)
