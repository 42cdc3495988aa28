import { REST } from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createConversations, type Linked } from '../../../src/adapters/discord/conversations.ts'
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/discord.ts'

let discord: FakeDiscord
/** As after a restart: nothing is remembered, so chains are followed in Discord. */
let conversations: ReturnType<typeof createConversations>
beforeEach(async () => {
  discord = await startFakeDiscord()
  conversations = createConversations(new REST({ api: discord.url }).setToken(discord.token))
})
afterEach(() => discord.close())

/** People who reply to each other in turn, the last message first. */
function chain(...names: readonly string[]) {
  const messages: Linked[] = []
  for (const name of names) {
    const person = discord.person(name)
    const above = messages.at(-1)
    const to = above && discord.world.messages.get(above.id)
    const { message } = person.say(discord.general, 'words', { ...(to && { to }) })
    messages.push({
      id: message.id,
      channel: discord.general.id,
      author: person.user.id,
      byBot: false,
      repliesTo: above?.id,
    })
  }
  return messages.reverse()
}

describe('The conversation of a reply', () => {
  it('is that of the person who began the chain', async () => {
    const [last, , first] = chain('Ada', 'Bob', 'Eve')
    if (!last || !first) throw new Error('There is no chain.')
    expect(await conversations.ofMessage(last)).toBe(conversations.ofPerson(first.channel, first.author))
  })

  it('is the one that an answer in the chain is known to belong to', async () => {
    const [last, middle] = chain('Ada', 'Bob', 'Eve')
    if (!last || !middle) throw new Error('There is no chain.')
    conversations.remember(middle.id, 'known')
    expect(await conversations.ofMessage(last)).toBe('known')
  })

  it('begins with the reply when what it replies to is gone', async () => {
    const lost = { id: '1', channel: discord.general.id, author: '2', byBot: false, repliesTo: '3' }
    expect(await conversations.ofMessage(lost)).toBe(conversations.ofPerson(lost.channel, '2'))
  })
})

describe('The conversation of a thread', () => {
  it('is that of the message from which Paperboy opened it', async () => {
    const [start] = chain('Ada')
    if (!start) throw new Error('There is no message.')
    expect(await conversations.ofThread(start.id, start.channel)).toBe(await conversations.ofMessage(start))
  })

  it('is its own when somebody else opened it', async () => {
    expect(await conversations.ofThread('42', undefined)).toBe('42')
  })
})
