import { describe, expect, it } from 'vitest'
import { type Mark, readMarkdown } from './markdown.ts'

describe('a Discord client', () => {
  it.each<[string, string, Mark['kind'][]]>([
    ['**bold** and *leaning* and _leaning_', 'bold and leaning and leaning', ['bold', 'italic', 'italic']],
    ['__under__ ~~gone~~ ||hidden||', 'under gone hidden', ['underline', 'strike', 'spoiler']],
    ['# Title\ntext', 'Title\ntext', ['heading']],
    ['-# small print', 'small print', ['subtext']],
    ['> quoted\nnot', 'quoted\nnot', ['quote']],
    ['- one\n2. two', 'one\ntwo', ['list', 'list']],
    ['`a *b*` ``c ` d``', 'a *b* c ` d', ['code', 'code']],
    ['```ts\nx **y**\n```', 'x **y**', ['fence']],
    ['[text](https://a.example/b)', 'text', ['link']],
    ['see https://a.example/b.', 'see https://a.example/b.', ['address']],
    [
      '<@123> @everyone <#4> </paper ask:5>',
      '<@123> @everyone <#4> </paper ask:5>',
      ['mention', 'mention', 'mention', 'mention'],
    ],
    ['<t:1700000000:R> <:smile:123>', '<t:1700000000:R> <:smile:123>', ['timestamp', 'emoji']],
    ['snake_case_name 2 * 3 * 4 a-b #1 x> y', 'snake_case_name 2 * 3 * 4 a-b #1 x> y', []],
    ['\\*not\\* \\# \\[x](y)', '*not* # [x](y)', []],
  ])('reads %j', (source, text, kinds) => {
    const read = readMarkdown(source)
    expect(read.text).toBe(text)
    expect(read.marks.map(({ kind }) => kind)).toEqual(kinds)
  })

  it('shows what was escaped as it was written', () => {
    const hostile = '*a* **b** _c_ __d__ ~~e~~ ||f|| `g` [h](https://x.example) \\ done'
    const escaped = hostile.replace(/[^A-Za-z0-9\s]/g, '\\$&')
    expect(readMarkdown(escaped)).toEqual({ text: hostile, marks: [] })
  })

  it('tells where a masked link leads', () => {
    expect(readMarkdown('[**a**](<https://a.example/(b)>)').marks).toMatchObject([
      { kind: 'link', text: 'a', target: 'https://a.example/(b)' },
      { kind: 'bold' },
    ])
  })
})
