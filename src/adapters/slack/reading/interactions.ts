import type { z } from 'zod'
import { audienceOfPress } from '../../../platform/audience.ts'
import type { Described } from '../../../platform/describe.ts'
import { askLine } from '../../../platform/menu.ts'
import { filledLine, formOf } from '../../../platform/options-form.ts'
import { actionIds, askerOf, readAsking, readSharing } from '../drawing/buttons.ts'
import { removalId, shortcutId } from '../manifest.ts'
import { type Origin, readOrigin } from '../modal-origin.ts'
import type { Incoming, Place, Self, Work } from '../work.ts'
import type { BlockActions, FormSubmission, MessageShortcut } from './payloads.ts'
import { earliestAnswer, privatePlace } from './places.ts'
import { sharedWords, wordsOf } from './words.ts'

type Click = z.infer<typeof BlockActions>

/** A click on a button: most carry a command line. */
export function actionIncoming(click: Click, self: Self): Incoming {
  const [action] = click.actions
  if (action?.value === undefined || action.action_id.startsWith(actionIds.open)) return { kind: 'ignored' }
  if (action.action_id === actionIds.share) return shareIncoming(click)
  if (action.action_id.startsWith(`${actionIds.form}:`)) return formIncoming(click)
  const form = action.action_id.startsWith(`${actionIds.fill}:`) && formOf(action.value, self)
  if (form) {
    const { origin, ...at } = formAt(click, { fills: form.line })
    const { channel, thread } = origin
    const place = {
      ...{ kind: 'modal' as const, channel, trigger: at.trigger },
      ...(thread !== undefined && { thread }),
    }
    const work: Work = { ...commonOf(click), line: form.line, place }
    return { kind: 'form-wanted', ...at, origin, form, work }
  }
  const described = self.describe(action.value)
  const place = clickPlace(click, described)
  const thread = threadOf(click)
  const work: Work = {
    ...commonOf(click),
    line: action.value,
    place,
    // What is changed there is what others read; anything else is for the one who clicks.
    ...(described.changes && thread !== undefined && { over: thread }),
  }
  return { kind: 'work', work, keys: [work.key], described }
}

function commonOf(click: Click): Omit<Work, 'line' | 'place'> {
  const [action] = click.actions
  const url = click.response_url ?? readOrigin(click.view?.private_metadata)?.url
  return {
    key: `trigger:${click.trigger_id}:${action?.action_id ?? ''}`,
    who: personOf(click.user),
    team: click.team?.id ?? click.user.team_id ?? 'unknown',
    unseen: true,
    ...(url && { responseUrl: url }),
    since: action?.action_ts ?? earliestAnswer(),
  }
}

/** The thread that a button stands in, or that its message begins; left out below a page that one person sees. */
function threadOf({ container, message, view }: Click): string | undefined {
  const root = container?.is_ephemeral ? undefined : (message?.ts ?? container?.message_ts)
  return readOrigin(view?.private_metadata)?.thread ?? container?.thread_ts ?? message?.thread_ts ?? root
}

/** What a page is shown over that comes of a click: where it is, in a thread that somebody has written in. */
function originOf(click: Click): Origin | undefined {
  const modal = readOrigin(click.view?.private_metadata)
  if (modal) return modal
  const channel = click.channel?.id
  if (channel === undefined) return undefined
  const thread = click.container?.thread_ts ?? click.message?.thread_ts
  return {
    channel,
    ...(thread !== undefined && { thread }),
    ...(click.response_url && { url: click.response_url }),
  }
}

/**
 * Where the answer to a click goes: where the button is, for the person who asked for its page, and to anybody else alone.
 * The conversation of one person with Paperboy is private as a whole.
 */
function clickPlace(click: Click, described: Described): Place {
  const { view, actions, container, message, user, trigger_id: trigger } = click
  /** Another page of the list that the button stands below. */
  const turns = actions[0]?.action_id.startsWith(`${actionIds.turn}:`) === true
  const origin = originOf(click)
  if (!origin) return { kind: 'direct' }
  const { channel, thread } = origin
  const at = { channel, ...(thread !== undefined && { thread }), trigger }
  if (view)
    return turns ? { kind: 'modal', ...at, view: view.id } : privatePlace(described, { ...at, view: view.id })
  const isPrivate = container?.is_ephemeral === true
  if (isPrivate && turns) {
    return { kind: 'private', channel, ...(thread !== undefined && { thread }), replaces: true }
  }
  const isDirect = channel.startsWith('D') && !isPrivate
  const askedBy = isDirect ? user.id : askerOf(actions[0]?.block_id)
  const root = threadOf(click)
  return audienceOfPress(described, { by: user.id, askedBy, isPrivate }) === 'asker' || root === undefined
    ? privatePlace(described, at)
    : {
        ...{ kind: 'thread', channel, thread: root, direct: isDirect },
        ...(thread === undefined && { begins: true }),
        ...(turns && message && { message: message.ts }),
      }
}

/** A page that one person sees, for everybody where it was asked. */
function shareIncoming(click: Click): Incoming {
  const sharing = readSharing(click.actions[0]?.value)
  const origin = originOf(click)
  if (!sharing || !origin) return { kind: 'ignored' }
  const { channel, thread } = origin
  const work: Work = {
    ...commonOf(click),
    line: sharing.line,
    shares: sharing.key,
    ...(sharing.about && { about: sharing.about }),
    place: {
      kind: 'shared',
      channel,
      ...(thread !== undefined && { thread }),
      ...(click.view && { view: click.view.id }),
    },
  }
  return { kind: 'work', work, keys: [work.key] }
}

function formIncoming(click: Click): Incoming {
  const asking = readAsking(click.actions[0]?.value)
  if (!asking) return { kind: 'ignored' }
  const { about, name } = asking
  return {
    kind: 'form-wanted',
    ...formAt(click, about === undefined ? {} : { about }),
    ...(name !== undefined && { name }),
  }
}

function formAt(click: Click, what: Pick<Origin, 'about' | 'fills'>) {
  // At home it stands over the conversation with Paperboy, whose channel answers by the person's name.
  const origin = originOf(click) ?? { channel: click.user.id }
  return {
    trigger: click.trigger_id,
    ...(click.view?.type === 'modal' && { above: click.view.id }),
    origin: { ...origin, ...what },
  }
}

/** What a form asks, or orders, answered in its place. */
export function formSubmitted(
  { view, user, team, trigger_id: trigger }: z.infer<typeof FormSubmission>,
  self: Self,
): Incoming {
  const origin = readOrigin(view.private_metadata)
  if (origin === undefined) return { kind: 'ignored' }
  const { channel, thread, url, about, fills } = origin
  const { values } = view.state
  const typed = Object.fromEntries(
    Object.entries(values).map(([id, block]) => {
      const [field] = Object.values(block)
      return [id, field?.selected_option?.value ?? field?.value]
    }),
  )
  const question = typed.question?.trim() ?? ''
  if (fills === undefined && question === '') return { kind: 'ignored' }
  const filled = fills === undefined ? undefined : filledLine(fills, typed, self)
  if (filled && Object.keys(filled.problems).length > 0)
    return { kind: 'form-refused', problems: filled.problems }
  const work: Work = {
    key: `view:${view.id}:${trigger}`,
    line: filled?.line ?? askLine(self.menu, question),
    who: personOf(user),
    team: team?.id ?? user.team_id ?? 'unknown',
    place: { kind: 'modal', channel, ...(thread !== undefined && { thread }), trigger, view: view.id },
    unseen: true,
    ...(about !== undefined && { about: [about] }),
    ...(url !== undefined && { responseUrl: url }),
    since: earliestAnswer(),
  }
  return { kind: 'work', work, keys: [work.key] }
}

/** "Ask about this" on a message: its text is the question, answered to the one who asks it. */
export function shortcutIncoming(shortcut: z.infer<typeof MessageShortcut>, self: Self): Incoming {
  const { channel, message, trigger_id: trigger, response_url: responseUrl } = shortcut
  const thread = message.thread_ts ?? message.ts
  if (shortcut.callback_id === removalId)
    return {
      kind: 'removal-wanted',
      at: { channel: channel.id, ts: message.ts, thread },
      by: shortcut.user.id,
      ...(responseUrl && { responseUrl }),
    }
  if (shortcut.callback_id !== shortcutId) return { kind: 'ignored' }
  const work: Work = {
    key: `trigger:${trigger}`,
    line: askLine(self.menu, wordsOf(message, self.user) || sharedWords(message, self.user)),
    who: personOf(shortcut.user),
    team: shortcut.team?.id ?? shortcut.user.team_id ?? 'unknown',
    place: { kind: 'modal', channel: channel.id, thread, trigger },
    unseen: true,
    ...(responseUrl && { responseUrl }),
    since: earliestAnswer(),
  }
  return { kind: 'work', work, keys: [work.key] }
}

function personOf({ id, name = '', username = name }: Click['user']): Work['who'] {
  return username === '' ? { id } : { id, name: username }
}
