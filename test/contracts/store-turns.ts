import { describe, expect, it } from 'vitest'
import type { Store, Turn } from '../../src/store/store.ts'

/** A turn for tests, at a second after 1970. */
export function turnOf(id: string, second = 0, more: Partial<Turn> = {}): Turn {
  return {
    id,
    conversation: 'thread',
    person: 'ada',
    at: new Date(second * 1000),
    line: 'why do cats purr?',
    answer: 'Cats purr at 25 Hz. [1]',
    papers: ['cats', 'dogs'],
    claims: [{ text: 'Cats purr.', cites: [{ id: 'cats#2', paper: 'cats', text: 'Cats purr at 25 Hz.' }] }],
    ...more,
  }
}

/** What a store promises of turns and of what people thought of them. */
export function turnsContract(store: () => Store): void {
  describe('turns', () => {
    it('are found by id, with everything they held', async () => {
      const turn = turnOf('a', 1, { line: '“quotes”, \u2028 and\nlines', answer: '🦊'.repeat(1_000) })
      await store().turns.append(turn)
      expect(await store().turns.get('a')).toEqual(turn)
      expect(await store().turns.get('b')).toBeUndefined()
    })

    it('come newest first, of one conversation, in the order in which they were appended', async () => {
      for (const [id, second] of [
        ['a', 3],
        ['b', 2],
        ['c', 2],
      ] as const)
        await store().turns.append(turnOf(id, second))
      await store().turns.append(turnOf('d', 9, { conversation: 'other' }))
      const recent = await store().turns.recent('thread', 2)
      expect(recent.map(({ id }) => id)).toEqual(['c', 'b'])
      expect(await store().turns.recent('nowhere', 2)).toEqual([])
    })

    it('come newest first of all conversations whose names begin alike', async () => {
      for (const [id, conversation] of [
        ['a', 'team:D1:1'],
        ['b', 'team:D1:2'],
        ['c', 'team:D10:3'],
        ['d', 'team:D1:1'],
      ] as const)
        await store().turns.append(turnOf(id, 1, { conversation }))
      const recent = await store().turns.recent({ within: 'team:D1:' }, 2)
      expect(recent.map(({ id }) => id)).toEqual(['d', 'b'])
    })

    it('go on in another conversation, behind those that are there', async () => {
      await store().turns.append(turnOf('a', 1, { conversation: 'team:C1:2' }))
      await store().turns.append(turnOf('b', 2, { conversation: 'command' }))
      await store().turns.append(turnOf('c', 3, { conversation: 'command:2' }))
      await store().turns.move('command', 'team:C1:2')
      const ids = async (conversation: string) =>
        (await store().turns.recent(conversation, 9)).map(({ id }) => id)
      expect(await ids('team:C1:2')).toEqual(['b', 'a'])
      expect(await ids('command')).toEqual([])
      expect(await ids('command:2')).toEqual(['c'])
    })

    it('stay as they are when they are appended again', async () => {
      await store().turns.append(turnOf('a'))
      await store().turns.append(turnOf('a', 5, { answer: 'Something else.' }))
      expect(await store().turns.recent('thread', 9)).toEqual([turnOf('a')])
    })

    it('keep what was understood', async () => {
      const turn = turnOf('a', 1, { line: 'and dogs?', question: 'why do dogs purr?' })
      await store().turns.append(turn)
      expect(await store().turns.recent('thread', 1)).toEqual([turn])
    })

    it('are counted by who asked', async () => {
      for (const [id, person] of [
        ['a', 'ada'],
        ['b', 'bob'],
        ['c', 'ada'],
      ] as const)
        await store().turns.append(turnOf(id, 1, { person }))
      await store().turns.append(turnOf('d', 1, { conversation: 'other', person: 'eve' }))
      expect(await store().turns.askers('thread')).toEqual(
        new Map([
          ['ada', 2],
          ['bob', 1],
        ]),
      )
      expect(await store().turns.askers('nowhere')).toEqual(new Map())
    })

    it('are forgotten for good, with what was thought of them, by conversation, person or age', async () => {
      const turns = [
        turnOf('a', 1),
        turnOf('b', 2, { person: 'bob' }),
        turnOf('c', 3, { conversation: 'other' }),
        turnOf('d', 4, { conversation: 'third' }),
      ]
      for (const turn of turns) {
        await store().turns.append(turn)
        await store().feedback.put({ turn: turn.id, person: 'eve', rating: 'up', at: turn.at })
      }
      const left = async () => (await Array.fromAsync(store().turns.rated())).map(({ id }) => id)
      expect(await store().turns.forget('thread', 'ada')).toBe(1)
      expect(await store().turns.get('a')).toBeUndefined()
      expect(await left()).toEqual(['b', 'c', 'd'])
      expect(await store().turns.forget('thread')).toBe(1)
      expect(await store().turns.forgetBefore(new Date(4_000))).toBe(1)
      expect(await left()).toEqual(['d'])
      expect(await store().feedback.since(new Date(0))).toEqual({ up: 1, down: 0, wrong: 0 })
      expect(await store().turns.forget('thread')).toBe(0)
    })

    it('are counted and forgotten in all conversations whose names begin alike', async () => {
      for (const [id, conversation, person] of [
        ['a', 'T1:D1:1', 'ada'],
        ['b', 'T1:D1:2', 'ada'],
        ['c', 'T1:D1:é', 'bob'],
        ['d', 'T1:D10:1', 'ada'],
        ['e', 'T1:D_:1', 'ada'],
        ['f', 'T1:D1', 'ada'],
      ] as const)
        await store().turns.append(turnOf(id, 1, { conversation, person }))
      const within = 'T1:D1:'
      expect(await store().turns.askers({ within })).toEqual(
        new Map([
          ['ada', 2],
          ['bob', 1],
        ]),
      )
      expect(await store().turns.forget({ within }, 'ada')).toBe(2)
      expect(await store().turns.forget({ within })).toBe(1)
      expect(await store().turns.askers({ within: 'T1:D' })).toEqual(new Map([['ada', 3]]))
      expect(await store().turns.forget({ within: 'T1:D%' })).toBe(0)
    })

    it('that somebody thought something of come in order, however many there are', async () => {
      const ids = Array.from({ length: 250 }, (_, index) => `turn ${index}`)
      for (const id of ids) {
        await store().turns.append(turnOf(id))
        if (id !== 'turn 7')
          await store().feedback.put({ turn: id, person: 'ada', rating: 'up', at: new Date(0) })
      }
      await store().feedback.put({
        turn: 'turn 9',
        person: 'bob',
        rating: 'wrong',
        claim: 1,
        at: new Date(0),
      })
      const rated = await Array.fromAsync(store().turns.rated())
      expect(rated.map(({ id }) => id)).toEqual(ids.filter((id) => id !== 'turn 7'))
    })
  })

  describe('feedback', () => {
    it('is one opinion for each person and turn, the latest', async () => {
      const put = (person: string, rating: 'up' | 'down', second: number) =>
        store().feedback.put({ turn: 'a', person, rating, at: new Date(second * 1000) })
      await put('ada', 'up', 1)
      await put('bob', 'up', 2)
      await put('ada', 'down', 3)
      expect(await store().feedback.of('a')).toEqual([
        { turn: 'a', person: 'bob', rating: 'up', at: new Date(2_000) },
        { turn: 'a', person: 'ada', rating: 'down', at: new Date(3_000) },
      ])
      expect(await store().feedback.of('b')).toEqual([])
      expect(await store().feedback.since(new Date(0))).toEqual({ up: 1, down: 1, wrong: 0 })
      expect(await store().feedback.since(new Date(3_000))).toEqual({ up: 0, down: 1, wrong: 0 })
    })

    it('tells each claim that a person calls cited wrongly once, beside the thumb', async () => {
      const at = new Date(1_000)
      const wrong = (claim: number) =>
        store().feedback.put({ turn: 'a', person: 'ada', rating: 'wrong', claim, at })
      await store().feedback.put({ turn: 'a', person: 'ada', rating: 'up', at })
      for (const claim of [2, 1, 2]) await wrong(claim)
      expect(await store().feedback.of('a')).toEqual([
        { turn: 'a', person: 'ada', rating: 'up', at },
        { turn: 'a', person: 'ada', rating: 'wrong', claim: 1, at },
        { turn: 'a', person: 'ada', rating: 'wrong', claim: 2, at },
      ])
      expect(await store().feedback.since(at)).toEqual({ up: 1, down: 0, wrong: 2 })
    })
  })
}
