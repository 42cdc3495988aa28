import { describe, expect, it } from 'vitest'
import * as build from '../../src/replies/build.ts'
import { plainText } from '../../src/replies/plain.ts'
import { rendererContract } from '../contracts/renderer.ts'

rendererContract('Plain text', {
  render: (reply) => [plainText(reply)],
  // Built pages are clean; control characters in hand-made ones are for each platform to escape.
  forbidden: [{ what: 'a bidirectional control', pattern: /\p{Bidi_Control}/u }],
})

describe('A reply as plain text', () => {
  it('reads like a page', () => {
    const url = 'https://arxiv.org/abs/1'
    const page = build.reply({
      summary: 's',
      blocks: [
        build.heading('Two papers'),
        build.paragraph('HSTU is ', build.strong('fast'), ' ', build.cite(1, url), '.'),
        build.list(['one', 'two'], { ordered: true }),
        build.list([build.prose(build.link('page', 'https://x.y/'))]),
        build.quote('as they say'),
        build.facts([['papers', '76'] as const]),
        build.card({
          number: 1,
          title: 'HSTU',
          url,
          facts: ['2025-03-13', 'arXiv'],
          body: [build.text('Fast.')],
        }),
        build.codeBlock('a\n  b'),
      ],
      actions: [build.run('Show', 'show 1'), build.run('Help', 'help')],
    })
    expect(plainText(page)).toBe(
      `
Two papers

HSTU is fast [1].

1. one
2. two

- page <https://x.y/>

> as they say

papers: 76

1. HSTU <https://arxiv.org/abs/1>
   2025-03-13 · arXiv
   Fast.

a
  b

show 1 · help`.slice(1),
    )
  })
})
