import { orderByAsker } from '../answering/conversation/leaning.ts'
import { lastSpoken } from '../answering/conversation/places.ts'
import { bestId } from '../papers/best-id.ts'
import { foldTitle } from '../papers/identity.ts'
import { idKeys, idsIn, type PaperIds } from '../papers/ids.ts'
import { foldName, namesOf } from '../papers/names.ts'
import type { Paper, PaperId } from '../papers/paper.ts'
import type { Request } from '../platform/request.ts'
import { namesNoTopic } from '../retrieval/question-words.ts'
import type { Turn } from '../store/store.ts'
import { turnsBefore } from './above.ts'
import { missingIn, missingInWords } from './missing-paper.ts'
import { type Reference, readReference } from './reference.ts'
import type { Services } from './services.ts'

type Asker = Pick<Request, 'who' | 'where' | 'before' | 'pointsAt' | 'about'>

/** What a name of a paper stands for; `why` is a sentence for the person. */
export type Resolution =
  | { kind: 'found'; paper: Paper }
  /** Several papers to choose from. */
  | { kind: 'ambiguous'; why: string; papers: readonly Paper[] }
  | {
      kind: 'unknown'
      why: string
      closest: readonly Paper[] /** Of a paper that could be added. */
      ids?: PaperIds
    }

/** How well words describe a paper, and how much better than the next, as shares of what they say. */
const describes = { least: 0.5, ahead: 0.2 }
/** How many papers are offered to choose from. */
const choices = 5
/** Longest words looked up as a title, in UTF-16 units: the longest titles are shorter. */
const longestTitle = 300

/**
 * Finds the paper a person names: by number in the last list of the conversation, id, arXiv id or link, method name,
 * or words of its title, in this order. What fits several papers is ambiguous; what fits none comes with the closest
 * papers by search.
 *
 * @param among `listed` where papers are held against each other: a number counts on the last list of several papers,
 *   "it" is the first of a page, and words may describe a paper
 */
export async function resolvePaper(
  said: string,
  asker: Asker,
  services: Pick<Services, 'store' | 'search' | 'clock'>,
  among: 'shown' | 'listed' = 'shown',
): Promise<Resolution> {
  const [byId] = await services.store.papers.get([said])
  if (byId) return { kind: 'found', paper: byId }
  const reference = readReference(said)
  const turns = await turnsOf(asker, services)
  if (reference.kind === 'text') {
    const found = await resolveText(reference.text, services)
    if (found.kind !== 'unknown') return found
    const spoken = await describedBy(reference.text, services, shownIn(turns))
    const other = spoken ?? (among === 'listed' ? await describedBy(reference.text, services) : undefined)
    return other ? { kind: 'found', paper: other } : found
  }
  const meant =
    reference.kind === 'number' && among === 'listed' ? { ...reference, ordinal: true as const } : reference
  const found = await resolvePointer(meant, { turns, among }, services)
  if (found.kind !== 'unknown') return found
  // What was pointed at may be a link to a paper that is not here.
  const pointed = (await asker.pointsAt?.())?.text ?? ''
  const missing = await missingIn(pointed, services.store)
  return missing.length > 0 ? { ...found, why: missingInWords(missing) } : found
}

const shownIn = (turns: readonly Turn[]): readonly PaperId[] => [
  ...new Set(turns.flatMap(({ papers }) => papers)),
]

/** The paper that words describe ("the bonsai one"), if one fits well and clearly best; of all where none are given. */
async function describedBy(
  words: string,
  { search }: Pick<Services, 'search'>,
  among?: readonly PaperId[],
): Promise<Paper | undefined> {
  if (among?.length === 0 || namesNoTopic(words)) return undefined
  const [best, next] = (await search(words, { limit: 2, ...(among && { among }) })).papers
  const covered = best?.fit.coverage ?? 0
  const isClear = covered >= describes.least && covered - (next?.fit.coverage ?? 0) >= describes.ahead
  return isClear ? best?.paper : undefined
}

/** The papers that "these", "both" or "the first three" mean; undefined for words that name no list. */
export async function resolveList(
  said: string,
  asker: Asker,
  services: Pick<Services, 'store' | 'clock'>,
): Promise<readonly Paper[] | undefined> {
  const reference = readReference(said)
  if (reference.kind !== 'list' && reference.kind !== 'pair') return undefined
  const turns = await turnsOf(asker, services)
  if (reference.kind === 'pair') return services.store.papers.get(lastSpoken(turns) ?? [])
  const listed = listedFor(reference, turns)
  const several = listed.length > 1 ? listed : (lastSpoken(turns) ?? listed)
  return services.store.papers.get(several.slice(0, reference.count))
}

/** The latest turns, as this person's words lean on them. */
async function turnsOf(
  asker: Asker,
  { store, clock }: Pick<Services, 'store' | 'clock'>,
): Promise<readonly Turn[]> {
  return orderByAsker(asker.who.id, await turnsBefore(asker, store, clock.now()))
}

async function resolvePointer(
  reference: Exclude<Reference, { kind: 'text' }>,
  { turns, among }: { turns: readonly Turn[]; among: 'shown' | 'listed' },
  { store }: Pick<Services, 'store'>,
): Promise<Resolution> {
  const listed = listedFor(reference, turns)
  if (listed.length === 0) {
    const why = 'There is no list in this conversation yet.'
    return { kind: 'unknown', why, closest: [] }
  }
  const isOne =
    reference.kind === 'number' ||
    reference.kind === 'last' ||
    (reference.kind === 'shown' && among === 'listed')
  if (!isOne && listed.length > 1) {
    return { kind: 'ambiguous', why: 'Which one?', papers: await store.papers.get(listed) }
  }
  const place =
    reference.kind === 'number' ? reference.number : reference.kind === 'shown' ? 1 : listed.length
  const id = listed[place - 1]
  const [paper] = id === undefined ? [] : await store.papers.get([id])
  if (paper) return { kind: 'found', paper }
  if (id !== undefined) {
    const [removed] = await store.removed.get([id])
    const name = removed ? `“${removed.title}”` : 'That paper'
    return { kind: 'unknown', why: `${name} is no longer in the collection.`, closest: [] }
  }
  const length = listed.length === 1 ? 'one paper' : `${listed.length} papers`
  const why = `The last list has ${length}, so there is no such number.`
  return { kind: 'ambiguous', why, papers: await store.papers.get(listed.slice(0, choices)) }
}

const lastShown = (turns: readonly Turn[]): readonly PaperId[] =>
  turns.find((turn) => turn.papers.length > 0)?.papers ?? []

function listedFor(
  reference: Exclude<Reference, { kind: 'text' }>,
  turns: readonly Turn[],
): readonly PaperId[] {
  if (reference.kind === 'shown') return meantByIt(turns)
  if (reference.kind === 'pair') return lastSpoken(turns) ?? lastList(turns)
  // "the second" of a page with one paper means the list before it, and so does "the first" in words.
  const several =
    reference.kind === 'list' || (reference.kind === 'number' && (reference.number > 1 || reference.ordinal))
  const long = reference.kind === 'number' ? Math.max(2, reference.number) : 2
  const lists = several ? turns.filter(({ papers }) => papers.length > 1) : []
  return (lists.find(({ papers }) => papers.length >= long) ?? lists[0])?.papers ?? lastList(turns)
}

/** What was shown last, or the one paper that was mentioned before the list which was made for it. */
function meantByIt(turns: readonly Turn[]): readonly PaperId[] {
  const [last, before] = turns.filter((turn) => turn.papers.length > 0)
  const [subject, ...others] = before?.papers ?? []
  const isList = (last?.papers.length ?? 0) > 1
  if (isList && subject !== undefined && others.length === 0 && !last?.papers.includes(subject))
    return [subject]
  return last?.papers ?? []
}

/**
 * The papers that numbers point at: those of the latest page that had numbers. `show` gives its paper none, so that
 * "show 1", "show 2" in a row go on pointing at the list they began with.
 */
function lastList(turns: readonly Turn[]): readonly PaperId[] {
  const numbered = turns.find(({ papers, answer }) => papers.length > 0 && /^1\. /m.test(answer))
  return numbered?.papers ?? lastShown(turns)
}

async function resolveText(
  text: string,
  { store, search }: Pick<Services, 'store' | 'search'>,
): Promise<Resolution> {
  const ids = idsIn(text)
  const [byId] = await store.papers.get([text, ...idKeys(ids)])
  if (byId) return { kind: 'found', paper: byId }
  const missing = await missingIn(text, store)
  if (missing.length > 0) return { kind: 'unknown', why: missingInWords(missing), closest: [] }
  const carrying = foldName(text) === '' ? [] : await store.papers.named(text, choices)
  const introducing = carrying.filter((paper) => introduces(paper, text))
  const titled = text.length > longestTitle ? [] : await store.papers.titled(text, choices)
  const exact = titled.filter((paper) => foldTitle(paper.title) === foldTitle(text))
  for (const papers of [exact, introducing, titled]) {
    const [only, ...others] = papers
    if (only && others.length === 0) return { kind: 'found', paper: only }
    if (only) return { kind: 'ambiguous', why: `Several papers fit “${text}”. Which one?`, papers }
  }
  if (carrying.length > 0) {
    const why = `No paper here introduces “${text}”, but these mention it:`
    return { kind: 'ambiguous', why, papers: carrying }
  }
  if (idKeys(ids).length > 0)
    return { kind: 'unknown', why: `I do not have the paper ${bestId({ id: text, ids })}.`, closest: [], ids }
  const why = `I know no paper called “${text}”.`
  const { papers } = await search(text, { limit: 3 })
  return { kind: 'unknown', why, closest: papers.map(({ paper }) => paper) }
}

function introduces(paper: Paper, name: string): boolean {
  return namesOf(paper).some((known) => known.introduced && foldName(known.name) === foldName(name))
}
