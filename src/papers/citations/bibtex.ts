import { citedDoi, citedUrl, dateOf, type Keyed, otherIds } from './facts.ts'
import { invertedName, nameParts } from './names.ts'

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const marks: Readonly<Record<string, string>> = {
  ...{
    '\u0300': '`',
    '\u0301': "'",
    '\u0302': '^',
    '\u0303': '~',
    '\u0308': '"',
    '\u0304': '=',
    '\u0307': '.',
  },
  ...{ '\u0306': 'u', '\u030c': 'v', '\u030a': 'r', '\u030b': 'H', '\u0327': 'c', '\u0323': 'd' },
}
const letters: Readonly<Record<string, string>> = {
  ...{
    ø: 'o',
    Ø: 'O',
    ł: 'l',
    Ł: 'L',
    æ: 'ae',
    Æ: 'AE',
    œ: 'oe',
    Œ: 'OE',
    ß: 'ss',
    å: 'aa',
    Å: 'AA',
    ı: 'i',
  },
}
const signs: Readonly<Record<string, string>> = {
  ...{ '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}' },
}

/** Text for BibTeX: signs of TeX escaped, accents as commands in braces, so that they count as one letter. */
function tex(text: string): string {
  return Array.from(text.normalize('NFC'))
    .map((letter) => {
      if (/[&%#_${}]/.test(letter)) return `\\${letter}`
      const known = signs[letter] ?? (letters[letter] === undefined ? undefined : `{\\${letters[letter]}}`)
      if (known !== undefined) return known
      const [base = '', mark, ...more] = Array.from(letter.normalize('NFD'))
      const command = mark === undefined ? undefined : marks[mark]
      if (command === undefined || more.length > 0 || !/[a-z]/i.test(base)) return letter
      return /[a-z]/i.test(command)
        ? `{\\${command}{${base}}}`
        : `{\\${command}${base === 'i' ? '\\i' : base}}`
    })
    .join('')
}

/** A title of which no style changes the capitals of names: in braces are words with capitals or digits inside. */
function titleInTex(title: string): string {
  return title
    .split(' ')
    .map((word) => (isName(word) ? `{${tex(word)}}` : tex(word)))
    .join(' ')
}

function isName(word: string): boolean {
  const letters = word.replace(/\P{L}+/gu, '')
  const capitalInside = /^.+\p{Lu}/u.test(letters)
  return capitalInside || (letters !== '' && /\d/.test(word)) || /^\p{Lu}.+:$/u.test(word)
}

/** An author; the name of a team in braces of its own, so that it is not taken apart. */
function author(name: string): string {
  return nameParts(name).literal === undefined ? tex(invertedName(name)) : `{${tex(name)}}`
}

/** One entry of a BibTeX file. The fields are those that old styles print and that newer ones and managers read. */
export function bibtexEntry({ paper, key }: Keyed, { abstracts }: { abstracts: boolean }): string {
  const { authors = [], ids = {}, categories = [], abstract, title } = paper
  const { year, month, day } = dateOf(paper)
  const [category] = categories
  const place = category !== undefined && !ids.arxiv?.includes('/') ? ` [${category}]` : ''
  const doi = citedDoi(paper)
  const note = otherIds(paper)
  const url = citedUrl(paper)
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['author', authors.length === 0 ? undefined : `{${authors.map(author).join(' and ')}}`],
    ['title', `{${titleInTex(title)}}`],
    ['year', year && `{${year}}`],
    ['month', month && months[Number(month) - 1]],
    ['day', day && `{${Number(day)}}`],
    ['howpublished', ids.arxiv && `{arXiv:${ids.arxiv}${place}}`],
    ['eprint', ids.arxiv && `{${ids.arxiv}}`],
    ['archiveprefix', ids.arxiv && '{arXiv}'],
    ['primaryclass', ids.arxiv && category && `{${category}}`],
    ['doi', doi && `{${doi}}`],
    ['url', url && `{${url}}`],
    ['note', note === '' ? undefined : `{${note}}`],
    ['abstract', abstracts && abstract !== '' ? `{${tex(abstract)}}` : undefined],
  ]
  const lines = fields.flatMap(([name, value]) => (value ? [`  ${name.padEnd(13)}= ${value},`] : []))
  return `@misc{${key},\n${lines.join('\n')}\n}\n`
}
