import { afterEach, describe, expect, it } from 'vitest'
import type { Handle } from '../../../src/platform/request.ts'
import * as build from '../../../src/replies/build.ts'
import type { Reply } from '../../../src/replies/reply.ts'
import type { InteractionDeed } from '../../fakes/discord/person.ts'
import type { SeenMessage } from '../../fakes/discord/reading/screen.ts'
import { eventually, startAdapter } from './running.ts'

const share = 'Share here'
const page = (line: string, more: Partial<Reply> = {}): Reply => ({
  ...build.reply({ summary: line, tone: 'answer', blocks: [build.paragraph(`You said: ${line}`)] }),
  ...more,
})
const saying = (more: Partial<Reply> = {}): Handle =>
  async function* ({ line }) {
    yield page(line, more)
  }

let running: Awaited<ReturnType<typeof startAdapter>>
afterEach(() => running.close())

async function begin(handle: Handle) {
  running = await startAdapter(handle)
  const { discord } = running
  return { discord, general: discord.general, ada: discord.person('Ada') }
}
const labels = (message: SeenMessage | undefined) => message?.buttons.map(({ label }) => label)

/** The page that one person sees alone. */
const alone = (deed: InteractionDeed): Promise<SeenMessage> =>
  eventually(() => {
    const [message] = deed.messages()
    if (!message?.text.includes('You said')) throw new Error('There is no page yet.')
    expect(message.ephemeral).toBe(true)
    return message
  })

describe('A page that one person sees in Discord', () => {
  it.each(['at once', 'after a restart'])(
    'is shared once, in the name of the person who read it, %s',
    async (when) => {
      const { discord, general, ada } = await begin(saying())
      const deed = ada.slash(general, 'paper search', { words: 'a', private: true })
      const read = await alone(deed)
      if (when === 'after a restart') await running.restart()
      ada.press(read, share)
      await eventually(() => expect(discord.answers(general)).toHaveLength(1))
      const [shared] = discord.answers(general)
      expect(shared?.text).toContain('Ada shared: search a')
      expect(shared?.text).toContain('You said: ')
      expect(labels(shared)).not.toContain(share)
      await eventually(() => expect(deed.messages()[0]?.text).toContain('Shared here.'))
      expect(labels(deed.messages()[0])).not.toContain(share)
      expect(discord.refusals()).toEqual([])
    },
  )

  it('is not shared by who may only read there', async () => {
    const { discord, general, ada } = await begin(saying())
    const read = await alone(ada.slash(general, 'paper search', { words: 'a', private: true }))
    ada.mute()
    const pressed = ada.press(read, share)
    await eventually(() => expect(pressed.messages()[0]?.text).toContain('You may not write here.'))
    expect(discord.answers(general)).toEqual([])
  })

  it.each<[string, Partial<Reply>]>([
    ['a warning', { tone: 'warning' }],
    ['what is said to the one who asked', { audience: 'asker' }],
  ])('has no button to share %s', async (_what, more) => {
    const { general, ada } = await begin(saying(more))
    const read = await alone(ada.slash(general, 'paper search', { words: 'a', private: true }))
    expect(labels(read)).not.toContain(share)
  })

  it('has none below what a command says to the one who asked', async () => {
    const { general, ada } = await begin(saying())
    expect(labels(await alone(ada.slash(general, 'paper status')))).not.toContain(share)
  })

  it('has none where nobody else is', async () => {
    const { discord, ada } = await begin(saying())
    const dm = discord.dm(ada)
    ada.slash(dm, 'paper search', { words: 'a' })
    await eventually(() => expect(discord.answers(dm)).toHaveLength(1))
    expect(labels(discord.answers(dm)[0])).not.toContain(share)
  })

  it('says so where Discord does not let it', async () => {
    const { discord, general, ada } = await begin(saying())
    const read = await alone(ada.slash(general, 'paper search', { words: 'a', private: true }))
    discord.faults.add(/^POST \/webhooks\//, { status: 403, code: 50013 }, 1)
    const pressed = ada.press(read, share)
    await eventually(() => expect(pressed.messages().at(-1)?.text).toContain('did not let me share'))
    expect(discord.answers(general)).toEqual([])
  })
})
