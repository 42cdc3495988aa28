import { describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createDescribe } from '../../src/commands/describe.ts'
import { readWishes } from '../../src/digests/words.ts'
import { type Filled, filledLine, formOf } from '../../src/platform/options-form.ts'

const known = { menu: commands, describe: createDescribe(commands) }
const line = 'subscribe edit k3f9'
const filled = (values: Filled) => filledLine(line, values, known)

describe('a form for the options of a command', () => {
  it('has a field for each, and none where they cannot be told apart', () => {
    expect(formOf(line, known)).toMatchObject({
      line,
      title: 'Subscribe edit k3f9',
      fields: ['about', 'at', 'days', 'zone', 'top', 'only', 'without'].map((name) => ({ name })),
    })
    expect(formOf('show TAROT', known)).toBeUndefined()
    expect(formOf('what is TAROT?', known)).toBeUndefined()
    expect(formOf('status', known)).toBeUndefined()
  })

  it('makes a line that is read as it was filled in', () => {
    const about = 'graphs at 9:00, without “quotes”'
    const made = filled({
      about,
      without: 'surveys',
      at: 'at 18:30',
      days: ' mon,\nthu ',
      zone: 'in Paris',
      top: '3',
    })
    expect(made.problems).toEqual({})
    expect(readWishes(made.line.slice(line.length))).toEqual({
      wishes: {
        topic: 'graphs at 9:00, without quotes',
        minute: 18 * 60 + 30,
        days: [1, 4],
        zone: 'Europe/Paris',
        top: 3,
        without: ['surveys'],
      },
    })
    expect(known.describe(made.line)).toMatchObject({ command: 'subscribe', byName: true })
  })

  it('says nothing of what is left empty', () => {
    expect(filled({ about: ' ', at: '', days: undefined })).toEqual({ line, problems: {} })
  })

  it.each([
    ['at', '25:99', 'time of day'],
    ['at', '9:00 top 3', 'time of day'],
    ['days', 'someday', 'days'],
    ['zone', 'Atlantis', 'time zone'],
    ['zone', 'IST', 'Asia/Kolkata, Europe/Dublin, or Asia/Jerusalem'],
    ['top', '99', '1 to 10'],
    ['top', 'many', '1 to 10'],
  ])('says what is wrong with %s: %s', (field, typed, said) => {
    expect(filled({ about: 'graphs', [field]: typed }).problems).toEqual({
      [field]: expect.stringContaining(said),
    })
  })

  it.each([
    ['at', '6pm'],
    ['days', 'every other day'],
    ['days', 'weekdays'],
    ['zone', 'UTC+2'],
    ['zone', 'New York'],
    ['top', '1'],
  ])('takes for %s: %s', (field, typed) => {
    expect(filled({ [field]: typed }).problems).toEqual({})
  })
})
