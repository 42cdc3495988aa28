import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readWishes, wishesTyped } from '../../src/digests/words.ts'
import { zonesNamed } from '../../src/digests/zone-names.ts'
import type { Weekday } from '../../src/store/subscriptions.ts'

describe('a subscription in words', () => {
  test.each([
    [
      'about diffusion models at 9:00 weekdays in Europe/Paris top 5',
      'about diffusion models at 9:00 weekdays in Europe/Paris top 5',
    ],
    ['in tokyo mon, thu 18h about graph learning', 'about graph learning at 18:00 mon,thu in Asia/Tokyo'],
    ['every day at half past 8', 'at 8:30 daily'],
    ['on weekends at noon quiet', 'at 12:00 sat,sun quiet'],
    ['mondays 9am say when nothing new', 'at 9:00 mon say when nothing new'],
    ['at 12am in UTC+2', 'at 0:00 in Etc/GMT-2'],
    ['at 7 pm in new york', 'at 19:00 in America/New_York'],
    ['about attention at scale in medicine', 'about attention at scale in medicine'],
    ['about "news at 9:00" daily', 'about "news at 9:00" daily'],
    ['about recommendation every Tuesday and Friday', 'about recommendation tue,fri'],
    ['me to papers on graph learning every morning at 8', 'about graph learning at 8:00 daily'],
    ['to new papers on attention on graphs on mondays', 'about attention on graphs mon'],
  ])('%s', (said, typed) => {
    const { wishes, unknown } = readWishes(said)
    expect(unknown).toBeUndefined()
    expect(wishesTyped(wishes)).toBe(typed)
  })

  test.each([
    ['at 25:00', 'at 25:00'],
    ['diffusion weekdays', 'diffusion'],
    ['weekdays in Atlantis', 'in Atlantis'],
    ['on mody at 9', 'on mody'],
    ['top 50', 'top 50'],
  ])('says what it does not understand: %s', (said, unknown) => {
    expect(readWishes(said).unknown).toBe(unknown)
  })

  test('a zone that may be several is asked about', () => {
    expect(readWishes('daily in IST').ambiguous?.zones).toContain('Asia/Kolkata')
  })

  test('what is typed for any wishes is read back as the same', () => {
    const words = ['graph', 'at', '9:00', 'in', 'paris', 'ist', 'mon', 'top', '3', 'quiet', 'about', 'and']
    const lists = fc.array(
      fc
        .array(fc.constantFrom(...words, 'follow', 'watch', 'without'), { minLength: 1, maxLength: 4 })
        .map((list) => list.join(' ')),
      { minLength: 1, maxLength: 2 },
    )
    const topics = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 5 })
    const days = fc
      .subarray<Weekday>([1, 2, 3, 4, 5, 6, 7], { minLength: 1 })
      .map((list) => list.toSorted((one, other) => one - other))
    const wishes = fc.record(
      {
        topic: topics.map((list) => list.join(' ')),
        minute: fc.integer({ min: 0, max: 1439 }),
        days,
        zone: fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        top: fc.integer({ min: 1, max: 10 }),
        quiet: fc.constantFrom('silence' as const, 'note' as const),
        only: lists,
        without: lists,
        follow: lists,
        unfollow: lists,
        watch: lists,
        unwatch: lists,
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(wishes, (given) => {
        expect(readWishes(wishesTyped(given))).toEqual({ wishes: given })
      }),
    )
  })

  test('cities name their zones', () => {
    expect(zonesNamed('São Paulo')).toEqual(['America/Sao_Paulo'])
    expect(zonesNamed('nowhere')).toEqual([])
  })
})
