import type { Subscription } from '../../src/store/subscriptions.ts'
import type { Outcome } from './play.ts'
import { lastOf, type Scene } from './scene.ts'

const isPaused = ({ paused, pausedUntil }: Subscription) => paused !== undefined || pausedUntil !== undefined

/** What the scenes call what a command does, and how one sees that it was done. */
const done: Readonly<Record<string, (outcome: Outcome, titles: readonly string[]) => boolean>> = {
  show: ({ ran, shown }, titles) => ran.includes('show') && tellsOf(shown, titles),
  compare: ({ ran, shown }, titles) => ran.includes('compare') && tellsOf(shown, titles),
  similar: ({ ran, shown }) => ran.includes('similar') && asked(shown) === undefined,
  today: ({ ran }) => ran.includes('today'),
  subscribe: ({ before, after }) => after.length === before.length + 1,
  // What ends for good may be asked for once more.
  unsubscribe: ({ before, after, shown }) =>
    after.length === before.length - 1 ||
    shown.some(({ buttons }) => buttons.some((label) => /daily post|unsubscribe/i.test(label))),
  edit: ({ before, after }) =>
    after.length === before.length && JSON.stringify(after) !== JSON.stringify(before),
  pause: ({ before, after }) => before.length > 0 && after.every(isPaused),
  resume: ({ before, after }) => before.some(isPaused) && !after.some(isPaused),
}

/** Whether what became of the last message is what is expected of it. */
export function isRight({ expected, papers }: Scene, outcome: Outcome): boolean {
  const { shown, ran, before, after } = outcome
  if (expected === 'silent') return shown.length === 0
  if (shown.length === 0) return false
  const [, command] = /^command:(\w+)$/.exec(expected) ?? []
  if (command !== undefined) return done[command]?.(outcome, papers) ?? false
  const isUnchanged = JSON.stringify(before) === JSON.stringify(after)
  if (expected === 'answer') return tellsOf(shown, papers)
  if (expected === 'ask-back') return isUnchanged && asked(shown) !== undefined
  // Help, or a word on what it is here for with help beside it; no paper.
  return (
    ran.some((name) => ['help', 'welcome'].includes(name)) ||
    shown.some(({ buttons }) => buttons.some((label) => /what i can do/i.test(label)))
  )
}

/** Whether Paperboy is silent exactly where it should be. */
export const speaksRightly = (scene: Scene, spoke: boolean): boolean =>
  spoke === (scene.expected !== 'silent')

const asked = (shown: Outcome['shown']): string | undefined =>
  shown.map(({ text }) => /\bwhich\b[^?]*\?/i.exec(text)?.[0]).find((question) => question !== undefined)

/** Whether a message mentions every one of these papers. */
function tellsOf(shown: Outcome['shown'], titles: readonly string[]): boolean {
  const text = folded(shown.map(({ text }) => text).join(' '))
  return titles.every((title) => text.includes(folded(title)))
}

/** Signs may be written in other ways. */
const folded = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')

/** A scene and what became of it, for the reader of a test's log. */
export const told = (scene: Scene, { shown, ran }: Outcome): string =>
  [
    `${scene.id}: ${lastOf(scene).text}`,
    `  expected: ${scene.expected}; ran: ${ran.join(', ') || 'nothing'}`,
    ...shown.map(
      ({ text, buttons }) => `  > ${text.replace(/\s+/g, ' ').slice(0, 260)} [${buttons.join(' | ')}]`,
    ),
  ].join('\n')
