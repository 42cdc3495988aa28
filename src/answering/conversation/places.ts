import type { PaperId } from '../../papers/paper.ts'
import { foldText } from '../../papers/words.ts'
import type { Turn } from '../../store/store.ts'

const ordinals = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')
const cardinals = 'one two three four five six seven eight nine ten'.split(' ')
/** Behind "the second" alone: "the second works with which models?". "the second stage" is something else. */
const verb =
  '(?:is|was|has|had|does|do|did|can|works?|uses?|beats?|needs?|proposes?|claims?|says?|reports?|achieves?|outperforms?|improves?|reduces?|introduces?|relies|rely|performs?|handles?|selects?|learns?|compares?|have|train|evaluate|show|find|about|there|too|also|please|pls)'
const ordinal = `(?<ordinal>${ordinals.join('|')}|\\d{1,2}(?:st|nd|rd|th))`
/** "the second one", "and the second?", "number 2", "paper 2", "#2". */
const picks: readonly RegExp[] = [
  new RegExp(`\\b(?:the )?${ordinal} (?:ones?|papers?|of (?:these|them|those))\\b`),
  new RegExp(`\\bthe ${ordinal}(?=\\W*$)`),
  /(?:\b(?:number|no\.?|paper) ?|#)(?<number>\d{1,2})\b/,
  new RegExp(`\\b(?:number|paper) (?<word>${cardinals.join('|')})\\b`),
  new RegExp(
    `(?:^(?:and |but |so )?|\\b(?:is|whats|hows|does|do|did|was|has|have|can|about|of|with|on|from|to|than) )the ${ordinal}(?:,| ${verb}\\b)`,
  ),
  /\bthe (?:(?:one|paper|result) (?:at|on) the )?(?<edge>top)(?: (?:one|paper|result))?(?=\W*$| (?:is|does|do|about)\b)/,
]
const lastPick =
  /\bthe (?:(?:one|paper|result) (?:at|on) the )?bottom(?: (?:one|paper|result))?(?=\W*$| (?:is|does|do|about)\b)|\bthe last (?:one|paper|of (?:these|them|those))\b|\bthe last(?=\W*$)/
const otherPick = /\bthe other(?: one| paper)?(?:s)?\b/
const before = /\bthe (?:previous|earlier|prior) (?:one|paper)\b|\bthe one before(?: (?:that|this|it))?\b/
const after = /\bthe (?:next(?: one| paper)?|one after(?: (?:that|this|it))?)(?=\W*$| (?:is|does|do|about)\b)/
const firstAsked =
  /\bthe (?:first|very first) (?:paper|one|thing) (?:that )?(?:i|we) (?:asked|talked|spoke|looked)\b/
/** In a list of two. */
const picksOfTwo: readonly RegExp[] = [/\bthe former\b/, /\bthe latter\b/]
const few =
  /\b(?:both|(?:the|these|those)(?: last)? (?<count>two|three|four)(?: last)?(?: of them| ones| papers)?)\b/

const allForms = [...picks, lastPick, otherPick, before, after, firstAsked, ...picksOfTwo]

/** The papers that a place in what was shown means, or that there is no such place. */
export type ListPosition =
  | { kind: 'papers'; papers: readonly PaperId[] }
  | { kind: 'beyond'; place: number; length: number }

/**
 * Which papers a question picks by their place: in the latest list, also where the turns since then mentioned one of its
 * papers, or among the papers mentioned one after another ("both"). Undefined when it names no place.
 *
 * @param history the turns that the question leans on, nearest first; at least one showed papers
 */
export function placeIn(question: string, history: readonly Turn[]): ListPosition | undefined {
  const text = foldText(question).trim()
  const shown = history.filter(({ papers }) => papers.length > 0)
  const list = (shown.find(({ papers }) => papers.length > 1) ?? shown[0])?.papers ?? []
  const picked = (papers: readonly PaperId[]): ListPosition => ({ kind: 'papers', papers })
  if (firstAsked.test(text)) return picked(shown.at(-1)?.papers.slice(0, 1) ?? [])
  if (after.test(text)) {
    const next = list[list.indexOf(shown[0]?.papers[0] ?? '') + 1]
    if (next !== undefined) return picked([next])
  }
  if (before.test(text)) {
    const earlier = lastSpoken(history)?.slice(1)
    if (earlier) return picked(earlier)
  }
  const place = numberIn(text)
  if (place !== undefined) {
    // A list that is too short for it is not the one that is meant.
    const long = list.length >= place ? list : shown.find(({ papers }) => papers.length >= place)?.papers
    const paper = long?.[place - 1]
    return paper === undefined ? { kind: 'beyond', place, length: list.length } : picked([paper])
  }
  const ofTwo = picksOfTwo.findIndex((pick) => pick.test(text))
  const [chosen] = ofTwo < 0 ? [] : list.slice(ofTwo, ofTwo + 1)
  if (chosen !== undefined) return picked([chosen])
  if (lastPick.test(text)) return picked(list.slice(-1))
  if (otherPick.test(text)) {
    const [spoken] = shown[0]?.papers ?? []
    const others = list.filter((paper) => paper !== spoken)
    if (others.length > 0) return picked(others)
  }
  const several = few.exec(text)
  const spoken = several && lastSpoken(history, cardinals.indexOf(several.groups?.count ?? 'two') + 1)
  return spoken ? picked(spoken) : undefined
}

/** The papers that "both" or "these three" mean: those of the last page, or the last so many that were mentioned. */
export function lastSpoken(history: readonly Turn[], count = 2): readonly PaperId[] | undefined {
  const spoken = new Set<PaperId>()
  for (const { papers } of history) {
    if (papers.length > count) continue
    for (const paper of papers) if (spoken.size < count) spoken.add(paper)
  }
  return spoken.size === count ? [...spoken] : undefined
}

/** Whether words name a place in a list ("the second one"). */
export function pointsAtPlace(words: string): boolean {
  const text = foldText(words).trim()
  return allForms.some((form) => form.test(text))
}

/** Where a text in lower case names a place. */
export function placeWords(text: string): RegExpExecArray | undefined {
  return allForms.map((form) => form.exec(text)).find((match) => match !== null) ?? undefined
}

function numberIn(text: string): number | undefined {
  const groups = picks.map((pick) => pick.exec(text)?.groups).find((found) => found !== undefined)
  if (groups?.edge === 'top') return 1
  if (groups?.word !== undefined) return cardinals.indexOf(groups.word) + 1
  const said = groups?.number ?? groups?.ordinal
  if (said === undefined) return undefined
  return ordinals.includes(said) ? ordinals.indexOf(said) + 1 : Number.parseInt(said, 10)
}
