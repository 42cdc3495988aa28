import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setPlace } from '../../../src/store/place-settings.ts'
import { eventually } from '../../eventually.ts'
import { openBench } from './slack-bench.ts'

let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
  await bench.start()
})
afterEach(() => bench.close())

async function answerIn(repliesIn: 'thread' | 'channel') {
  const { team, general: channel } = bench.slack.workspace
  const place = { platform: 'slack', workspace: team, kind: 'channel', channel } as const
  await setPlace(bench.store.facts, place, { repliesIn }, new Date())
}
const own = () => bench.slack.messages.in(bench.slack.workspace.general).filter(({ fromBot }) => fromBot)

describe('What is asked in the open of a channel', () => {
  it('is answered in a thread, unless something else is set', async () => {
    const plain = bench.slack.people.mention('what is TAROT?')
    await bench.settled(1)
    await answerIn('thread')
    const other = bench.slack.people.mention('what is HSTU?')
    await bench.settled(2)
    expect(own().map(({ thread }) => thread)).toEqual([plain.ts, other.ts])
  })

  it('is answered beside the question where that is set, and gone on with below the answer', async () => {
    await answerIn('channel')
    bench.slack.people.mention('what is TAROT?')
    await bench.settled(1)
    const [answer] = own()
    expect(answer?.thread ?? answer?.ts).toBe(answer?.ts)
    bench.slack.people.mention('and its limits?', { thread: answer?.ts ?? '' })
    await bench.settled(2)
    expect(own().map(({ thread }) => thread)).toEqual([answer?.thread, answer?.ts])
    const { team, general } = bench.slack.workspace
    const talk = await bench.store.turns.recent(`${team}:${general}:${answer?.ts}`, 9)
    expect(talk.map(({ line }) => line)).toEqual(['and its limits?', 'what is TAROT?'])
  })

  it('takes its answer along when it is taken back', async () => {
    await answerIn('channel')
    const said = bench.slack.people.mention('what is TAROT?')
    await bench.settled(1)
    await eventually(() => expect(own()).toHaveLength(1))
    await bench.slack.people.takeBack(said).delivered
    await eventually(() => expect(own()).toEqual([]))
  })

  it('stays where it is asked in a thread', async () => {
    await answerIn('channel')
    const root = bench.slack.people.say('a talk of ours')
    bench.slack.people.mention('what is TAROT?', { thread: root.ts })
    await bench.settled(1)
    expect(own().map(({ thread }) => thread)).toEqual([root.ts])
  })
})
