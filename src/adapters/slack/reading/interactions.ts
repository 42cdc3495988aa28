import type { z } from 'zod'
import type { Described } from '../../../platform/describe.ts'
import { askLine } from '../../../platform/menu.ts'
import { actionIds } from '../drawing/buttons.ts'
import { shortcutId } from '../manifest.ts'
import { readOrigin } from '../modal-origin.ts'
import type { Incoming, Place, Self, Work } from '../work.ts'
import { earliestAnswer, placeOf } from './command-line.ts'
import type { BlockActions, MessageShortcut } from './payloads.ts'
import { sharedWords, wordsOf } from './words.ts'

type Click = z.infer<typeof BlockActions>

/** A click on a button that carries a command line. */
export function actionIncoming(click: Click, self: Self): Incoming {
  const [action] = click.actions
  const line = action?.value
  if (!action || line === undefined || action.action_id.startsWith(actionIds.open)) return { kind: 'ignored' }
  const described = self.describe(line)
  const work: Work = {
    key: `trigger:${click.trigger_id}:${action.action_id}`,
    line,
    who: personOf(click.user),
    team: click.team?.id ?? click.user.team_id ?? 'unknown',
    place: clickPlace(click, described),
    unseen: true,
    ...(click.response_url && { responseUrl: click.response_url }),
    since: action.action_ts ?? earliestAnswer(),
  }
  return { kind: 'work', work, keys: [work.key], described }
}

/**
 * Where the answer to a click goes: to the clicker what concerns nobody else (evidence to read in a modal, thanks for a
 * thumb in passing), everything else where the button stands; what is clicked in a modal, above it.
 */
function clickPlace(click: Click, described: Described): Place {
  const origin = readOrigin(click.view?.private_metadata)
  if (origin) return { kind: 'modal', ...origin, trigger: click.trigger_id, above: true }
  const channel = click.channel?.id
  if (channel === undefined) return { kind: 'direct' }
  const { container, message } = click
  // A page that only one person sees is no root of a thread.
  const root = container?.is_ephemeral ? undefined : (message?.ts ?? container?.message_ts)
  const thread = container?.thread_ts ?? message?.thread_ts ?? root
  const inThread = thread === undefined ? {} : { thread }
  if (described.shows === 'modal') return { kind: 'modal', channel, ...inThread, trigger: click.trigger_id }
  if (described.audience === 'asker') return { kind: 'private', channel, ...inThread, typed: false }
  return thread === undefined
    ? placeOf(described, { channel, typed: false })
    : { kind: 'thread', channel, thread, direct: channel.startsWith('D') }
}

/** "Ask about this" on a message: its text is the question, its thread takes the answer. */
export function shortcutIncoming(shortcut: z.infer<typeof MessageShortcut>, self: Self): Incoming {
  if (shortcut.callback_id !== shortcutId) return { kind: 'ignored' }
  const { channel, message, trigger_id: trigger } = shortcut
  const work: Work = {
    key: `trigger:${trigger}`,
    line: askLine(self.menu, wordsOf(message, self.user) || sharedWords(message, self.user)),
    who: personOf(shortcut.user),
    team: shortcut.team?.id ?? shortcut.user.team_id ?? 'unknown',
    place: {
      kind: 'thread',
      channel: channel.id,
      thread: message.thread_ts ?? message.ts,
      direct: channel.id.startsWith('D'),
    },
    unseen: false,
    ...(shortcut.response_url && { responseUrl: shortcut.response_url }),
    since: earliestAnswer(),
  }
  return { kind: 'work', work, keys: [work.key] }
}

function personOf({ id, name = '', username = name }: Click['user']): Work['who'] {
  return username === '' ? { id } : { id, name: username }
}
