import { mostPapers, readWishes, type Wishes } from '../digests/words.ts'

/** What a field of a form for a subscription says, and what is said where it says something else. */
const fields = {
  at: {
    lead: 'at',
    wish: 'minute',
    expected: 'I do not understand this as a time of day. Say it like 9:00 or 6pm.',
  },
  days: {
    lead: 'on',
    wish: 'days',
    expected: 'I do not understand these as days. Say weekdays, daily, or mon,thu.',
  },
  zone: { lead: 'in', wish: 'zone', expected: 'I know no such time zone. Name a city, such as Paris.' },
  top: { lead: 'top', wish: 'top', expected: `A post has 1 to ${mostPapers} papers.` },
} as const satisfies Record<string, { lead: string; wish: keyof Wishes; expected: string }>

/** What is wrong with what was typed for a part of a subscription, in a sentence; undefined where it can be read. */
export const problemWith =
  (field: keyof typeof fields) =>
  (typed: string): string | undefined => {
    const { lead, wish, expected } = fields[field]
    const { wishes, unknown, ambiguous } = readWishes(`${lead} ${typed}`)
    if (ambiguous) {
      const zones = new Intl.ListFormat('en', { type: 'disjunction' }).format(ambiguous.zones)
      return `This may be ${zones}. Which one?`
    }
    const { [wish]: read, alternate: _, ...others } = wishes
    return unknown !== undefined || read === undefined || Object.keys(others).length > 0
      ? expected
      : undefined
  }
