import { distance } from 'fastest-levenshtein'
import { zonesLike } from '../digests/zone-names.ts'
import { latestListDay } from '../lib/clock.ts'
import { idKeys, idMentions } from '../papers/ids.ts'
import { foldName, namesOf } from '../papers/names.ts'
import type { Paper } from '../papers/paper.ts'
import { dayInWords } from '../papers/view.ts'
import { wordsOf } from '../papers/words.ts'
import type { Complete, Completion, Option } from '../platform/menu.ts'
import { truncate } from '../replies/clean.ts'
import { hiddenIn, hiding } from '../store/hidden.ts'
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
  }: { store: Pick<Services['store'], 'papers' | 'workspaces'> } & Pick<Services, 'topics' | 'clock'>,
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
    return hiding(await hiddenIn(where, store), () => choicesFor(kind, typed))
  }

  async function choicesFor(kind: Option['kind'] | undefined, typed: string): Promise<readonly Completion[]> {
    switch (kind) {
      case 'paper': {
        const papers = await papersFor(typed)
        return papers.map(({ id, title }) => ({ label: truncate(title, longestLabel), value: id }))
      }
      case 'topic': {
        const found = await topics(typed, most)
        return found.map((topic) => ({ label: topic, value: topic }))
      }
      case 'command':
        return commands
          .filter(({ name, hidden }) => !hidden && name.startsWith(typed.trim().toLowerCase()))
          .slice(0, most)
          .map(({ name }) => ({ label: name, value: name }))
      case 'zone':
        return zonesLike(typed, most).map((zone) => ({ label: zone, value: zone }))
      case 'extent':
        return ['all', 'me everywhere'].map((extent) => ({ label: extent, value: extent }))
      case 'setting':
        return settingLines
          .filter((line) => line.includes(typed.trim().toLowerCase()))
          .map((line) => ({ label: line, value: line }))
      case 'day': {
        const known = await store.papers.days(most, latestListDay(clock.now()))
        const days = known.map(({ date }) => ({ label: dayInWords(date), value: date }))
        return startingWith([{ label: 'yesterday', value: 'yesterday' }, ...days], typed)
      }
      case 'weekdays':
        return startingWith(
          whichDays.map((days) => ({ label: days, value: days })),
          typed,
        )
      case 'number':
      case 'question':
      case 'text':
      case 'turn':
      case 'rating':
      case 'subscription':
      case 'flag':
      case 'ids':
      case undefined:
        return []
    }
  }
}

/** What is left of a few choices while one types: a day as it is written in words, or in digits. */
const startingWith = (choices: readonly Completion[], typed: string): readonly Completion[] =>
  choices
    .filter(({ label, value }) =>
      [label, value].some((words) => words.toLowerCase().startsWith(typed.trim().toLowerCase())),
    )
    .slice(0, most)

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

/** Whether two words have the same letters, in another order. */
const isSwapped = (one: string, other: string): boolean =>
  one.length === other.length && [...one].sort().join('') === [...other].sort().join('')
