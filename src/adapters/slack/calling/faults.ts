import { webApi } from '@slack/bolt'
import { z } from 'zod'
import { PaperboyError } from '../../../lib/errors.ts'

/** Why a call to Slack did not work. */
export type Fault =
  /** Too many calls; `wait` milliseconds until the next may be made, 0 where Slack did not say. */
  | { kind: 'limited'; wait: number }
  /** No clear answer: it may have taken effect. */
  | { kind: 'unclear'; why: string }
  /** Slack understood and said no; trying again would not help. */
  | { kind: 'refused'; code: string; needed?: string }

/** Errors of Slack's own side; with `fatal_error` part of the work may be done. */
const passing = /^(?:fatal_error|internal_error|service_unavailable|request_timeout|team_added_to_org)$/
/** Too many calls, in the spellings of an answer that is no 429. */
const limited = /^(?:ratelimited|rate_limited|message_limit_exceeded)$/
/** What Slack's client says of a 429 whose `Retry-After` is missing or cannot be read. */
const untimed = /Retry header did not contain a valid timeout/
/** The token works for nothing any more. */
const dead =
  /^(?:not_authed|invalid_auth|account_inactive|token_revoked|token_expired|user_removed_from_team|team_disabled|not_allowed_token_type)$/

const Refusal = z.object({ error: z.string().catch(''), needed: z.string().optional().catch(undefined) })

export function faultOf(error: unknown): Fault {
  if (error instanceof webApi.WebAPIRateLimitedError)
    return { kind: 'limited', wait: error.retryAfter * 1_000 }
  if (error instanceof webApi.WebAPIPlatformError) {
    const { error: code, needed } = Refusal.parse(error.data)
    // Anything that is no code is the page of some server in between.
    if (passing.test(code) || !/^[a-z][a-z0-9_]*$/.test(code))
      return { kind: 'unclear', why: code.slice(0, 80) }
    if (limited.test(code)) return { kind: 'limited', wait: 0 }
    return { kind: 'refused', code, ...(needed && { needed }) }
  }
  const why = error instanceof Error ? error.message : String(error)
  return untimed.test(why) ? { kind: 'limited', wait: 0 } : { kind: 'unclear', why }
}

/** Failures before anything was sent, by the codes of Node and of undici. */
const notSent = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/

/** Whether a failed call may have taken effect after all. */
export function mayHaveArrived(error: unknown): boolean {
  if (faultOf(error).kind !== 'unclear') return false
  for (let cause: unknown = error; cause instanceof Error; cause = originOf(cause))
    if ('code' in cause && typeof cause.code === 'string' && notSent.test(cause.code)) return false
  return true
}

const originOf = (error: Error): unknown =>
  error instanceof webApi.WebAPIRequestError ? error.original : error.cause

/** Whether no call will work again until someone changes the settings. */
export const isDead = (fault: Fault): boolean => fault.kind === 'refused' && dead.test(fault.code)

/** Whether an error came from calling Slack, and not from our own code or database. */
export const isFromSlack = (error: unknown): boolean => error instanceof webApi.SlackError

/** How long Slack asks to wait before calling again, in milliseconds, 0 where it does not say; undefined where that would not help. */
export function waitAfter(error: unknown): number | undefined {
  const fault = faultOf(error)
  switch (fault.kind) {
    case 'limited':
      return fault.wait
    case 'unclear':
      return 0
    case 'refused':
      return undefined
  }
}

/** A refusal in words, with what a person can do about it. */
export function explainRefusal(code: string, needed?: string): PaperboyError {
  const name = `(${code})`
  if (code === 'missing_scope') {
    const scope = needed ? `the permission ${needed}` : 'a permission'
    return new PaperboyError(
      `I lack ${scope} here ${name}.`,
      'The person who set me up can add it: put slack.manifest.json into the app’s settings and install the app again.',
    )
  }
  if (/^(?:not_in_channel|channel_not_found|method_not_supported_for_channel_type)$/.test(code))
    return new PaperboyError(
      `I cannot write there, since I am not in that channel ${name}.`,
      'Invite me with /invite @Paperboy and ask again, or ask me here.',
    )
  if (code === 'is_archived')
    return new PaperboyError(`That channel is archived ${name}.`, 'Ask in another channel, or here.')
  if (
    /^(?:restricted_action|user_not_in_channel|thread_locked|ekm_access_denied|no_permission|channel_is_limited_access|team_access_not_granted|posting_to_(?:general_)?channel_denied)/.test(
      code,
    )
  )
    return new PaperboyError(
      `I may not write there ${name}.`,
      'Ask in another channel or here, or have an admin allow apps to post there.',
    )
  if (/^(?:expired_trigger_id|invalid_trigger_id|exchanged_trigger_id|trigger_exchanged)$/.test(code))
    return new PaperboyError(`That click reached me too late ${name}.`, 'Click again.')
  if (dead.test(code))
    return new PaperboyError(
      `Slack no longer accepts my token ${name}.`,
      'Install the app again, copy the new token into SLACK_BOT_TOKEN and restart.',
    )
  return new PaperboyError(
    `Slack did not take my answer ${name}.`,
    'Ask again; if it happens again, report it.',
  )
}
