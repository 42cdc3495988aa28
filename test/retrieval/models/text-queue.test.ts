import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createTextQueue } from '../../../src/retrieval/models/text-queue.ts'

/** A queue whose work is told when it may end. */
function heldQueue() {
  const begun: string[] = []
  const holds: (() => void)[] = []
  const queue = createTextQueue(async (text) => {
    begun.push(text)
    await new Promise<void>((resolve) => holds.push(resolve))
    if (text === 'bad') throw new Error('bad text')
    return text.toUpperCase()
  })
  const next = async () => {
    holds.shift()?.()
    await turn()
  }
  return { queue, begun, next }
}

describe('createTextQueue', () => {
  it('works on one text at a time, questions first', async () => {
    const { queue, begun, next } = heldQueue()
    const passages = queue.add(['a', 'b', 'c'], 'passage')
    const question = queue.add(['why?'], 'question')
    expect(begun).toEqual(['a'])
    await next()
    expect(begun).toEqual(['a', 'why?'])
    await next()
    expect(await question).toEqual(['WHY?'])
    expect(begun).toEqual(['a', 'why?', 'b'])
    await next()
    await next()
    expect(await passages).toEqual(['A', 'B', 'C'])
  })

  it('takes out of the line what is given up, and whatever came with what failed', async () => {
    const { queue, begun, next } = heldQueue()
    const stop = new AbortController()
    const failing = queue.add(['bad', 'b'], 'passage')
    const givenUp = queue.add(['c', 'd'], 'passage', stop.signal)
    const last = queue.add(['e'], 'passage')
    stop.abort(new Error('enough'))
    await expect(givenUp).rejects.toThrow('enough')
    const failed = expect(failing).rejects.toThrow('bad text')
    await next()
    await failed
    await next()
    await next()
    expect(await last).toEqual(['E'])
    expect(begun.filter((text) => 'cd'.includes(text))).toEqual([])
  })

  it('turns away what would wait for too long', async () => {
    const { queue } = heldQueue()
    void queue.add(Array(20_000).fill('a'), 'passage')
    await expect(queue.add(['b', 'c'], 'passage')).rejects.toThrow('too much to do')
    void queue.add(['why?'], 'question')
  })

  it('asks nothing for nothing', async () => {
    const { queue, begun } = heldQueue()
    expect(await queue.add([], 'passage')).toEqual([])
    expect(begun).toEqual([])
  })
})
