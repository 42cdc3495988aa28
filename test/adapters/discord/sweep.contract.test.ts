import { expect, it } from 'vitest'
import { commands } from '../../../src/commands/all.ts'
import { createHandle } from '../../../src/commands/handle.ts'
import { openServices } from '../../answering/answerer.ts'
import { type PrivatePage, sweepPrivatePages } from '../../contracts/private-sweep.ts'
import type { InteractionDeed } from '../../fakes/discord/person.ts'
import type { SeenMessage } from '../../fakes/discord/reading/screen.ts'
import { withNested } from '../../fakes/discord/validation/components.ts'
import { eventually, startAdapter } from './running.ts'

/** "Deferred update message", a type of the first response. */
const turned = 6

it('nothing that comes of private pages in Discord is seen by others, whatever is pressed', async () => {
  const services = await openServices()
  const running = await startAdapter(createHandle(commands, services))
  const { discord } = running
  const { general } = discord
  const ada = discord.person('Ada')

  /** What came of something; a form is filled and sent off. */
  async function pageOf(deed: InteractionDeed): Promise<PrivatePage> {
    const shown = await eventually(() => {
      const messages = deed.messages()
      const { modal, type } = deed.interaction.response ?? {}
      const isThere = messages.length > 0 && messages.every(({ loading }) => !loading)
      // A page that is turned comes in the place of the one before.
      if (!isThere && modal === undefined && type !== turned) throw new Error('Nothing came of it.')
      return messages
    })
    if (deed.interaction.response?.modal) return pageOf(ada.fill(deed, 'what data does it use?'))
    expect(shown.every(({ ephemeral }) => ephemeral)).toBe(true)
    return { buttons: shown.flatMap(pressable) }
  }

  function pressable(message: SeenMessage): PrivatePage['buttons'] {
    const parts = discord.world.messages.get(message.id)?.contents.components.flatMap(withNested) ?? []
    const pressed = message.buttons.flatMap((button) =>
      // What says that it shares is pressed in a test of its own.
      button.style === 5 || button.disabled === true || button.label === 'Share here'
        ? []
        : [{ line: button.custom_id, press: () => pageOf(ada.press(message, button.label ?? '')) }],
    )
    const chosen = parts.flatMap((part) =>
      part.type === 3
        ? part.options.map(({ label, value }) => ({
            line: value,
            press: () => pageOf(ada.choose(message, label)),
          }))
        : [],
    )
    return [...pressed, ...chosen]
  }

  const swept = await sweepPrivatePages({
    takes: (command) => commands.some(({ name, hidden }) => name === command && hidden !== true),
    open: (line) => pageOf(ada.slash(general, ...slashOf(line))),
    seenByAll: () => discord.answers(general).map(({ text }) => text),
  })
  process.stdout.write(`${swept.opened} examples opened, ${swept.pressed} buttons pressed in private\n`)
  expect(swept.pressed).toBeGreaterThan(100)
  expect(swept.seenByAll).toEqual([])
  expect(discord.refusals()).toEqual([])
  await running.close()
  await services.close()
}, 240_000)

/** An example, filled into the options of its command as Discord shows them. */
function slashOf(line: string): [words: string, options: Record<string, string | boolean>] {
  const [name = '', ...words] = line.replace(/^\//, '').split(' ')
  const options = commands.find((command) => command.name === name)?.options ?? []
  const given = new Map<string, string[]>()
  let [into] = options
  for (const word of words) {
    const led = options.find(({ lead }) => [lead ?? []].flat().includes(word))
    if (led) into = led
    else if (into) given.set(into.name, [...(given.get(into.name) ?? []), word])
  }
  const filled = [...given].map(([option, said]) => [option, said.join(' ')])
  return [`paper ${name}`, { ...Object.fromEntries(filled), private: true }]
}
