import type { FakeDiscord } from '../fakes/discord/discord.ts'
import { seeMessage } from '../fakes/discord/reading/screen.ts'
import type { FakeSlack } from '../fakes/slack/fake-slack.ts'

/** Asks as one of many people, each in a channel of their own; -> milliseconds until the whole answer stands there. */
export type Ask = (person: number, question: string) => Promise<number>

/** People who wait for the answers to what they asked, by the message in which they did. */
function createWaiting() {
  const waiting = new Map<string, (now: number) => void>()
  return {
    async for(message: string): Promise<number> {
      const started = performance.now()
      const { promise, resolve } = Promise.withResolvers<number>()
      waiting.set(message, resolve)
      return (await promise) - started
    },
    answered(message: string | undefined): void {
      waiting.get(message ?? '')?.(performance.now())
      waiting.delete(message ?? '')
    },
  }
}

export function askInSlack({ workspace, messages, people }: FakeSlack, count: number): Ask {
  const waiting = createWaiting()
  const places = Array.from({ length: count }, (_, index) => ({
    user: workspace.person(`Reader${index}`),
    channel: workspace.addChannel(`C0BENCH${index}`, `bench-${index}`, [workspace.bot.user]).id,
  }))
  messages.onChange((_, { blocks, fromBot, thread }) => {
    if (fromBot && blocks.some(({ type }) => type === 'context_actions' || type === 'actions'))
      waiting.answered(thread)
  })
  return (person, question) => waiting.for(people.mention(question, places[person]).ts)
}

export function askInDiscord(discord: FakeDiscord, count: number): Ask {
  const { world, person: meet, addChannel } = discord
  const waiting = createWaiting()
  const places = Array.from({ length: count }, (_, index) => ({
    person: meet(`Reader${index}`),
    channel: addChannel(`bench-${index}`),
  }))
  world.onEvent(({ name, data }) => {
    if (name !== 'MESSAGE_CREATE' && name !== 'MESSAGE_UPDATE') return
    const json = data({ messageContent: true })
    const message = 'id' in json ? world.messages.get(String(json.id)) : undefined
    if (message && seeMessage(message).buttons.length > 0) waiting.answered(message.replyTo)
  })
  return (index, question) => {
    const place = places[index]
    if (!place) throw new RangeError(`There is no person ${index}.`)
    return waiting.for(place.person.say(place.channel, `<@${world.bot.id}> ${question}`).message.id)
  }
}
