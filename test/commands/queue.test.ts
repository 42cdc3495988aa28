import { describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createDescribe } from '../../src/commands/describe.ts'
import { queueHandle } from '../../src/commands/queue.ts'
import type { Handle } from '../../src/platform/request.ts'
import { bench, said, settled } from './queue-bench.ts'

describe('the queue', () => {
  it('answers at once while there is room', async () => {
    const { say, finish } = bench({ concurrency: 2 })
    const [one, two] = [say('one?'), say('two?')]
    await settled()
    expect([one.pages, two.pages]).toEqual([['Reading…'], ['Reading…']])
    await finish('one?')
    expect(await one.done).toEqual(['Reading…', 'Answer to one?'])
  })

  it('looks things up for a person five times as often as it answers, and no more', async () => {
    const { say, finish, pass } = bench({ perPerson: 2 })
    for (let n = 0; n < 10; n++) {
      const one = say(`show ${n + 1}`)
      await settled()
      await finish(`show ${n + 1}`)
      expect((await one.done).at(-1)).toBe(`Answer to show ${n + 1}`)
    }
    expect((await say('show 11').done).at(-1)).toContain('Please ask again in')
    const other = say('show 11', 'bob@lab')
    await settled()
    await finish('show 11')
    expect((await other.done).at(-1)).toBe('Answer to show 11')
    pass(61)
    const again = say('show 12')
    await settled()
    await finish('show 12')
    expect((await again.done).at(-1)).toBe('Answer to show 12')
  })

  it('tells the others their place, and answers them in turn', async () => {
    const { say, finish, begun } = bench()
    const [one, two, three] = [say('one?'), say('two?'), say('three?')]
    await settled()
    expect(begun).toEqual(['one?'])
    expect(two.pages).toEqual(['You are next in line.'])
    expect(three.pages).toEqual(['You are number 2 in line.'])
    for (const line of ['one?', 'two?', 'three?']) await finish(line)
    expect((await one.done).at(-1)).toBe('Answer to one?')
    expect(await two.done).toEqual(['You are next in line.', 'Reading…', 'Answer to two?'])
    expect((await three.done).at(-1)).toBe('Answer to three?')
  })

  it('tells a place again when it has changed, at most every five seconds', async () => {
    const { say, finish, pass } = bench()
    for (const line of ['one?', 'two?', 'three?']) say(line)
    const last = say('four?')
    await settled()
    await finish('one?')
    expect(last.pages).toEqual(['You are number 3 in line.'])
    pass(5)
    await finish('two?')
    expect(last.pages).toEqual(['You are number 3 in line.', 'You are next in line.'])
  })

  it('takes turns between workspaces, and between the people of each', async () => {
    const { say, finish, begun } = bench()
    say('busy', 'zoe@lab')
    await settled()
    for (const line of ['a1', 'a2', 'a3']) say(line, 'ada@lab')
    say('b1', 'bob@lab')
    for (const line of ['c1', 'c2']) say(line, 'cy@club')
    const last = say('d1', 'dora')
    await settled()
    expect(last.pages).toEqual(['You are number 3 in line.'])
    for (const line of ['busy', 'a1', 'c1', 'd1', 'b1', 'c2', 'a2', 'a3']) await finish(line)
    expect(begun).toEqual(['busy', 'a1', 'c1', 'd1', 'b1', 'c2', 'a2', 'a3'])
  })

  it('lets what is quick pass', async () => {
    const { say, begun } = bench()
    say('slow?')
    const lines = [
      'help',
      'status',
      'show 1',
      '2',
      'evidence',
      'feedback up',
      'serach cats',
      'hello',
      'x'.repeat(5000),
    ]
    for (const line of lines) say(line)
    say('search cats')
    await settled()
    expect(begun).toEqual(['slow?', ...lines])
  })

  it('never lets a slow reader hold up the others, who gets the newest page each time', async () => {
    const many: Handle = async function* ({ line }) {
      for (let page = 1; page <= 3; page++) yield said(`${line} ${page}`, page === 3 ? 'answer' : 'working')
    }
    const limits = { concurrency: 1, perPersonPerMinute: 9, perWorkspacePerMinute: 9 }
    const queued = queueHandle(many, {
      ...limits,
      describe: createDescribe(commands),
      clock: { now: () => new Date(0) },
    })
    const where = { platform: 'slack' as const, conversation: 'c' }
    const slow = queued({ who: { id: 'ada' }, where, line: 'slow' })[Symbol.asyncIterator]()
    const first = await slow.next()
    const fast: string[] = []
    for await (const page of queued({ who: { id: 'bob' }, where, line: 'fast' })) fast.push(page.summary)
    expect(fast.at(-1)).toBe('fast 3')
    const rest = [first, await slow.next(), await slow.next(), await slow.next()]
    const seen = rest.flatMap((next) => (next.done ? [] : [next.value.summary]))
    expect(seen.at(-1)).toBe('slow 3')
  })

  it('answers two hundred who come at once, each once', async () => {
    let running = 0
    let most = 0
    const quick: Handle = async function* ({ line }) {
      most = Math.max(most, ++running)
      await settled()
      running--
      yield said(`Answer to ${line}`)
    }
    const limits = { concurrency: 8, perPersonPerMinute: 300, perWorkspacePerMinute: 300 }
    const queued = queueHandle(quick, {
      ...limits,
      describe: createDescribe(commands),
      clock: { now: () => new Date(0) },
    })
    const ask = async (index: number) => {
      let last = ''
      const where = { platform: 'discord' as const, conversation: `${index}`, workspace: 'server' }
      for await (const page of queued({ who: { id: `${index % 7}` }, where, line: `question ${index}` }))
        last = page.summary
      return last
    }
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => ask(index)))
    expect(answers).toEqual(Array.from({ length: 200 }, (_, index) => `Answer to question ${index}`))
    expect(most).toBe(8)
  })
})

describe('the limits', () => {
  it('tell a person who asks too fast when to come back, and keep their word', async () => {
    const { say, finish, pass, begun } = bench({ concurrency: 9, perPerson: 2 })
    say('one?')
    pass(20)
    say('two?')
    pass(10)
    expect(await say('three?').done).toEqual([
      'You have asked a lot within a minute. Please ask again in 30 seconds.',
    ])
    say('mine?', 'bob@lab')
    expect(begun).toEqual(['one?', 'two?', 'mine?'])
    pass(29)
    expect((await say('three?').done)[0]).toContain('in 1 second.')
    pass(1)
    const allowed = say('three?')
    await settled()
    await finish('three?')
    expect((await allowed.done).at(-1)).toBe('Answer to three?')
  })

  it('hold for a whole workspace too, but for no other and not for what is quick', async () => {
    const { say, begun } = bench({ concurrency: 9, perWorkspace: 2 })
    say('one?', 'ada@lab')
    say('two?', 'bob@lab')
    expect((await say('three?', 'cy@lab').done)[0]).toContain('Please ask again in 60 seconds.')
    say('help', 'cy@lab')
    say('four?', 'cy@club')
    say('five?', 'cy')
    await settled()
    expect(begun).toEqual(['one?', 'two?', 'help', 'four?', 'five?'])
  })

  it('bound the line', async () => {
    const { say } = bench()
    for (let index = 0; index <= 1_000; index++) say(`question ${index}`, `${index}@lab`)
    expect(await say('one too many').done).toEqual([
      'Too many questions are waiting right now. Please ask again in a minute.',
    ])
  })
})

describe('a person who stops', () => {
  it('while waiting, leaves the line at once', async () => {
    const { say, finish, begun } = bench()
    const stopping = new AbortController()
    say('one?')
    const two = say('two?', 'ada@lab', stopping.signal)
    const three = say('three?')
    await settled()
    stopping.abort()
    expect((await two.done).at(-1)).toBe('Stopped.')
    await finish('one?')
    await finish('three?')
    await three.done
    expect(begun).toEqual(['one?', 'three?'])
  })

  it('before it began, is never begun while others wait', async () => {
    const { say, begun } = bench()
    say('one?')
    expect(await say('two?', 'ada@lab', AbortSignal.abort()).done).toEqual(['Stopped.'])
    expect(begun).toEqual(['one?'])
  })

  it('while it is answered, ends the work and makes room', async () => {
    const { say } = bench()
    const stopping = new AbortController()
    const one = say('one?', 'ada@lab', stopping.signal)
    const two = say('two?')
    await settled()
    stopping.abort()
    expect((await one.done).at(-1)).toBe('Stopped one?')
    await settled()
    expect(two.pages.at(-1)).toBe('Reading…')
  })

  it('reading, ends the work as well', async () => {
    const { queued, say } = bench()
    const where = { platform: 'slack' as const, conversation: 'c' }
    for await (const _ of queued({ who: { id: 'ada' }, where, line: 'one?' })) break
    const two = say('two?')
    await settled()
    expect(two.pages.at(-1)).toBe('Reading…')
  })
})
