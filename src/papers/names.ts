import { memoize } from '../lib/memoize.ts'
import { signsOf, trimEndOf } from '../lib/trim.ts'
import type { Paper } from './paper.ts'
import { sentencesOf } from './sentences.ts'
import { foldText, wordsOf } from './words.ts'

/** A method name or an acronym found in a paper, such as HSTU, U-Net++ or FINN.no. */
export type PaperName = {
  /** As the paper writes it. */
  name: string
  /** True when the paper itself brings the name in ("We propose TAROT", a title "TAROT: …"). */
  introduced: boolean
}

/** Letters and digits only, lower case: `U-Net++`, `u net` and `UNET` are one name. */
export function foldName(name: string): string {
  return foldText(name).replace(/[^\p{L}\p{N}]+/gu, '')
}

/** The words under which a name is found: its parts and itself in one (`U-Net` -> u, net, unet). */
export const nameForms: (name: string) => readonly string[] = memoize((name) => {
  const parts = name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu})(\p{Lu}\p{Ll}{2})/gu, '$1 $2')
  return [...new Set([foldName(name), ...wordsOf(parts)])]
}, 10_000)

/** Most words with a capital are just this, which is no name by itself. */
const capitalized = /^[A-Z][a-z]*\.?$/
/** What stands inside a name, but not at its end. */
const inside = signsOf('.·_^-')
const candidate = /[\p{L}\p{N}][\p{L}\p{N}^_.+·-]*[\p{L}\p{N}+]/gu
/** Runs between spaces and brackets, and links, which are passed over. */
const run = /https?:\/\/\S+|[^\s()[\]{},;:!?"“”]+/g
const border = /[\s()[\]{},;:!?"“”]/
/** No name is without one of these, and most words are. */
const capital = /[A-Z\u0080-\uffff]/

/** Inflected in full, so that "creative" and "presently" are none of them; "recently released" is somebody else's. */
const proposing = String.raw`(?<!\brecently )(?:(?:propos|introduc|devis|creat|releas|provid)(?:e|es|ed|ing)|(?:present|develop|design|construct|offer)(?:s|ed|ing)?)\b`
const naming = `(?:called|named|namely|dubbed|termed|coined|denoted(?: as)?|abbreviated(?: as)?|referred to as)`
const determiners = String.raw`(?:(?:the|a|an|our|novel|new|simple|it)\s+)*`
/** One word that may be a name. It is taken whole, so that a pattern never tries its parts one after the other. */
const token = String.raw`(?=([\p{L}\p{N}][\p{L}\p{N}^_.+·-]*))\1`

/** "we propose TAROT", "a method called Quad": here even a capitalised word is a name, if none follows it. */
const named = new RegExp(
  String.raw`\b(?:${proposing}|${naming})[,:]?\s+["“'‘]?${determiners}${token}(?!\s\p{Lu})`,
  'gu',
)
/** "we propose a new architecture, HSTU, ..." */
const appended = new RegExp(String.raw`\b${proposing}[^,;:()]{0,80},\s${token}`, 'gu')
/** Who proposes; a verb of proposing has to follow. */
const proposer = /\b(?:we|paper|work|study|this)\b/iu
const proposes = new RegExp(String.raw`\b${proposing}`, 'iu')
const isCalled = new RegExp(String.raw`\b${naming}\b`, 'iu')
/** What none of these patterns is without; most sentences are. */
const sign = new RegExp(String.raw`\b(?:${proposing}|${naming})`, 'i')
const inParentheses = /\(\s*([^\s()]+)\s*\)/gu

/**
 * Whether a word looks like a name: two capitals (HSTU, CatGCN), a capital inside (AutoInt), or capitals with digits
 * (BLIP2, GPT-4). Plain capitalised words and numbers with units (500M, 2D) are not names by themselves.
 */
export function looksLikeName(word: string): boolean {
  if (word.length < 2 || /^\d+(?:\.\d+)?[A-Za-z%]?$/.test(word)) return false
  const capitals = word.match(/\p{Lu}/gu)?.length ?? 0
  if (capitals === 0) return false
  // "Pre-Training" or "High-Level": each part is an ordinary capitalised word.
  if (word.includes('-') && word.split('-').every((part) => /^(?:\p{Lu}\p{Ll}+|\p{Ll}+|\p{Lu})$/u.test(part)))
    return /(?:^|-)\p{Lu}(?:-|$)/u.test(word)
  return capitals >= 2 || /\p{Ll}\p{Lu}/u.test(word) || /\p{L}\d|\d\p{L}/u.test(word)
}

/** The runs of a text in which a name may be, with their places. Only texts with links are read word by word. */
function runsWithCapitals(text: string): readonly { part: string; index: number }[] {
  const runs: { part: string; index: number }[] = []
  if (text.includes('://')) {
    for (const { 0: part, index } of text.matchAll(run)) if (capital.test(part)) runs.push({ part, index })
    return runs
  }
  for (let at = 0; at < text.length; at += 1) {
    if (!isCapital(text.charCodeAt(at)) || isBorder(text, at)) continue
    let [index, end] = [at, at + 1]
    while (index > 0 && !isBorder(text, index - 1)) index -= 1
    while (end < text.length && !isBorder(text, end)) end += 1
    runs.push({ part: text.slice(index, end), index })
    at = end
  }
  return runs
}

/** `capital` of one code, without the cost of a match for every word. */
function isCapital(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || code >= 0x80
}

function isBorder(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code < asciiBorders.length ? asciiBorders[code] === true : border.test(text.charAt(at))
}
const asciiBorders = Array.from({ length: 128 }, (_, code) => border.test(String.fromCharCode(code)))

/** The names in a text in order of appearance, with their place, repeats included; none out of links. */
export function namesIn(text: string): readonly { name: string; index: number }[] {
  const found: { name: string; index: number }[] = []
  for (const { part, index } of runsWithCapitals(text)) {
    if (part.startsWith('http') || capitalized.test(part)) continue
    for (const match of part.matchAll(candidate)) {
      const name = trimEndOf(match[0], inside)
      if (looksLikeName(name)) found.push({ name, index: index + match.index })
    }
  }
  return found
}

/** The name that a word is, without signs at its end: its first letters and digits hold a capital. */
function nameOfToken(word: string): string | undefined {
  const name = trimEndOf(word, inside)
  const [start = ''] = /^[\p{L}\p{N}]+/u.exec(name) ?? []
  return name.length > 1 && /\p{Lu}/u.test(start) && /^[\p{L}\p{N}^_.+·-]+$/u.test(name) ? name : undefined
}

/** Whether a sentence says that something is proposed or how it is called. */
function isProposal(sentence: string): boolean {
  const who = proposer.exec(sentence)
  return (who !== null && proposes.test(sentence.slice(who.index + who[0].length))) || isCalled.test(sentence)
}

/** Names that a sentence brings in, right behind a word such as "propose" or in parentheses of such a sentence. */
function introducedIn(sentence: string): readonly string[] {
  // Plain looks first: most sentences have no sign.
  if (!sign.test(sentence)) return []
  const matches = (pattern: RegExp) =>
    [...sentence.matchAll(pattern)].flatMap((match) => nameOfToken(match[1] ?? '') ?? [])
  const besides = [
    ...(sentence.includes(',') ? matches(appended) : []),
    ...(sentence.includes('(') && isProposal(sentence) ? matches(inParentheses) : []),
  ]
  return [...matches(named), ...besides.filter(looksLikeName)]
}

/** The name a title gives its work: what stands before the first colon, when it is short. */
function titleName(title: string): string | undefined {
  const head = /^(\S+(?:\s\S+)?):\s/.exec(title)?.[1]
  return head && (namesIn(head).length > 0 || !/\s/.test(head)) ? head : undefined
}

const repository = /github\.com\/[\w.-]+\/([A-Z][A-Z\d-]+)(?![\w-])/g

/** A title or a sentence, and the names in it in order of appearance, repeats included. */
export type Passage = { text: string; names: readonly string[] }

/** A paper's title, then the sentences of its abstract. */
export function passagesOf(
  paper: Pick<Paper, 'id' | 'title' | 'abstract'>,
): readonly [Passage, ...Passage[]] {
  const passage = (text: string) => ({ text, names: namesIn(text).map(({ name }) => name) })
  return [passage(paper.title), ...sentencesOf(paper).map(({ text }) => passage(text))]
}

/** All names of a paper, each once, those it introduces first. */
export function namesOf(
  paper: Pick<Paper, 'id' | 'title' | 'abstract'>,
  [title, ...sentences] = passagesOf(paper),
): readonly PaperName[] {
  const names = new Map<string, PaperName>()
  const add = (name: string, introduced: boolean) => {
    const key = foldName(name)
    if (key.length < 2) return
    const known = names.get(key)
    if (!known || (introduced && !known.introduced)) names.set(key, { name, introduced })
  }
  const head = titleName(paper.title)
  if (head) add(head, true)
  for (const name of title.names) add(name, false)
  for (const { text, names } of sentences) {
    for (const name of introducedIn(text)) add(name, true)
    for (const name of names) add(name, false)
  }
  // A repository in capitals is called by the method, which some abstracts name nowhere else.
  for (const [, name = ''] of paper.abstract.matchAll(repository)) add(name, true)
  return [...names.values()].sort((a, b) => Number(b.introduced) - Number(a.introduced))
}

/** How people call a paper: by the method it introduces, else by its title. */
export function nameOf(paper: Pick<Paper, 'id' | 'title' | 'abstract'>): string {
  return namesOf(paper).find(({ introduced }) => introduced)?.name ?? paper.title
}

/** A paper by its method where the title says it, since other names may be of something it only mentions; else by its title in quotation marks. */
export function calledInTitle(paper: Pick<Paper, 'id' | 'title' | 'abstract'>): string {
  const name = nameOf(paper)
  return name !== paper.title && paper.title.includes(name) ? name : `“${paper.title}”`
}
