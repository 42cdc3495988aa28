import { PaperboyError } from '../../../lib/errors.ts'
import { explainRefusal, type Fault, isDead } from '../calling/faults.ts'

/** Refusals after which a place takes no posts any more, with what its owner can do. */
const closed: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:not_in_channel|channel_not_found|method_not_supported_for_channel_type)$/,
    'I am not in that channel any more, or it is gone; invite me with /invite @Paperboy and subscribe again',
  ],
  [/^is_archived$/, 'That channel is archived; subscribe again in another one'],
  [
    /^(?:restricted_action\w*|thread_locked|ekm_access_denied|no_permission|team_access_not_granted|channel_is_limited_access|posting_to_(?:general_)?channel_denied)$/,
    'I may not write in that channel; have an admin allow apps to post there, and subscribe again',
  ],
  [
    /^(?:user_(?:not_found|disabled|not_visible)|cannot_dm_bot|messages_tab_disabled)$/,
    'That person can no longer be messaged',
  ],
]

/** Why a place takes no posts any more, in a sentence; undefined when the refusal does not say that. */
export function whyClosed(code: string): string | undefined {
  const [, words] = closed.find(([codes]) => codes.test(code)) ?? []
  return words && `${words} (${code}).`
}

/** Any other refusal of a post: somebody may mend it before it is tried again. */
export function explainPostRefusal(
  fault: Extract<Fault, { kind: 'refused' }>,
  cause: unknown,
): PaperboyError {
  if (fault.code === 'missing_scope' || isDead(fault)) return explainRefusal(fault.code, fault.needed)
  const message = `Slack did not take the post (${fault.code}).`
  return new PaperboyError(message, 'It is tried again; if that does not help, report it.', { cause })
}
