import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Handle } from '../../../src/platform/request.ts'
import { paragraph, reply } from '../../../src/replies/build.ts'
import { eventually, startAdapter } from './running.ts'

/** Says which channels of the person who asks are known. */
const tell: Handle = async function* ({ channels }) {
  const found = await channels?.()
  const words = found?.known ? found.known.map(({ name }) => name).join(' ') : (found?.why ?? 'nothing')
  yield reply({ summary: words, audience: 'asker', blocks: [paragraph(`Seen: ${words}`)] })
}

let running: Awaited<ReturnType<typeof startAdapter>>
beforeEach(async () => {
  running = await startAdapter(tell)
})
afterEach(() => running.close())

describe('The channels of a person in Discord', () => {
  it('are those of the server that they can see, and nobody else reads them', async () => {
    const { discord } = running
    const [ada, boss] = [discord.person('Ada'), discord.person('Boss')]
    boss.promote()
    discord.addChannel('papers')
    discord.addSecret('board')
    const told = async (person: typeof ada) => {
      const deed = person.slash(discord.general, 'paper subscriptions', { which: 'all' })
      const page = await eventually(() => deed.messages()[0] ?? expect.fail('Nothing yet'))
      return eventually(() => {
        const [now = page] = deed.messages().filter(({ loading }) => !loading)
        expect(now.text).toContain('Seen:')
        expect(now.ephemeral).toBe(true)
        return now.text
      })
    }
    expect(await told(ada)).toBe('Seen: #general #papers')
    expect(await told(boss)).toBe('Seen: #general #papers #board')
  })

  it('are told in a direct message with their servers, of those that the person is in', async () => {
    const { discord } = running
    const ada = discord.person('Ada')
    const other = discord.addGuild('Astronomers')
    ada.user.outside = [other.id]
    discord.addGuild('Botanists')
    const dm = discord.dm(ada)
    ada.say(dm, 'subscriptions')
    await eventually(() =>
      expect(discord.answers(dm, ada)[0]?.text).toBe('Seen: #general (Reading club) #general (Botanists)'),
    )
  })

  it('are known of few servers at once: where a person used Paperboy', async () => {
    const { discord } = running
    for (let count = 0; count < 10; count++) discord.addGuild(`Server ${count}`)
    const ada = discord.person('Ada')
    const dm = discord.dm(ada)
    ada.say(dm, 'subscriptions')
    await eventually(() => expect(discord.answers(dm, ada)[0]?.text).toContain('with “all”'))
    ada.slash(discord.general, 'paper status')
    await eventually(() => expect(running.asked.at(-1)?.line).toBe('/status'))
    ada.say(dm, 'subscriptions')
    await eventually(() => expect(discord.answers(dm, ada)[1]?.text).toBe('Seen: #general (Reading club)'))
  })
})
