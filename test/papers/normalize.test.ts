import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizeText } from '../../src/papers/normalize.ts'

describe('LaTeX reads as plain text', () => {
  const examples: readonly (readonly [string, string, string])[] = [
    [
      'escapes',
      String.raw`up to +2.66\% on Embedding\&MLP, a\_b, \#1, \$5`,
      'up to +2.66% on Embedding&MLP, a_b, #1, $5',
    ],
    [
      'accents',
      String.raw`na\"ive Erd\H{o}s G{\"o}del Fran\c{c}ois caf\'e \'Ecole`,
      'naïve Erdős Gödel François café École',
    ],
    ['letters', String.raw`S{\o}ren and {\L}ukasz`, 'Søren and Łukasz'],
    [
      'quotes',
      "``Generative Recommenders'' and `silver' labels",
      '“Generative Recommenders” and ‘silver’ labels',
    ],
    ['dashes', 'transformers? -- A survey, 1--38%, and---so', 'transformers? – A survey, 1–38%, and—so'],
    [
      'math',
      String.raw`$k$-NN in $O(n \log n)$, $\alpha$-fair, $\mathcal{O}(n^{2})$`,
      'k-NN in O(n log n), α-fair, O(n^2)',
    ],
    ['braces', 'e{X}plainable, {X}^2-DFD, MP_{+}, SAP^{2}', 'eXplainable, X^2-DFD, MP_+, SAP^2'],
    [
      'commands',
      String.raw`\textbf{a \emph{b}} 1920\times1080 {scriptsize CODE2SEQ} \frac{a}{b}`,
      'a b 1920×1080 CODE2SEQ a/b',
    ],
    [
      'macros of the authors',
      String.raw`called \sysname. With \hiformer enjoying`,
      'called sysname. With hiformer enjoying',
    ],
    ['ties', 'Fig.~1 of Smith~et~al.', 'Fig. 1 of Smith et al.'],
    [
      'addresses',
      String.raw`\url{https://x.org/a\_b} and https://a.b/C{https://a.b/C}.`,
      'https://x.org/a_b and https://a.b/C.',
    ],
  ]
  for (const [name, raw, plain] of examples) it(name, () => expect(normalizeText(raw)).toBe(plain))
})

describe('real text stays as it is', () => {
  const untouched = [
    'prices of $5 and $10, $5-$10, US$ and C$',
    `set $PATH:$HOME or \${HOME}`,
    String.raw`C:\new\times and \\server\share`,
    String.raw`the pattern \S+ or \d{2} and "\n"`,
    'the set {a, b} and {0, 1}',
    'https://a.b/~me/c_d?e=100%25&f=$1$2 and www.x.org/a_b',
    'run `git diff --stat` with --verbose',
    'picks up ~1/1000 points, x ~ N(0, 1), y~x, 5~10',
    'X^2-DFD and TNCSI_SP',
    "users' data and don't",
    '👨‍👩‍👧 and می‌خواهم',
    '無标题 β-流 🧪',
  ]
  for (const text of untouched) it(text, () => expect(normalizeText(text)).toBe(text.normalize('NFC')))
})

describe('what cannot be seen is gone', () => {
  it('invisible and bidirectional characters, controls and terminal sequences', () => {
    expect(normalizeText('a\u200Bb\u00ADc\uFEFF \u202Ed\u2066e\u{E0041} \u001b[31mred\u001b[0m\u0007')).toBe(
      'abc de red',
    )
  })

  it('white space folds to single spaces', () => {
    expect(normalizeText(' a\t b\u00A0c\u2028d\r\n\r\ne ')).toBe('a b c d e')
  })

  it('text that is not well formed or not composed becomes so', () => {
    expect(normalizeText('e\u0301 \uD800')).toBe('é \uFFFD')
  })
})

describe('normalising', () => {
  const pieces = fc.constantFrom(
    ...[
      '\\',
      '{',
      '}',
      '$',
      '$k$',
      '^',
      '_',
      '~',
      '`',
      "'",
      "''",
      '``',
      '--',
      '"',
      '\\"',
      "\\'",
      '\\%',
      '\\alpha',
      '\\textbf',
      '\\url',
    ],
    ...[
      '{X}',
      '_{+}',
      'a',
      'B',
      'o',
      '5',
      ' ',
      '.',
      'https://a.b/',
      '\u200D',
      '\uFE0F',
      '🧪',
      '\u0301',
      '\u001b[1m',
      '\u202E',
      '\n',
    ],
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
  )

  it('twice is the same as once', () => {
    fc.assert(
      fc.property(text, (raw) => {
        const once = normalizeText(raw)
        expect(normalizeText(once)).toBe(once)
      }),
      { numRuns: 2000 },
    )
  })

  it('takes time in proportion to the text, however hostile', () => {
    const start = performance.now()
    for (const piece of ['{', '$a', '\\textbf{', '`', "``a'", '\\"', '~', 'https://a{'])
      normalizeText(piece.repeat(20_000))
    expect(performance.now() - start).toBeLessThan(8000)
  })
})
