import type { App } from '@slack/bolt'
import { describeError } from '../../lib/errors.ts'
import { emitTelemetry } from '../../lib/telemetry.ts'
import type { AdapterParts } from '../../platform/adapter.ts'
import type { ConversationWorker } from '../../platform/conversation-worker.ts'
import { type Earshot, mayBeMeant } from '../../platform/listen.ts'
import { readPayload, spokenIn } from './incoming.ts'
import type { Panes } from './panes.ts'
import { originOf } from './showing/modal-surface.ts'
import { waitingView } from './showing/modal-views.ts'
import type { OpenForm } from './showing/open-form.ts'
import type { createTakeBack } from './showing/take-back.ts'
import { conversationOf, type Incoming, type Work } from './work.ts'

export type ReceiveOptions = Pick<
  AdapterParts,
  'menu' | 'describe' | 'turns' | 'placeSettings' | 'membership' | 'log'
> & {
  /** Our bot user. */
  user: string
  worker: ConversationWorker<Work>
  panes: Panes
  takeBack: ReturnType<typeof createTakeBack>
  openForm: OpenForm
  /** What was said lately where Paperboy can hear it. */
  earshot: Earshot
  /** Called when the app was taken out of the workspace. */
  onRemoved(what: string): void
}

/**
 * What happens with everything Slack sends: it is remembered if it is work, acknowledged, and only then worked on.
 * What could not be remembered is not acknowledged, so that Slack sends it again.
 */
export function createReceive(options: ReceiveOptions): App['processEvent'] {
  const { worker, panes, takeBack, openForm, turns, placeSettings, earshot, membership, log, onRemoved } =
    options

  /** @throws when it was not remembered: Slack is not told, and sends it again */
  async function accept(...work: Parameters<typeof worker.accept>): Promise<(() => void) | undefined> {
    if (worker.isClosed()) throw new Error('Paperboy is stopping')
    return worker.accept(...work)
  }

  /** Everything that has to be done before Slack may forget; what is left to do afterwards comes back. */
  async function take(incoming: Incoming): Promise<(() => void) | undefined> {
    switch (incoming.kind) {
      case 'work':
        return (await isKnownThere(incoming.work))
          ? undefined
          : accept(await placed(incoming.work), incoming.keys, incoming.described)
      case 'overheard':
        return (await mayBeForUs(incoming.work))
          ? accept(await placed(incoming.work), incoming.keys)
          : undefined
      case 'home-opened':
        return () => void panes.showHome(incoming.user, incoming.team)
      case 'pane-opened':
        return () => void panes.suggest(incoming)
      case 'form-wanted':
        return () => void openForm(incoming)
      case 'taken-back': {
        const { key, at } = incoming
        const isOpen = await isAnsweredOpenly(key.slice(0, key.indexOf(':')), at.channel)
        return () => void takeBack.question(key, at, isOpen)
      }
      case 'removal-wanted':
        return () => void takeBack.answer(incoming.at, incoming.by, incoming.responseUrl)
      case 'put-out': {
        const { channel, team: workspace } = incoming
        return () => void membership.leftChannel({ platform: 'slack', workspace, kind: 'channel', channel })
      }
      case 'removed':
        return () => onRemoved(incoming.what)
      case 'form-refused':
      case 'ignored':
        return undefined
    }
  }

  /** Whether Paperboy came into a channel where it once said who it is. */
  async function isKnownThere({ introduced, team, place }: Work): Promise<boolean> {
    if (!introduced || place.kind !== 'channel') return false
    const { channel } = place
    const at = { platform: 'slack', workspace: team, kind: 'channel', channel } as const
    return (await placeSettings(at)).welcomed === true
  }

  /** What is asked in the open of a channel is answered where that is set. */
  async function placed(work: Work): Promise<Work> {
    const { place, team: workspace } = work
    if (place.kind !== 'thread' || place.direct || !place.begins) return work
    const isOpen = await isAnsweredOpenly(workspace, place.channel)
    return isOpen ? { ...work, place: { ...place, open: true } } : work
  }

  async function isAnsweredOpenly(workspace: string, channel: string): Promise<boolean> {
    const at = { platform: 'slack', workspace, kind: 'channel', channel } as const
    return (await placeSettings(at)).repliesIn === 'channel'
  }

  /** Whether a message that speaks to nobody may be meant for us all the same. */
  async function mayBeForUs(work: Work): Promise<boolean> {
    const { line, who, since, team, place } = work
    const conversation = conversationOf(work)
    const before = earshot.before(conversation, since)
    if (place.kind !== 'thread') return false
    const { channel, thread } = place
    const { answers } = await placeSettings({ platform: 'slack', workspace: team, kind: 'channel', channel })
    const isOpen = thread === since
    const turn = isOpen ? [] : await turns.recent(conversation, 1)
    return mayBeMeant({ line, asker: who.id, before, turns: turn, answers, isOpen })
  }

  return async ({ body, ack }) => {
    const arrived = performance.now()
    let begin: (() => void) | undefined
    try {
      const spoken = spokenIn(body, options)
      for (const talk of spoken?.talks ?? []) if (spoken) earshot.hear(talk, spoken.said)
      const incoming = readPayload(body, options)
      begin = await take(incoming)
      await ack(responseTo(incoming))
      emitTelemetry({
        kind: 'acknowledged',
        platform: 'slack',
        seconds: (performance.now() - arrived) / 1000,
      })
    } catch (error) {
      log.warn({ error: describeError(error), taken: begin !== undefined }, 'Slack could not be told')
    }
    // Taken work is begun even when the connection broke before Slack knew: it will come again and be known. What
    // else has come in meanwhile is acknowledged first.
    if (begin) setImmediate(begin)
  }
}

/** A form that was sent off stays open: it waits for the answer in its place, or says what is wrong beside its fields. */
function responseTo(incoming: Incoming): object | undefined {
  if (incoming.kind === 'form-refused') return { response_action: 'errors', errors: incoming.problems }
  if (incoming.kind !== 'work') return undefined
  const { place } = incoming.work
  if (place.kind !== 'modal' || place.view === undefined || place.above) return undefined
  return { response_action: 'update', view: waitingView(originOf(incoming.work, place)) }
}
