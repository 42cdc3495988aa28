import { bestId } from '../papers/best-id.ts'
import { idKeys, idMentions, type PaperIds } from '../papers/ids.ts'
import type { Paper } from '../papers/paper.ts'
import { paperActions, paperCards } from '../papers/view.ts'
import type { Output } from '../platform/json-output.ts'
import type { Request } from '../platform/request.ts'
import { heading, list, note, paragraph, prose, reply, run, strong } from '../replies/build.ts'
import type { Action, Reply } from '../replies/reply.ts'
import { canBeFetched } from '../sync/by-id.ts'
import type { Command, Shown } from './command.ts'
import { paperData } from './json-data.ts'
import { checkMayAdd } from './permissions.ts'
import type { Services } from './services.ts'
import { usageReply } from './usage.ts'

/** How many papers a workspace may add in a day, and in how many milliseconds that is counted. */
const daily = { most: 20, within: 24 * 3_600_000 }
/** How many papers one line may name. */
const mostNamed = 50
/** How long fetching may take, in milliseconds: at a command line somebody waits, in a chat an answer comes when it comes. */
const patience = { terminal: 30_000, chat: 10 * 60_000 }

export const add: Command = {
  name: 'add',
  audience: 'everyone',
  mayUse: 'members',
  quick: true,
  summary: 'Fetch papers by id or link: arXiv, DOI, ACL Anthology, OpenReview, Semantic Scholar, PubMed',
  options: [{ name: 'ids', summary: 'ids or links, several in one line', kind: 'ids', required: true }],
  examples: ['add 2402.17152', 'add https://arxiv.org/abs/1706.06978 10.1145/3219819.3219823'],
  async *run({ request, rest, signal }, services) {
    // What has an id of no place cannot be fetched: it is only let in again.
    const own = wordsBeside(rest)
    const lifted = await services.store.removed.get(own)
    const wanted = wantedIn(rest)
    const letIn = new Set(lifted.map(({ id }) => id))
    const unread = own.filter((word) => looksLikeId(word) && !letIn.has(word)).map(notRead)
    if (wanted.length === 0 && lifted.length === 0 && unread.length === 0) {
      yield { reply: usageReply(add) }
      return
    }
    await checkMayAdd(request, services)
    if (wanted.length > 0) {
      const words = wanted.length === 1 ? 'Fetching a paper…' : `Fetching ${wanted.length} papers…`
      yield { reply: reply({ summary: words, tone: 'working', blocks: [paragraph(words)] }) }
    }
    if (lifted.length > 0) await services.store.removed.lift(lifted)
    const found = await fetchInto(wanted, { request, signal }, services)
    const back = lifted.map(({ title }) => title)
    yield addedPage([...found, ...unread], back)
  },
}

/** The button that adds a paper which somebody mentions; undefined where nobody can fetch it. */
export const addAction = (ids: PaperIds): Action | undefined =>
  canBeFetched(ids) ? run('Add it', `add ${bestId({ id: '', ids })}`) : undefined

/** A paper as it was named, and what became of it. */
type Wanted = { said: string; ids: PaperIds }
type Outcome = Wanted & ({ state: 'added' | 'known'; paper: Paper } | { state: 'failed'; why: string })

/** The words of a line that are part of no id. */
function wordsBeside(line: string): readonly string[] {
  let rest = line
  for (const { start, end } of idMentions(line))
    rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end)
  return rest
    .split(/[\s,;<>|]+/)
    .filter((word) => word !== '')
    .slice(0, mostNamed)
}

/** Whether somebody means a paper by a word that is no id of any place: an address, or a number with signs. */
const looksLikeId = (word: string): boolean =>
  /^https?:\/\//i.test(word) || (word.length >= 6 && word.replace(/\D/g, '').length >= 4)

const notRead = (said: string): Outcome => ({
  said,
  ids: {},
  state: 'failed',
  why: 'This is not an id or link that I know.',
})

/** Each paper once, however often it is named. */
function wantedIn(line: string): readonly Wanted[] {
  const named = new Map<string, Wanted>()
  for (const { start, end, ids } of idMentions(line)) {
    const key = idKeys(ids)[0] ?? ''
    if (!named.has(key)) named.set(key, { said: line.slice(start, end), ids })
  }
  return [...named.values()].slice(0, mostNamed)
}

/** Fetches papers that are not here yet into the store, and notes who brought them to the workspace. */
async function fetchInto(
  wanted: readonly Wanted[],
  { request, signal }: { request: Request; signal: AbortSignal },
  { store, clock, fetchByIds, addingSlot: addingTurn, papersCame }: Services,
): Promise<readonly Outcome[]> {
  const { where, who } = request
  const isTerminal = where.platform === 'terminal'
  const known = new Map<Wanted, Paper>()
  for (const one of wanted) {
    const [paper] = await store.papers.get(idKeys(one.ids))
    if (paper) known.set(one, paper)
  }
  const missing = wanted.filter((one) => !known.has(one))
  const allowed = missing.slice(0, await left())
  const late = AbortSignal.timeout(isTerminal ? patience.terminal : patience.chat)
  const fetched = await fetchByIds(
    allowed.map(({ ids }) => ids),
    { signal, late },
  )
  const own = allowed.length === 0 ? undefined : await addingTurn(signal)
  try {
    return await keep()
  } finally {
    await own?.end()
  }

  /** How many more may come in today. */
  async function left(): Promise<number> {
    if (isTerminal) return mostNamed
    const since = new Date(clock.now().getTime() - daily.within)
    return Math.max(0, daily.most - (await store.workspaces.count(where, 'added', since)))
  }

  async function keep(): Promise<readonly Outcome[]> {
    // Others may have brought some while these were fetched.
    const room = await left()
    const papers = fetched.flatMap((one) => ('paper' in one ? [one.paper] : [])).slice(0, room)
    if (papers.length > 0) {
      // Asking for a paper that was taken out means wanting it back.
      await store.removed.lift(papers)
      await store.papers.put(papers)
      papersCame()
    }
    const outcomes: Outcome[] = []
    for (const one of wanted) {
      const before = known.get(one)
      const given = fetched[allowed.indexOf(one)]
      const result = given && 'paper' in given && !papers.includes(given.paper) ? undefined : given
      const [paper] = before
        ? [before]
        : await store.papers.get(result && 'paper' in result ? [...idKeys(one.ids), result.paper.id] : [])
      if (paper) outcomes.push({ ...one, state: before ? 'known' : 'added', paper })
      else outcomes.push({ ...one, state: 'failed', why: whyNot(result) })
    }
    const added = outcomes.flatMap((one) => (one.state === 'added' ? [one.paper.id] : []))
    const at = clock.now()
    if (added.length > 0)
      await store.workspaces.mark(
        where,
        'added',
        [...new Set(added)].map((paper) => ({ paper, by: who, at })),
      )
    return outcomes
  }
}

function whyNot(result: { paper: Paper } | { why: string } | undefined): string {
  if (!result) return `At most ${daily.most} papers a day can be added here: try again tomorrow.`
  return 'why' in result ? result.why : 'It is hidden in this workspace.'
}

/** @param back titles of papers that were taken out, and may come in again */
function addedPage(outcomes: readonly Outcome[], back: readonly string[]): Shown {
  const here = outcomes.flatMap((one) => (one.state === 'failed' ? [] : [one]))
  const failed = outcomes.flatMap((one) => (one.state === 'failed' ? [one] : []))
  const papers = [...new Map(here.map(({ paper }) => [paper.id, paper])).values()]
  const states = new Map(here.map(({ paper, state }) => [paper.id, state]))
  const data: Output<'add'> = {
    added: papers.filter(({ id }) => states.get(id) === 'added').map(paperData),
    known: papers.filter(({ id }) => states.get(id) === 'known').map(paperData),
    failed: failed.map(({ said, why }) => ({ said, why })),
  }
  const page: Reply = reply({
    summary: summaryOf(data, back),
    tone: papers.length === 0 && back.length === 0 ? 'warning' : 'answer',
    blocks: [
      ...(papers.length === 0 ? [] : [heading(summaryOf(data, back))]),
      ...paperCards(papers, ({ id, abstract }) => [
        states.get(id) === 'added' ? 'added' : 'here already',
        ...(abstract === '' ? ['only its title is known'] : []),
      ]),
      ...back.map((title) =>
        paragraph(strong(title), ' may come in again: with the next file or source that holds it.'),
      ),
      ...(failed.length === 0 ? [] : [paragraph('Not added:')]),
      list(failed.map(({ said, why }) => prose(strong(said), `: ${why}`))),
      ...(papers.length === 0 ? [] : [note('Ask about it, or open one with its number.')]),
    ],
    actions: paperActions('show', papers),
    data,
  })
  return papers.length === 0 ? { reply: page } : { reply: page, papers: papers.map(({ id }) => id) }
}

function summaryOf({ added, known, failed }: Output<'add'>, back: readonly string[]): string {
  const [first, ...others] = [...added, ...known]
  if (!first) {
    if (back.length > 0) return `Let in again: ${back.join(', ')}`
    return failed.length === 1
      ? `Not added: ${failed[0]?.said}`
      : `None of ${failed.length} papers was added.`
  }
  if (others.length === 0) return `${added.length === 1 ? 'Added' : 'Here already'}: ${first.title}`
  const parts = [
    ...(added.length > 0 ? [`${added.length} added`] : []),
    ...(known.length > 0 ? [`${known.length} here already`] : []),
  ]
  return `${parts.join(', ')}.`
}
