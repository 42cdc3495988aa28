import type { App } from '@slack/bolt'
import { describeError } from '../../lib/errors.ts'
import { tell } from '../../lib/telemetry.ts'
import type { AdapterParts } from '../../platform/adapter.ts'
import type { ConversationWorker } from '../../platform/conversation-worker.ts'
import { type Earshot, mayBeMeant } from '../../platform/listen.ts'
import { readPayload, spokenIn } from './incoming.ts'
import type { Panes } from './panes.ts'
import { conversationOf, type Incoming, type Work } from './work.ts'

export type ReceiveOptions = Pick<AdapterParts, 'menu' | 'describe' | 'turns' | 'log'> & {
  /** Our bot user. */
  user: string
  worker: ConversationWorker<Work>
  panes: Panes
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
  const { worker, panes, turns, earshot, log, onRemoved } = options

  /** @throws when it was not remembered: Slack is not told, and sends it again */
  async function accept(...work: Parameters<typeof worker.accept>): Promise<(() => void) | undefined> {
    if (worker.isClosed()) throw new Error('Paperboy is stopping')
    return worker.accept(...work)
  }

  /** Everything that has to be done before Slack may forget; what is left to do afterwards comes back. */
  async function take(incoming: Incoming): Promise<(() => void) | undefined> {
    switch (incoming.kind) {
      case 'work':
        return accept(incoming.work, incoming.keys, incoming.described)
      case 'overheard':
        return (await mayBeForUs(incoming.work)) ? accept(incoming.work, incoming.keys) : undefined
      case 'home-opened':
        return () => void panes.showHome(incoming.user, incoming.team)
      case 'pane-opened':
        return () => void panes.suggest(incoming.channel, incoming.thread)
      case 'removed':
        return () => onRemoved(incoming.what)
      case 'ignored':
        return undefined
    }
  }

  /** Whether a message that speaks to nobody may be meant for us all the same. */
  async function mayBeForUs(work: Work): Promise<boolean> {
    const { line, who, since } = work
    const conversation = conversationOf(work)
    const before = earshot.before(conversation, since)
    return mayBeMeant({ line, asker: who.id, before, turns: await turns.recent(conversation, 1) })
  }

  return async ({ body, ack }) => {
    const arrived = performance.now()
    let begin: (() => void) | undefined
    try {
      const spoken = spokenIn(body, options)
      for (const talk of spoken?.talks ?? []) if (spoken) earshot.hear(talk, spoken.said)
      begin = await take(readPayload(body, options))
      await ack()
      tell({ kind: 'acknowledged', platform: 'slack', seconds: (performance.now() - arrived) / 1000 })
    } catch (error) {
      log.warn({ error: describeError(error), taken: begin !== undefined }, 'Slack could not be told')
    }
    // Taken work is begun even when the connection broke before Slack knew: it will come again and be known. What
    // else has come in meanwhile is acknowledged first.
    if (begin) setImmediate(begin)
  }
}
