import type { Message } from 'discord.js'
import type { AdapterParts } from '../../platform/adapter.ts'
import { holdsThreads } from './follow-on.ts'

type Said = Pick<Message, 'channel' | 'guildId'>

/** How Paperboy is set to answer what is said somewhere. */
export function createChannelSettings(placeSettings: AdapterParts['placeSettings']) {
  const settingsOf = (workspace: string, channel: string) =>
    placeSettings({ platform: 'discord', workspace, kind: 'channel', channel })

  return {
    /** What is answered; in a thread, what is set for it or else for its channel. */
    async answersTo({ channel, guildId }: Said) {
      if (guildId === null) return undefined
      const of = async (id: string) => (await settingsOf(guildId, id)).answers
      const parent = channel.isThread() ? channel.parentId : null
      return (await of(channel.id)) ?? (parent === null ? undefined : of(parent))
    },

    /** Whether an answer to what is said in the open of a channel opens a thread. */
    async opensThread({ channel, guildId }: Said): Promise<boolean> {
      if (guildId === null || !holdsThreads(channel.type)) return false
      return (await settingsOf(guildId, channel.id)).repliesIn === 'thread'
    },
  }
}
