import { idKeys, idMentions } from '../papers/ids.ts'
import type { PaperId } from '../papers/paper.ts'
import { foldText } from '../papers/words.ts'
import type { Said } from '../platform/listen.ts'
import type { Request } from '../platform/request.ts'
import type { Store, Turn } from '../store/store.ts'

/** How many turns back a line may lean. */
const turnsRead = 10
/** How many turns back the page may be that somebody replies to. */
const turnsLookedThrough = 50
/** How long somebody's last direct conversation is gone on with, in milliseconds. */
const directGoesOn = 60 * 60_000

/**
 * The turns that a line may lean on, newest first: those of its conversation; where these showed no paper, those of the
 * last direct conversation within an hour, or else the papers that people linked to above. The page that it was asked
 * below, and what a reply points at, come before everything.
 */
export async function turnsBefore(
  {
    who,
    where,
    before,
    pointsAt,
    about = [],
  }: Pick<Request, 'who' | 'where' | 'before' | 'pointsAt' | 'about'>,
  store: Pick<Store, 'turns' | 'papers'>,
  now: Date,
): Promise<readonly Turn[]> {
  const target = await pointsAt?.()
  const linked = target ? await meantBy(target, where.conversation, store) : []
  const below = about.length > 0 ? [pageOf(about, where.conversation), ...linked] : linked
  // Pointing at something means that thing, rather than what the person asked before.
  const pointed = below.map((turn) => ({ ...turn, person: who.id }))
  const own = await store.turns.recent(where.conversation, turnsRead)
  if (pointed.length > 0 || own.some(({ papers }) => papers.length > 0)) return [...pointed, ...own]
  if (where.within !== undefined) {
    const since = now.getTime() - directGoesOn
    const latest = await store.turns.recent({ within: where.within }, turnsRead)
    return latest.filter(({ at }) => at.getTime() >= since)
  }
  return before ? [...(await linkedIn(await before(), where.conversation, store)), ...own] : own
}

/** What a message that is pointed at shows: the papers of our own page, whatever was shown since, or those linked to. */
async function meantBy(
  target: Said,
  conversation: string,
  store: Pick<Store, 'turns' | 'papers'>,
): Promise<readonly Turn[]> {
  if (target.by !== 'us') return linkedIn([target], conversation, store)
  const shown = lettersOf(target.text)
  for (const turn of await store.turns.recent(conversation, turnsLookedThrough)) {
    const [first] = await store.papers.get(turn.papers.slice(0, 1))
    if (first && shown.includes(lettersOf(first.title))) return [turn]
  }
  return []
}

/** Marks may be escaped where the text stands. */
const lettersOf = (text: string): string => foldText(text).replace(/[^\p{L}\p{N}]+/gu, ' ')

/** A page of these papers, as if it had been shown last. */
const pageOf = (papers: readonly PaperId[], conversation: string): Turn => ({
  ...{ id: '', conversation, person: '', at: new Date(0), line: '', claims: [] },
  answer: papers.map((_, index) => `${index + 1}. `).join('\n'),
  papers,
})

/** The words that "can you answer this?" means: the message pointed at, or the last question of a person above, unless
 * Paperboy itself has spoken since. None at all where a message is meant that cannot be read. */
export async function wordsAbove({
  where,
  before,
  pointsAt,
}: Pick<Request, 'where' | 'before' | 'pointsAt'>): Promise<string | undefined> {
  // In a direct conversation everything was said to Paperboy, and answered.
  const isDirect = where.posts?.kind === 'direct'
  const said = (await pointsAt?.()) ?? (isDirect ? undefined : lastAsked((await before?.()) ?? []))
  if (said?.withheld !== undefined) return ''
  return said === undefined || typeof said.by === 'string' || said.text.trim() === '' ? undefined : said.text
}

/** The last message that asks something, or else the last one that says anything. */
function lastAsked(said: readonly Said[]): Said | undefined {
  const worded = said.filter(({ text }) => /[\p{L}\p{N}]/u.test(text))
  const asked = worded.findLast(({ text }) => /[?？]/.test(text))
  const last = worded.at(-1)
  return last?.by === 'us' ? last : (asked ?? last)
}

/** The papers that messages link to, as if they had been shown: what "the two" or "this paper" means, newest first. */
async function linkedIn(
  said: readonly Said[],
  conversation: string,
  store: Pick<Store, 'papers'>,
): Promise<readonly Turn[]> {
  const turns = await Promise.all(
    said.toReversed().map(async ({ id, by, text }): Promise<readonly Turn[]> => {
      const linked = await store.papers.get(idMentions(text).flatMap(({ ids }) => idKeys(ids)))
      if (linked.length === 0) return []
      const person = typeof by === 'string' ? by : by.person
      const papers = [...new Set(linked.map((paper) => paper.id))]
      return [{ id, conversation, person, at: new Date(0), line: text, answer: '', papers, claims: [] }]
    }),
  )
  return turns.flat()
}
