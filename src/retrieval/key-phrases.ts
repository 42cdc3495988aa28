import type { Paper } from '../papers/paper.ts'
import { foldText, stem } from '../papers/words.ts'
import { isLightWord } from './light-words.ts'
import { isThemeWord } from './theme-terms.ts'

/** A phrase in the papers' own words. */
export type KeyPhrase = {
  /** As it stands in a paper. */
  words: string
  /** Its stems with a space between them: equal for "feature interaction" and "feature interactions". */
  stems: string
  /** How many of the papers hold it. */
  papers: number
}

/** A phrase as some papers hold it: how many of them, how many in their titles, and how these write it. */
type Held = { papers: number; titles: number; words: Map<string, number> }

const longestPhrase = 4
/** What a single word counts for against a phrase. */
const single = 0.6
/** Words, with the hyphens inside them, and what parts them. */
const piece = /[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu
const sentenceEnd = /^[.!?]$/

/**
 * The phrases of one to four words that stand for a group of papers: words of its titles, which say what a paper is
 * about and little else, held by many of its papers and by few others, longer ones before their parts (after RAKE, Rose
 * et al. 2010, with the contrast to the other papers added). What only stands within one longer phrase is not one.
 *
 * @param without folded words that say nothing here, such as those of the topic itself
 * @param limit how many, none of them a part of another
 */
export function keyPhrases(
  group: readonly Paper[],
  others: readonly Paper[],
  { without, limit }: { without: readonly string[]; limit: number },
): readonly KeyPhrase[] {
  const excluded = new Set(without.map(stem))
  const elsewhere = new Map<string, number>()
  for (const paper of others) for (const stems of phrasesOf(paper).keys()) bump(elsewhere, stems)
  const held = new Map<string, Held>()
  for (const paper of group) {
    for (const [stems, { words, title }] of phrasesOf(paper)) {
      const known = held.get(stems) ?? { papers: 0, titles: 0, words: new Map<string, number>() }
      known.papers += 1
      known.titles += Number(title)
      if (title) bump(known.words, words)
      held.set(stems, known)
    }
  }
  const fragments = fragmentsAmong(held)
  const ranked = [...held]
    .filter(([stems, { titles }]) => titles > 0 && !fragments.has(stems))
    .filter(([stems]) => stems.split(' ').some((part) => !excluded.has(part)))
    .map(([stems, { papers, titles, words }]) => {
      const inside = (titles + papers) / (2 * group.length)
      const outside = others.length === 0 ? 0 : (elsewhere.get(stems) ?? 0) / others.length
      const length = stems.split(' ').length
      const whole = length > 1 ? Math.sqrt(length) : single
      // What other papers mention as much marks nothing out, however common it is.
      const marks = Math.max(0.01, (inside - outside) / (inside + outside))
      const score = inside * marks * whole
      return { stems, papers, words: mostUsed(words), score }
    })
    .sort((one, other) => other.score - one.score || (one.stems < other.stems ? -1 : 1))
  // What one paper of several says is no theme of theirs.
  const common = ranked.filter(({ papers }) => papers > 1)
  const capitals = capitalsOf([...group, ...others])
  const chosen: KeyPhrase[] = []
  for (const { words, stems, papers } of common.length >= limit ? common : ranked) {
    if (chosen.length === limit) break
    const parts = new Set(stems.split(' '))
    const said = chosen.some((phrase) => phrase.stems.split(' ').some((part) => parts.has(part)))
    if (!said) chosen.push({ words: capitals(words), stems, papers })
  }
  return chosen
}

function bump(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function mostUsed(counts: ReadonlyMap<string, number>): string {
  const [best] = [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1))
  return best?.[0] ?? ''
}

/** The phrases that stand nowhere but within one longer phrase: "large language" of "large language models". */
function fragmentsAmong(held: ReadonlyMap<string, Held>): ReadonlySet<string> {
  const fragments = new Set<string>()
  for (const [stems, { papers, titles }] of held) {
    const parts = stems.split(' ')
    for (const part of [parts.slice(1), parts.slice(0, -1)].map((words) => words.join(' '))) {
      const own = held.get(part)
      if (own?.papers === papers && own.titles === titles) fragments.add(part)
    }
  }
  return fragments
}

/** Every phrase of a paper with the way it is written first and whether the title holds it. */
function phrasesOf(paper: Paper): ReadonlyMap<string, { words: string; title: boolean }> {
  const phrases = new Map<string, { words: string; title: boolean }>()
  for (const [text, title] of [
    [paper.abstract, false],
    [paper.title, true],
  ] as const) {
    for (const run of topicalRuns(text)) {
      for (const [start] of run.entries()) {
        for (let length = 1; length <= longestPhrase && start + length <= run.length; length++) {
          const words = run.slice(start, start + length)
          // "representations across", "small models": everyday English marks nothing out.
          if ([words[0], words.at(-1)].some((word = '') => isLightWord(foldText(word)))) continue
          const stems = words.map((word) => stem(foldText(word))).join(' ')
          const known = phrases.get(stems)
          // As titles write it, which are read last.
          phrases.set(stems, {
            words: words.map(plainCase).join(' '),
            title: title || (known?.title ?? false),
          })
        }
      }
    }
  }
  return phrases
}

/** Runs of neighbouring words that say something of the topic. */
function topicalRuns(text: string): readonly (readonly string[])[] {
  const runs: string[][] = [[]]
  let isFirst = true
  for (const [word] of text.matchAll(piece)) {
    const parts = foldText(word).split('-')
    if (/^[\p{L}]/u.test(word) && parts.every((part) => part.length > 0) && isThemeWord(parts.at(-1) ?? ''))
      runs.at(-1)?.push(isFirst ? plainCase(word) : word)
    else runs.push([])
    isFirst = sentenceEnd.test(word)
  }
  return runs.filter((run) => run.length > 0)
}

/** A word that is only written large as titles are, or as sentences begin, is written small. */
function plainCase(word: string): string {
  return /^\p{Lu}[\p{Ll}-]+$/u.test(word) ? word.toLowerCase() : word
}

/** -> the words of a title with the capitals that abstracts give them: none where one of them writes it small. */
function capitalsOf(papers: readonly Paper[]): (words: string) => string {
  const written = new Map<string, string>()
  for (const word of papers.flatMap(({ abstract }) => topicalRuns(abstract).flat())) {
    const small = word.toLowerCase()
    if (word === small || !written.has(small)) written.set(small, word)
  }
  return (words) =>
    words
      .split(' ')
      .map((word) => written.get(word.toLowerCase()) ?? word)
      .join(' ')
}
