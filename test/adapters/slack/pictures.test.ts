import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { image, paragraph, reply } from '../../../src/replies/build.ts'
import { drawMap } from '../../../src/replies/pictures/draw-map.ts'
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
    expect(file?.shared).toEqual([{ channel: said.channel, thread: said.thread }])
    const bytes = Buffer.from(file?.bytes ?? [])
    expect(bytes.equals(picture.png)).toBe(true)
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([picture.width, picture.height])
    expect(slack.refusals()).toEqual([])
  })

  it('is left out where it is refused; its words are there', async () => {
    await bench.start(mapping)
    bench.slack.faults.next('files.completeUploadExternal', { kind: 'refused', error: 'missing_scope' })
    const said = bench.slack.people.mention('map')
    await bench.settled()
    expect(await bench.answers(said)).toEqual([expect.stringContaining('Picture: Map of one paper')])
    await vi.waitFor(() =>
      expect(bench.lines.map(({ message }) => message)).toContain('A picture could not be shown in Slack'),
    )
  })
})
