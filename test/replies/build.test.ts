import { describe, expect, it } from 'vitest'
import * as build from '../../src/replies/build.ts'

describe('Links and citations', () => {
  it('lead to http and https only', () => {
    expect(build.link('paper', 'https://arxiv.org/abs/1')).toEqual({
      kind: 'link',
      text: 'paper',
      url: 'https://arxiv.org/abs/1',
    })
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'not a url', ''])
      expect(build.link('paper', url)).toEqual({ kind: 'text', text: 'paper' })
    expect(build.cite(3, 'javascript:alert(1)')).toEqual({ kind: 'text', text: '[3]' })
    expect(build.open('Open', 'javascript:alert(1)')).toBeUndefined()
    expect(build.card({ title: 'T', url: 'javascript:alert(1)' })).toEqual({
      kind: 'card',
      card: { title: 'T' },
    })
  })

  it('do not pretend to be another site by a user name', () => {
    expect(build.safeUrl('https://arxiv.org@evil.example/')).toBeUndefined()
  })

  it('carry addresses that cannot break out of where they stand', () => {
    expect(build.safeUrl('https://x.y/a b"<c>\u001B[31m')).toBe('https://x.y/a%20b%22%3Cc%3E')
  })

  it('show the address when they have no words of their own', () => {
    expect(build.link(' ', 'https://x.y/')).toMatchObject({ text: 'https://x.y/' })
  })
})

describe('Pieces of text', () => {
  it('keep the blank that separates them from the next piece', () => {
    expect(build.prose('is ', build.strong('two\nwords'), ' long')).toEqual([
      { kind: 'text', text: 'is ' },
      { kind: 'text', text: 'two words', style: 'strong' },
      { kind: 'text', text: ' long' },
    ])
  })

  it('are bounded where a platform has one line', () => {
    expect(build.heading('x'.repeat(500))).toMatchObject({ text: `${'x'.repeat(149)}…` })
  })
})

describe('A reply', () => {
  it('always has a summary', () => {
    expect(
      build.reply({ summary: ' \u200B', blocks: [build.paragraph('Hello'), build.note('there')] }).summary,
    ).toBe('Hello there')
    expect(build.reply({ summary: '', blocks: [] }).summary).toBe('Paperboy')
  })

  it('leaves out blocks that hold nothing', () => {
    const blocks = [build.paragraph(' '), build.quote(''), build.list([]), build.note('n')]
    expect(build.reply({ summary: 's', blocks }).blocks).toEqual([build.note('n')])
  })

  it('never carries a button with a cut command', () => {
    const actions = [build.run('Long', `show ${'x'.repeat(100)}`), build.run('Short', 'show 1'), undefined]
    expect(build.reply({ summary: 's', blocks: [], actions }).actions).toEqual([build.run('Short', 'show 1')])
  })
})
