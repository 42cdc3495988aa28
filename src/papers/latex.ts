import { latexAccents, latexLetters, latexSymbols } from './latex-symbols.ts'

type Rule = readonly [RegExp, string | ((...groups: string[]) => string)]

/** Web addresses, inline code and Windows paths: what looks like LaTeX in there is not. */
const verbatim =
  /((?:https?:\/\/|www\.)[^\s{}]+|(?<!`)`[^\s`](?:[^`]*[^\s`])?`(?![\p{L}\p{N}`])|(?<![\p{L}\p{N}])[A-Za-z]:\\\S+|(?<!\\)\\\\[\w.-]+\\\S+)/u

const addressRules: readonly Rule[] = [
  [/\\url\s*\{([^{}]*)\}/g, '$1'],
  [/\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, (_, url, text) => (url === text ? url : `${text} (${url})`)],
  // What is left of `\href` when the command itself got lost.
  [/(https?:\/\/[^\s{}]+)(?:\{([^\s{}]+)\})?/g, (whole, url, again) => (url === again ? url : whole)],
  [/https?:\/\/\S+/g, (url) => url.replace(/\\([_%&#~$])/g, '$1')],
]

const wrappers =
  'text(?:bf|it|tt|sc|sf|rm|normal|md|up|sl)?|emph|underline|mbox|ensuremath|operatorname|math(?:rm|bf|it|cal|bb|sf|tt|frak|scr)|boldsymbol|bm|overline|bar|hat|tilde|vec|widehat|widetilde'
const switches =
  'em|bf|it|sc|tt|rm|sf|bfseries|itshape|scshape|ttfamily|tiny|scriptsize|footnotesize|small|large|Large'

const accent = (mark: string, letter: string): string => letter + (latexAccents.get(mark) ?? '')

const textRules: readonly Rule[] = [
  [/``([^`]{1,300}?)''/g, '“$1”'],
  [/(?<![`\p{L}\p{N}\\])`([^`'\s](?:[^`']{0,120}[^`'\s])?)'(?![\p{L}\p{N}'`])/gu, '‘$1’'],
  // An escaped apostrophe, not an accent: "model\'s".
  [/(?<=\p{L})\\'(?=(?:s|t|re|ve|ll|d|m)(?!\p{L}))/gu, "'"],
  [/\{\\(["'`^~=.])\{?\\?(\p{L})\}?\}/gu, (_, mark, letter) => accent(mark, letter)],
  [/\\(["'`^~=.cvuHkrd])\{\\?(\p{L})\}/gu, (_, mark, letter) => accent(mark, letter)],
  [/(?<=\p{L})\\(["'`^])\\?([aeiouyAEIOUY])/gu, (_, mark, letter) => accent(mark, letter)],
  [/(?<=\p{L})\\(['~])([nNcCsSzZaoAO])(?=\p{L})/gu, (_, mark, letter) => accent(mark, letter)],
  [/(?<![\p{L}\\])\\(['`^])([AEIOU])(?=\p{Ll})/gu, (_, mark, letter) => accent(mark, letter)],
  [/\{\\([a-zA-Z]{1,2})\}|\\([a-zA-Z]{1,2})\{\}/g, (whole, a, b) => latexLetters.get(a ?? b ?? '') ?? whole],
  [/\$\$([^$]+)\$\$/g, '$1'],
  [/(?<![\\$\p{L}\p{N}])\$([^$]{1,200})\$(?!\d)/gu, (whole, content) => (isMath(content) ? content : whole)],
  [/(?<=\p{L}-?)\$([^$\s]{1,40})\$(?!\d)/gu, (whole, content) => (isMath(content) ? content : whole)],
  [/~?\\(?:cite[pt]?|ref|eqref|label)\s*\{[^{}]*\}/g, ''],
  [new RegExp(`\\\\(?:${wrappers})\\s*\\{([^{}]*)\\}`, 'g'), '$1'],
  [/\\textsuperscript\s*\{([^{}]*)\}/g, '^$1'],
  [/\\textsubscript\s*\{([^{}]*)\}/g, '_$1'],
  [/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '$1/$2'],
  [/\\sqrt\s*\{([^{}]*)\}/g, '√($1)'],
  [new RegExp(`\\{\\\\?(?:${switches})\\s+(?=\\S)([^{}]*)\\}`, 'g'), '$1'],
  [/\\(?:left|right|big|Big|bigl|bigr)(?=[()[\]|.])/g, ''],
  [/(?<=[\p{L}\p{N})])(?=\\(?:log|ln|exp|sin|cos|tan|tanh|max|min|in|to)(?![a-zA-Z]))/gu, ' '],
  [/\\([a-zA-Z]+)(?:\{\})?/g, (whole, command) => latexSymbols.get(command) ?? whole],
  // A macro of the authors' own, such as \sysname, where only a word can stand.
  [/(?<=^|[\s(“‘])\\([a-zA-Z]{4,})(?=$|[\s.,;:)”’])/g, '$1'],
  [/(?<=\d)\\,(?=\d)/g, ' '],
  [/\\([%&_#$])/g, '$1'],
  [/([_^])\{([\p{L}\p{N}+*−-]+)\}/gu, '$1$2'],
  [/(?<![$\\\p{L}\p{N}_])\{((?=[^{}]*\p{Lu})[\p{L}\p{N}+-]+)\}/gu, '$1'],
  [/(?<=\p{L})\{((?=[^{}]*\p{Lu})[\p{L}\p{N}+-]+)\}/gu, '$1'],
  [/(?<=\p{L})\{([\p{L}\p{N}]+)\}(?=\p{L})/gu, '$1'],
  [/(?<=\p{L}{2}|\.|\))~(?=[\d([\\])|(?<=\p{L}\.)~(?=\p{L})|(?<=\p{L})~(?=et\b)|(?<=\bet)~(?=al\b)/gu, ' '],
  [/(?<=^|\s)---(?=\s|$)|(?<=[\p{L}\p{N}])---(?=[\p{L}\p{N}])/gu, '—'],
  [/(?<=^|\s)--(?=\s|$)|(?<=[\p{L}\p{N}])--(?=[\p{L}\p{N}])/gu, '–'],
]

/** Math between dollar signs, as opposed to prices ("$5 and $10") and shell variables ("$PATH:$HOME"). */
function isMath(content: string): boolean {
  if (/^\s|\s$|[:;,/=]$/.test(content)) return false
  return !/(?<![\\\p{L}])\p{L}{2,}\s|\s\p{L}{2,}/u.test(content.replace(/\\[a-zA-Z]+\s*(?:\{[^{}]*\})?/g, ''))
}

function applyRules(text: string, rules: readonly Rule[]): string {
  let result = text
  for (const [pattern, replacement] of rules)
    result =
      typeof replacement === 'string'
        ? result.replace(pattern, replacement)
        : result.replace(pattern, replacement)
  return result
}

/**
 * Text in which the LaTeX that arXiv and Hugging Face leave in titles and abstracts reads as plain text: escapes,
 * accents, quotes, dashes, dollar signs, braces that only protect capitals, and common commands. What may be real
 * text (addresses, code, prices, sets, unknown commands next to other signs) stays as it is.
 */
export function plainLatex(text: string): string {
  if (!/[\\$`~{}]|--/.test(text)) return text
  return applyRules(text, addressRules)
    .split(verbatim)
    .map((part, index) => (index % 2 === 1 ? part : applyRules(part, textRules)))
    .join('')
}

/** In a name every backslash is TeX's: no math, no quotation and no path stands there. */
const nameRules: readonly Rule[] = [
  // Where TeX may divide a word.
  [/\\-/g, ''],
  [/\\text(?:quotesingle|quoteright)(?:\{\}| )?/g, "'"],
  [/\\(["'`^~=.]) ?(?:\{\\?(\p{L})\}|\\?(\p{L}))/gu, (_, mark, a, b) => accent(mark, a ?? b ?? '')],
  [/\\([cvuHkrd])(?: ?\{\\?(\p{L})\}| (\p{L}))/gu, (_, mark, a, b) => accent(mark, a ?? b ?? '')],
  [
    /\\(ae|AE|oe|OE|aa|AA|ss|[oOlLij])(?![a-zA-Z])(?:\{\}| )?/g,
    (whole, command) => latexLetters.get(command) ?? whole,
  ],
  [/[{}]/g, ''],
]

/** A person's name without TeX: `\'E. Ro\v{z}` -> `É. Rož`, `\O ystein` -> `Øystein`. */
export function plainLatexName(name: string): string {
  return name.includes('\\') || name.includes('{') ? applyRules(name, nameRules) : name
}
