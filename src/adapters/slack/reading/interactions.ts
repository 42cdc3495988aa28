import type { z } from 'zod'
import { commandFor } from '../../../commands/route.ts'
import { actionIds } from '../drawing/buttons.ts'
import { shortcutId } from '../manifest.ts'
import { readOrigin } from '../modal-origin.ts'
import type { Incoming, Place, Self, Work } from '../work.ts'
import { earliestAnswer, placeOf } from './command-line.ts'
import { typedText } from './message-text.ts'
import type { BlockActions, MessageShortcut } from './payloads.ts'

type Click = z.infer<typeof BlockActions>

/** A click on a button that carries a command line. */
export function actionIncoming(click: Click, self: Self): Incoming {
  const [action] = click.actions
  const line = action?.value
  if (!action || line === undefined || action.action_id.startsWith(actionIds.open)) return { kind: 'ignored' }
  const work: Work = {
    key: `trigger:${click.trigger_id}:${action.action_id}`,
    line,
    who: personOf(click.user),
    team: click.team?.id ?? click.user.team_id ?? 'unknown',
    place: clickPlace(click, line, self),
    unseen: true,
    ...(click.response_url && { responseUrl: click.response_url }),
    since: action.action_ts ?? earliestAnswer(),
  }
  return { kind: 'work', work, keys: [work.key] }
}

/** What a person says about a page, besides what only buttons do. */
const isForClicker: ReadonlySet<string> = new Set(['less'])

/**
 * Where the answer to a click goes. What only buttons do (evidence, thumbs) is for the clicker: to read in a modal, to
 * be thanked in passing; so is what a person wants less of. Everything else goes where the button stands; what is
 * clicked in a modal, above it.
 */
function clickPlace(click: Click, line: string, self: Self): Place {
  const origin = readOrigin(click.view?.private_metadata)
  if (origin) return { kind: 'modal', ...origin, trigger: click.trigger_id, above: true }
  const channel = click.channel?.id
  if (channel === undefined) return { kind: 'direct' }
  const { container, message } = click
  // A page that only one person sees is no root of a thread.
  const root = container?.is_ephemeral ? undefined : (message?.ts ?? container?.message_ts)
  const thread = container?.thread_ts ?? message?.thread_ts ?? root
  const inThread = thread === undefined ? {} : { thread }
  const command = commandFor(line, self.commands)
  const takes = (kind: string) => command?.options.some((option) => option.kind === kind)
  if (command?.hidden && takes('turn'))
    return { kind: 'modal', channel, ...inThread, trigger: click.trigger_id }
  if (command?.hidden || (command && isForClicker.has(command.name)))
    return { kind: 'private', channel, ...inThread, typed: false }
  return thread === undefined
    ? placeOf(line, { channel, typed: false }, self)
    : { kind: 'thread', channel, thread, direct: channel.startsWith('D') }
}

/** "Ask about this" on a message: its text is the question, its thread takes the answer. */
export function shortcutIncoming(shortcut: z.infer<typeof MessageShortcut>, self: Self): Incoming {
  if (shortcut.callback_id !== shortcutId) return { kind: 'ignored' }
  const { channel, message, trigger_id: trigger } = shortcut
  const work: Work = {
    key: `trigger:${trigger}`,
    line: `ask ${typedText(message.text ?? '', self.user)}`,
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
