import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Handle } from '../../../src/platform/request.ts'
import { startAdapter } from '../../adapters/discord/running.ts'
import { gallery } from '../../contracts/gallery.ts'
import type { FakeDiscord } from '../../fakes/discord/discord.ts'
import type { SeenMessage } from '../../fakes/discord/reading/screen.ts'
import type { ButtonComponent } from '../../fakes/discord/validation/components.ts'
import { eventually, expectGoodManners } from './bot.ts'

/** Replies to "exhibit 3" with that page of the gallery. */
const exhibiting: Handle = async function* ({ line }) {
  const exhibit = gallery[Number(/\d+/.exec(line)?.[0])]
  if (!exhibit) throw new Error(`There is no ${line}.`)
  yield exhibit.reply
}

/** What content must never become: none of the gallery's texts asks for it. */
const neverDrawn = ['mention', 'timestamp', 'emoji', 'spoiler', 'strike', 'underline', 'address']

describe('what the gallery shows', () => {
  let discord: FakeDiscord
  let adapter: Awaited<ReturnType<typeof startAdapter>>
  beforeAll(async () => {
    adapter = await startAdapter(exhibiting)
    discord = adapter.discord
  })
  afterEach(() => expectGoodManners(discord))
  afterAll(() => adapter.close())

  it.each(gallery.map(({ name }, index) => [name, index] as const))(
    'arrives as it is: %s',
    async (_, index) => {
      const { words = [], urls = [] } = gallery[index] ?? {}
      const ada = discord.person('Ada')
      const dm = discord.dm(ada)
      ada.say(dm, `exhibit ${index}`)
      const pages = new Map<string, SeenMessage>()
      await eventually(() => {
        // Its pages stand one after another in the same message.
        for (const answer of discord.answers(dm)) {
          const isNew = !pages.has(answer.text)
          pages.set(answer.text, answer)
          if (isNew && answer.buttons.some(isNext)) ada.press(answer, 'Next ▶')
        }
        const answers = [...pages.values()]
        const text = readable(answers)
        expect(text.trim()).not.toBe('')
        for (const word of words) expect(text).toContain(word)
        for (const url of urls) expect(answers.flatMap(({ links }) => links)).toContain(url)
      })
      const messages = [...pages.values()]
      const kinds = messages.flatMap(({ marks }) => marks).map(({ kind }) => kind)
      expect(kinds.filter((kind) => neverDrawn.includes(kind))).toEqual([])
      for (const link of messages.flatMap(({ links }) => links))
        expect(link).toMatch(/^https?:\/\/(?:arxiv\.org|huggingface\.co|example\.org)\//)
    },
    90_000,
  )
})

const isNext = ({ label, disabled }: ButtonComponent) => label === 'Next ▶' && disabled !== true

/** Everything that is read, by eye or by ear. Platforms break names apart so that they cannot ping; readers do not see how. */
const readable = (messages: readonly SeenMessage[]) =>
  messages
    .flatMap(({ text, pictures }) => [text, ...pictures])
    .join('\n')
    .replaceAll('\u200B', '')
