import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { file, image, paragraph, reply } from '../../../src/replies/build.ts'
import { drawMap } from '../../../src/replies/pictures/draw-map.ts'
import { eventually } from '../../eventually.ts'
import { openBench, slowly, working } from './slack-bench.ts'

let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const picture = await drawMap({
  title: 'One paper',
  themes: [{ name: '', dots: [{ number: 1, label: 'TAROT', x: 0.5, y: 0.5 }] }],
})
const page = reply({
  summary: 'A map',
  blocks: [paragraph('Above'), image({ ...picture, name: 'Map of papers', alt: 'Map of one paper' })],
})
const library = '@misc{müller2026,\n  title = {One}\n}\n'
const citing = slowly(
  [
    working('Writing…'),
    reply({
      summary: 'Two',
      blocks: [
        file({ name: 'papers.bib', text: library, mediaType: 'application/x-bibtex', alt: 'Two papers' }),
      ],
    }),
  ],
  10,
)
const mapping = slowly([working('Drawing…'), page], 10)

describe('A picture in Slack', () => {
  it.each(['mention', 'dm'] as const)('comes once, in the thread of its page: %s', async (way) => {
    await bench.start(mapping)
    const { slack } = bench
    const said = slack.people[way]('map')
    await bench.settled()
    expect(await bench.answers(said)).toEqual([expect.stringContaining('Picture: Map of one paper')])
    const [file, ...others] = [...slack.files.values()]
    expect(others).toEqual([])
    expect(file).toMatchObject({ name: 'map-of-papers.png', alt: 'Map of one paper' })
    const comment = 'Map of one paper'
    expect(file?.shared).toEqual([{ channel: said.channel, thread: said.thread, comment }])
    const bytes = Buffer.from(file?.bytes ?? [])
    expect(bytes.equals(picture.png)).toBe(true)
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([picture.width, picture.height])
    expect(slack.refusals()).toEqual([])
  })

  it('comes into the direct messages of the one who alone sees its page, which says so', async () => {
    await bench.start(mapping)
    const { slack } = bench
    const { ada } = slack.workspace
    await slack.interactions.command('map')
    await bench.settled()
    const shown = bench.alone(ada).join('\n')
    expect(shown).toContain('Picture: Map of one paper')
    expect(shown).toContain('The picture is in your direct messages with me.')
    expect([...slack.files.values()].map(({ shared }) => shared)).toEqual([
      [{ channel: slack.workspace.directMessage(ada).id, comment: 'Map of one paper' }],
    ])
    expect(slack.refusals()).toEqual([])
  })

  it.each(['conversations.open', 'files.completeUploadExternal'])(
    'is not spoken of where %s is refused',
    async (method) => {
      await bench.start(mapping)
      const { slack } = bench
      slack.faults.next(method, { kind: 'refused', error: 'missing_scope' })
      await slack.interactions.command('map')
      await bench.settled()
      const shown = bench.alone().join('\n')
      expect(shown).toContain('Picture: Map of one paper')
      expect(shown).not.toContain('direct messages')
    },
  )

  it('is left out where it is refused; its words are there', async () => {
    await bench.start(mapping)
    bench.slack.faults.next('files.completeUploadExternal', { kind: 'refused', error: 'missing_scope' })
    const said = bench.slack.people.mention('map')
    await bench.settled()
    expect(await bench.answers(said)).toEqual([expect.stringContaining('Picture: Map of one paper')])
    await eventually(() =>
      expect(bench.lines.map(({ message }) => message)).toContain('A file could not be shown in Slack'),
    )
  })
})

describe('A file in Slack', () => {
  it('comes once beside its text, in the thread of its page', async () => {
    await bench.start(citing)
    const { slack } = bench
    const said = slack.people.mention('cite')
    await bench.settled()
    expect(await bench.answers(said)).toEqual([expect.stringContaining('@misc{müller2026,')])
    const [given, ...others] = [...slack.files.values()]
    expect(others).toEqual([])
    expect(given).toMatchObject({ name: 'papers.bib' })
    expect(given?.shared).toEqual([{ channel: said.channel, thread: said.thread, comment: 'Two papers' }])
    expect(Buffer.from(given?.bytes ?? []).toString()).toBe(library)
    expect(slack.refusals()).toEqual([])
  })

  it('comes into the direct messages of the one who alone sees its page, which says so', async () => {
    await bench.start(citing)
    const { slack } = bench
    const { ada } = slack.workspace
    await slack.interactions.command('cite')
    await bench.settled()
    expect(bench.alone(ada).join('\n')).toContain('The file is in your direct messages with me.')
    expect([...slack.files.values()].map(({ shared }) => shared)).toEqual([
      [{ channel: slack.workspace.directMessage(ada).id, comment: 'Two papers' }],
    ])
  })
})
