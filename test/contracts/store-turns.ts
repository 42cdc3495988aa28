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

    it('stay as they are when they are appended again', async () => {
      await store().turns.append(turnOf('a'))
      await store().turns.append(turnOf('a', 5, { answer: 'Something else.' }))
      expect(await store().turns.recent('thread', 9)).toEqual([turnOf('a')])
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
      expect(await store().feedback.since(new Date(0))).toEqual({ up: 1, down: 1 })
      expect(await store().feedback.since(new Date(3_000))).toEqual({ up: 0, down: 1 })
    })
  })
}
