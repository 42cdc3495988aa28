import { distance } from 'fastest-levenshtein'
import { subscriptionInWords } from '../digests/describe.ts'
import { zonesLike } from '../digests/zone-names.ts'
import { latestListDay } from '../lib/clock.ts'
import { once } from '../lib/memoize.ts'
import { idKeys, idMentions } from '../papers/ids.ts'
import { foldName, namesOf } from '../papers/names.ts'
import type { Paper } from '../papers/paper.ts'
import { dayInWords } from '../papers/view.ts'
import { wordsOf } from '../papers/words.ts'
import type { Complete, Completion, Option } from '../platform/menu.ts'
import { truncate } from '../replies/clean.ts'
import { hiddenIn, hiding } from '../store/hidden.ts'
import type { Workspace } from '../store/workspace-papers.ts'
import { choicesLike, isSwapped } from './choices-like.ts'
import type { Command } from './command.ts'
import type { Services } from './services.ts'
import { settingLines } from './settings.ts'

/** How many are offered, and how long a label may be, in UTF-16 units: Discord's limits, the tightest. */
const most = 25
const longestLabel = 100
/** The newest papers, among which a slip is looked for, and wrong letters as a share of what is typed. */
const looked = 500
const slips = 0.3
/** Days on which posts come, as most people want them. */
const whichDays = [
  'weekdays',
  'daily',
  'mon',
  'tue',
  'wed',
  'thu',
  'fri',
  'sat',
  'sun',
  'mon,thu',
  'mon,wed,fri',
]

/** Completes papers by id, method name or words of the title, topics by terms of the field, commands and zones by name. */
export function createComplete(
  commands: readonly Command[],
  {
    store,
    topics,
    clock,
  }: { store: Pick<Services['store'], 'papers' | 'workspaces' | 'subscriptions'> } & Pick<
    Services,
    'topics' | 'clock'
  >,
): Complete {
  /** By a link or id that stands anywhere in it, as it is typed, or, where that finds none, with a slip in it. */
  async function papersFor(typed: string): Promise<readonly Paper[]> {
    const linked = await store.papers.get(idMentions(typed).flatMap(({ ids }) => idKeys(ids)))
    if (linked.length > 0) return linked
    const papers = await store.papers.completions(typed, most)
    return papers.length > 0 ? papers : nearestNamed(typed, await store.papers.completions('', looked))
  }

  return async ({ command, option, typed, where }) => {
    const { options = [] } = commands.find(({ name }) => name === command) ?? {}
    const kind = options.find(({ name }) => name === option)?.kind
    return hiding(await hiddenIn(where, store), () => choicesFor(kind, typed, where))
  }

  /** The clocks that daily posts of a workspace go by, as far as they may be meant: that of most of them first. */
  async function usualZones({ platform, workspace }: Workspace, typed: string): Promise<readonly string[]> {
    if (workspace === undefined) return []
    const meant = new Set(zonesLike(typed, Number.POSITIVE_INFINITY))
    return (await store.subscriptions.zonesWithin({ platform, workspace })).filter((zone) => meant.has(zone))
  }

  async function choicesFor(
    kind: Option['kind'] | undefined,
    typed: string,
    where: Parameters<Complete>[0]['where'],
  ): Promise<readonly Completion[]> {
    switch (kind) {
      case 'paper': {
        const papers = await papersFor(typed)
        return papers.map(({ id, title }) => ({ label: truncate(title, longestLabel), value: id }))
      }
      case 'topic': {
        const found = await topics(typed, most)
        return found.map(asChoice)
      }
      case 'command':
        return commands
          .filter(({ name, hidden }) => !hidden && name.startsWith(typed.trim().toLowerCase()))
          .slice(0, most)
          .map(({ name }) => asChoice(name))
      case 'zone': {
        const named = zonesLike(typed, most)
        if (named.length === 0) return choicesLike(zones().map(asChoice), typed, most)
        const usual = await usualZones(where, typed)
        const others = named.filter((zone) => !usual.includes(zone)).map(asChoice)
        return [...usual.map((zone) => ({ label: `${zone} (usual here)`, value: zone })), ...others].slice(
          0,
          most,
        )
      }
      case 'extent':
        return ['all', 'me everywhere'].map(asChoice)
      case 'setting':
        return choicesLike(settingLines.map(asChoice), typed, most)
      case 'day': {
        const known = await store.papers.days(most, latestListDay(clock.now()))
        const days = known.map(({ date }) => ({ label: dayInWords(date), value: date }))
        return choicesLike([asChoice('yesterday'), ...days], typed, most)
      }
      case 'weekdays':
        return choicesLike(whichDays.map(asChoice), typed, most)
      case 'subscription': {
        const here = where.posts ? await store.subscriptions.at(where.posts) : []
        return choicesLike(
          here.map((one) => ({
            label: truncate(`${one.id}: ${subscriptionInWords(one)}`, longestLabel),
            value: one.id,
          })),
          typed,
          most,
        )
      }
      case 'number':
      case 'person':
      case 'wonder':
      case 'question':
      case 'text':
      case 'turn':
      case 'rating':
      case 'flag':
      case 'ids':
      case undefined:
        return []
    }
  }
}

const asChoice = (words: string): Completion => ({ label: words, value: words })

const zones = once(() => ['UTC', ...Intl.supportedValuesOf('timeZone')])

/** Papers with a name, or a word of their title, that is nearly what is typed; the nearest first. */
function nearestNamed(typed: string, papers: readonly Paper[]): readonly Paper[] {
  const said = foldName(typed.slice(0, longestLabel))
  const allowed = Math.floor(said.length * slips)
  if (allowed === 0) return []
  const slipsOf = (paper: Paper) => {
    const names = [...namesOf(paper).map(({ name }) => foldName(name)), ...wordsOf(paper.title)]
    return Math.min(...names.map((name) => (isSwapped(name, said) ? 1 : distance(name, said))))
  }
  return papers
    .map((paper) => ({ paper, slips: slipsOf(paper) }))
    .filter(({ slips: made }) => made <= allowed)
    .toSorted((one, other) => one.slips - other.slips)
    .slice(0, most)
    .map(({ paper }) => paper)
}
