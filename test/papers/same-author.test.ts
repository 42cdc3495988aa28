import { describe, expect, it } from 'vitest'
import { isSameAuthor, isWholeName } from '../../src/papers/same-author.ts'

describe('an author who is followed', () => {
  it.each([
    ['Ada Lovelace', 'ada lovelace'],
    ['Ada Lovelace', 'Lovelace, Ada'],
    ['Lovelace, Ada', 'Ada Lovelace'],
    ['Yann A. LeCun', 'Yann LeCun'],
    ['Yann LeCun', 'Yann A. LeCun'],
    ['Yann André LeCun', 'Yann A. LeCun'],
    ['Jürgen Schmidhuber', 'Jurgen Schmidhuber'],
    ['Jean-Baptiste Alayrac', 'Jean Baptiste Alayrac'],
    ['Aaron van den Oord', 'Aaron van den Oord'],
    ['Yann LeCun', 'Y. LeCun'],
    ['Martin Luther King Jr.', 'Martin Luther King'],
    ['King, Martin Luther, Jr.', 'Martin King'],
    ['DeepSeek-AI', 'DeepSeek AI'],
    ['Plato', 'plato'],
  ])('%s is %s', (author, followed) => expect(isSameAuthor(author, followed)).toBe(true))

  it.each([
    ['J. Wang', 'Jing Wang'],
    ['Jun Wang', 'Jing Wang'],
    ['Jing Wang', 'Jing Wan'],
    ['Jing Wang', 'Wang'],
    ['Wang', 'Jing Wang'],
    ['Ada Lovelace', 'Ada Byron'],
    ['Anna Maria Rossi', 'Anna Lucia Rossi'],
    ['Bob Ada Lovelace', 'Ada Lovelace'],
    ['', ''],
    ['Ada', ''],
  ])('%s is not %s', (author, followed) => expect(isSameAuthor(author, followed)).toBe(false))

  it('has a whole name, or is hardly one person', () => {
    expect(['Ada Lovelace', 'A. Lovelace', 'Lovelace, Ada'].map(isWholeName)).toEqual([true, true, true])
    expect(['Lovelace', 'Plato', ''].map(isWholeName)).toEqual([false, false, false])
  })
})
