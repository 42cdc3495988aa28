import { describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createDescribe } from '../../src/commands/describe.ts'
import { readWishes } from '../../src/digests/words.ts'
import {
  type Filled,
  filledLine,
  formOf,
  type Prefilled,
  prefilled,
} from '../../src/platform/options-form.ts'

const known = { menu: commands, describe: createDescribe(commands) }
const line = 'subscribe edit k3f9'
const filled = (values: Filled) => filledLine(line, values, known)

describe('a form for the options of a command', () => {
  it('has a field for each, and none where they cannot be told apart', () => {
    expect(formOf(line, known)).toMatchObject({
      line,
      title: 'Subscribe edit k3f9',
      fields: ['about', 'at', 'days', 'zone', 'top', 'only', 'without'].map((id) => ({ id })),
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

describe('a form that opens with what is known', () => {
  const values = {
    about: 'about time in graphs',
    at: '9:00',
    days: 'every other day',
    zone: 'Europe/Paris',
    top: '5',
    only: 'graphs; large models',
    without: '',
  }

  /** What comes back of its fields: what stood there, but for what was changed. */
  function sentOff(changes: Prefilled['values']) {
    const form = formOf(line, known)
    const { fields = [] } = form ? prefilled(form, { values }) : {}
    return filled(
      Object.fromEntries(
        fields.map(({ id, label, value = '' }) => [id, changes[label.toLowerCase()] ?? value]),
      ),
    )
  }
  const read = (changes: Prefilled['values']) => readWishes(sentOff(changes).line.slice(line.length)).wishes

  it('shows it, in fields whose names platforms carry', () => {
    const form = formOf(line, known)
    const to = { platform: 'slack', workspace: 'T1', kind: 'channel', channel: 'C1' } as const
    const shown = form && prefilled(form, { values, title: 'Change k3f9', to })
    expect(shown).toMatchObject({ line, title: 'Change k3f9', to })
    const { fields = [] } = shown ?? {}
    expect(fields.map(({ value }) => value ?? '')).toEqual(Object.values(values))
    expect(fields.filter(({ id }) => !/^\S{1,60}$/.test(id))).toEqual([])
    expect(fields[4]?.choices).toHaveLength(10)
  })

  it('says nothing of what nobody changed', () => {
    expect(sentOff({})).toEqual({ line, problems: {} })
    expect(sentOff({ at: ' 9:00 ', days: 'every  other day' }).line).toBe(line)
  })

  it('says what was changed, and nothing else', () => {
    expect(read({ about: 'trees', at: '8:30' })).toEqual({ topic: 'trees', minute: 510 })
    expect(read({ days: 'mon', top: '3', without: 'surveys; theses' })).toEqual({
      days: [1],
      top: 3,
      without: ['surveys', 'theses'],
    })
  })

  it('a list comes anew, and what is emptied is gone where it can be', () => {
    expect(read({ only: 'graphs; trees' })).toEqual({ only: ['nothing', 'graphs', 'trees'] })
    expect(read({ only: '', about: '' })).toEqual({ topic: 'everything', only: ['nothing'] })
    expect(sentOff({ at: '', zone: '', top: '' })).toEqual({ line, problems: {} })
  })

  it('says what is wrong beside the field that it is wrong in', () => {
    const [problem, ...others] = Object.entries(sentOff({ at: '25:99' }).problems)
    expect(problem).toEqual([expect.stringMatching(/^at:/), expect.stringContaining('time of day')])
    expect(others).toEqual([])
  })
})
