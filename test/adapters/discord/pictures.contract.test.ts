import { afterEach, describe, expect, it } from 'vitest'
import * as build from '../../../src/replies/build.ts'
import { drawMap } from '../../../src/replies/pictures/draw-map.ts'
import { permissions } from '../../fakes/discord/world.ts'
import { eventually, startAdapter } from './running.ts'

let running: Awaited<ReturnType<typeof startAdapter>>
afterEach(() => running.close())

const picture = await drawMap({
  title: 'One paper',
  themes: [{ name: '', dots: [{ number: 1, label: 'TAROT', x: 0.5, y: 0.5 }] }],
})

/** Says that it draws, then shows a picture between words. */
const start = () =>
  startAdapter(async function* () {
    yield build.reply({ summary: 'Drawing…', tone: 'working', blocks: [build.paragraph('Drawing…')] })
    yield build.reply({
      summary: 'A map',
      blocks: [
        build.paragraph('Above'),
        build.image({ ...picture, name: 'Map of papers', alt: 'Map of one paper' }),
        build.paragraph('Below'),
      ],
    })
  })

/** The messages with pictures, as Discord keeps them. */
const kept = () =>
  [...running.discord.world.messages.values()].filter(({ contents }) => contents.attachments.length > 0)

describe('A picture in Discord', () => {
  it.each(['slash', 'mention', 'direct'] as const)(
    'stands between the words of an answer: %s',
    async (way) => {
      running = await start()
      const { discord, mention } = running
      const ada = discord.person('Ada')
      if (way === 'slash') ada.slash(discord.general, 'paper map')
      else if (way === 'mention') ada.say(discord.general, mention('map'))
      else ada.say(discord.dm(ada), 'map')
      await eventually(() => expect(kept()).toHaveLength(1))
      const [message] = kept()
      const [file, ...others] = message?.contents.attachments ?? []
      expect(others).toEqual([])
      expect(file).toMatchObject({ filename: 'map-of-papers.png', description: 'Map of one paper' })
      const bytes = Buffer.from(file?.bytes ?? [])
      expect(bytes.equals(picture.png)).toBe(true)
      expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([picture.width, picture.height])
      expect(message?.contents.components).toMatchObject([
        { content: 'Above' },
        { items: [{ media: { url: 'attachment://map-of-papers.png' }, description: 'Map of one paper' }] },
        { content: 'Below' },
      ])
      expect(discord.refusals()).toEqual([])
    },
  )

  it('comes once when the answer to sending it is lost', async () => {
    running = await start()
    const { discord } = running
    discord.faults.add(/^PATCH \/webhooks\//, { cut: 'after' }, 2)
    discord.person('Ada').slash(discord.general, 'paper map')
    await eventually(() =>
      expect(running.discord.calls.filter(({ status }) => status === 200).length).toBeGreaterThan(3),
    )
    await eventually(() => expect(kept()[0]?.contents.attachments).toHaveLength(1))
  })

  it('is told in words where files may not be sent', async () => {
    running = await start()
    const { discord, mention } = running
    discord.general.permissions &= ~permissions.attachFiles
    discord.person('Ada').say(discord.general, mention('map'))
    await eventually(() =>
      expect(
        discord
          .answers(discord.general)
          .map(({ text }) => text)
          .join('\n'),
      ).toContain('Picture: Map of one paper'),
    )
  })
})

describe('A file in Discord', () => {
  const library = '@misc{müller2026,\n  title = {One}\n}\n'
  const cite = () =>
    startAdapter(async function* () {
      yield build.reply({
        summary: 'Two',
        blocks: [
          build.heading('Cite 2 papers'),
          build.file({
            name: 'papers.bib',
            text: library,
            mediaType: 'application/x-bibtex',
            alt: 'Two papers',
          }),
        ],
      })
    })

  it.each(['slash', 'mention'] as const)('stands in its answer: %s', async (way) => {
    running = await cite()
    const { discord, mention } = running
    const ada = discord.person('Ada')
    if (way === 'slash') ada.slash(discord.general, 'paper cite')
    else ada.say(discord.general, mention('cite'))
    await eventually(() => expect(kept()).toHaveLength(1))
    const [message] = kept()
    const [given, ...others] = message?.contents.attachments ?? []
    expect(others).toEqual([])
    expect(given).toMatchObject({ filename: 'papers.bib', description: 'Two papers' })
    expect(Buffer.from(given?.bytes ?? []).toString()).toBe(library)
    expect(message?.contents.components).toMatchObject([
      { content: expect.stringContaining('Cite 2 papers') },
      { file: { url: 'attachment://papers.bib' } },
    ])
    expect(discord.refusals()).toEqual([])
  })

  it('is its text where files may not be sent', async () => {
    running = await cite()
    const { discord, mention } = running
    discord.general.permissions &= ~permissions.attachFiles
    discord.person('Ada').say(discord.general, mention('cite'))
    await eventually(() =>
      expect(
        discord
          .answers(discord.general)
          .map(({ text }) => text)
          .join('\n'),
      ).toContain('@misc{müller2026,'),
    )
  })
})
