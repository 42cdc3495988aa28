import { describe, expect, it } from 'vitest'
import { audienceOfPage, audienceOfPress, mayBeShared } from '../../src/platform/audience.ts'

const open = { audience: 'everyone' } as const

describe('What comes of a button', () => {
  it.each([
    {
      what: 'of a page of their own',
      pressed: { by: 'ada', askedBy: 'ada', isPrivate: false },
      seen: 'everyone',
    },
    {
      what: "of somebody else's page",
      pressed: { by: 'bob', askedBy: 'ada', isPrivate: false },
      seen: 'asker',
    },
    { what: 'of a page that nobody asked for', pressed: { by: 'bob', isPrivate: false }, seen: 'asker' },
    {
      what: 'of a page that they see alone',
      pressed: { by: 'ada', askedBy: 'ada', isPrivate: true },
      seen: 'asker',
    },
  ])('$what is for: $seen', ({ pressed, seen }) => {
    expect(audienceOfPress(open, pressed)).toBe(seen)
    expect(audienceOfPress({ audience: 'asker' }, pressed)).toBe('asker')
  })
})

describe('A page', () => {
  it('is never seen by more people than its line or itself says', () => {
    expect(audienceOfPage('everyone', {})).toBe('everyone')
    expect(audienceOfPage('everyone', { audience: 'asker' })).toBe('asker')
    expect(audienceOfPage('asker', { audience: 'everyone' })).toBe('asker')
  })

  it('may be shared where it is an answer', () => {
    expect(mayBeShared({ tone: 'answer' })).toBe(true)
    expect(mayBeShared({})).toBe(true)
    expect(mayBeShared({ tone: 'answer', audience: 'asker' })).toBe(false)
    for (const tone of ['warning', 'error', 'working'] as const) expect(mayBeShared({ tone })).toBe(false)
  })
})
