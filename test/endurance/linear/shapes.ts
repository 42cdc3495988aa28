/** Texts that patterns and scanners are known to stumble over: a piece, over and over, between a head and a tail. */
const pieces: readonly string[] = [
  ...'. ,!?:;-_^·#*|~`\'"$%&+=/\\<>()[]{}1aA\n\t\u0301\u00ad\u200b…—é'.split(''),
  ...[
    '..',
    '. . ',
    'A. ',
    'A.',
    'a. ',
    'Aa ',
    'A ',
    'a, ',
    'ab ',
    '()',
    '((a))',
    '[1]',
    '{}',
    '{a}',
    '\\a',
    '\\{',
    "\\'e",
    '$a$ ',
  ],
  ...['1-', '1/', '1.', '1,', '1 ', '1% ', '1.5 ms ', '10 000 ', '2026-', '1:00 ', 'a-', 'A-', 'a1', 'aA'],
  ...[
    '<@',
    '<@U1> ',
    '<http://a.b|',
    'http://',
    'http://a.b ',
    'www.',
    '&lt;',
    '\u001b]8;;',
    '\u001b[',
    '://',
    '@a ',
  ],
  ...[
    'we ',
    'we propose ',
    'propose A ',
    'not ',
    'and ',
    'or ',
    'the ',
    'of the ',
    'what ',
    'is it ',
    'please ',
    'ignore ',
  ],
  ...[
    ', and ',
    'e.g. ',
    'et al. ',
    '"a" ',
    '“a” ',
    '```',
    '``',
    '**',
    '$$',
    '# ',
    '- ',
    '1. ',
    'A: ',
    'a\n',
    '\n\n',
    ' \n',
    '\r',
  ],
]
const frames: readonly (readonly [head: string, tail: string])[] = [
  ['', ''],
  ['(x) propose A', 'A~ y'],
]

export type Shape = { name: string; make: (length: number) => string }

export const shapes: readonly Shape[] = pieces.flatMap((piece) =>
  frames.map(([head, tail]) => ({
    name: JSON.stringify(`${head}${piece}…${tail}`),
    make: (length: number) =>
      head +
      piece.repeat(Math.ceil(length / piece.length)).slice(0, length - head.length - tail.length) +
      tail,
  })),
)
