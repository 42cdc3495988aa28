import { vi } from 'vitest'
import { createDiscordAdapter } from '../../src/adapters/discord/adapter.ts'
import { openThread } from '../fakes/discord/channels.ts'
import { startFakeDiscord } from '../fakes/discord/discord.ts'
import type { Person } from '../fakes/discord/person.ts'
import type { Channel, Message } from '../fakes/discord/world.ts'
import { isOurs, isProgram, lastOf, peopleOf, type Scene, withMentions } from './scene.ts'
import type { Room, SceneStage, Shown } from './stage.ts'

const patience = { timeout: 30_000, interval: 20 }

/** Scenes in a server whose bot may read messages. A thread with Paperboy is one that it opened. */
export async function openDiscordStage(): Promise<SceneStage> {
  const discord = await startFakeDiscord({ messageContent: true })
  const { world } = discord
  const guard = discord.person('Guard')
  let rooms = 0

  function placeOf(scene: Scene, people: ReadonlyMap<string, Person>): Channel {
    const last = lastOf(scene)
    const person = people.get(last.from)
    if (last.in_dm && person) return discord.dm(person)
    const channel = discord.addChannel(`scene-${rooms++}`)
    const isCalled = scene.messages.some((message) => isOurs(message) && message.reply_to !== null)
    return isCalled ? openThread(world, channel, { name: 'Talk', autoArchiveMinutes: 1440 }) : channel
  }

  function room(scene: Scene): Room {
    const people = new Map(peopleOf(scene).map((name) => [name, discord.person(name)]))
    for (const message of scene.messages) {
      const person = people.get(message.from)
      if (person && isProgram(message)) person.user.bot = true
    }
    const channel = placeOf(scene, people)
    const said = new Map<number, Message>()
    const mention = (name: string) => {
      const id = name === world.bot.name ? world.bot.id : people.get(name)?.user.id
      return id === undefined ? `@${name}` : `<@${id}>`
    }
    const shown = (): readonly Shown[] =>
      [...world.messages.values()]
        .filter(
          ({ channelId, authorId, deleted }) =>
            channelId === channel.id && authorId === world.bot.id && !deleted,
        )
        .flatMap(({ id, onlyFor }) => {
          const person = [...people.values()].find(({ user }) => user.id === onlyFor)
          return discord.see(channel, person).filter((message) => message.id === id)
        })
        .map(({ id, text, buttons }) => ({
          id,
          text,
          buttons: buttons.map((button) => ('label' in button ? (button.label ?? '') : '')),
        }))
    const { guildId, recipientId } = channel
    return {
      posts:
        recipientId === undefined
          ? { platform: 'discord', workspace: guildId ?? '', kind: 'channel', channel: channel.id }
          : { platform: 'discord', kind: 'direct', person: recipientId },
      async say({ from, text, reply_to: to }, place) {
        const replied = to === null ? undefined : said.get(to)
        const deed = people
          .get(from)
          ?.say(channel, withMentions(text, mention), { ...(replied && { to: replied }) })
        if (deed) said.set(place, deed.message)
      },
      stands(place) {
        const latest = world.messages.get(shown().at(-1)?.id ?? '')
        if (latest) said.set(place, latest)
      },
      async open(person) {
        const opened = shown().flatMap(({ id, buttons }) =>
          buttons.includes('Show it to me')
            ? discord.see(channel).filter((message) => message.id === id)
            : [],
        )
        for (const message of opened) {
          const deed = people.get(person)?.press(message, 'Show it to me')
          await vi.waitFor(() => {
            if (!deed?.messages().some(({ loading }) => !loading)) throw new Error('Nothing is read.')
          }, patience)
        }
      },
      shown,
    }
  }

  return {
    platform: 'discord',
    createAdapter: (parts) => createDiscordAdapter({ ...parts, token: discord.token, apiUrl: discord.url }),
    room,
    /** What comes later is answered later. */
    async heard() {
      const dm = discord.dm(guard)
      const before = discord.answers(dm).length
      guard.say(dm, 'status')
      await vi.waitFor(() => {
        if (discord.answers(dm).length === before) throw new Error('Nothing is heard.')
      }, patience)
    },
    close: discord.close,
  }
}
