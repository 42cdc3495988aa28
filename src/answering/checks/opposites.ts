import { stem } from '../../papers/words.ts'

/** Words for which less is better: "improves latency" and "reduces latency" agree. */
export const costs =
  stemsOf(`time latency cost costs error errors memory complexity loss bias variance overhead consumption
  noise redundancy footprint burden parameters variance`)

/** Pairs of poles: a claim must not say one where its source says the other of the same thing. */
const pairs: readonly (readonly [string, string])[] = [
  [
    'increase increases increased increasing raise raises grow grows rise rises expand higher more greater larger bigger boost gain improve improves improvement enhance better superior outperform surpass exceed beat beats strengthen best most above highest largest',
    'decrease decreases reduce reduces reduction cut cuts lower less fewer smaller shrink drop decline worsen degrade deteriorate worse inferior underperform weaken worst least below hurt harm lowest smallest',
  ],
  ['faster accelerate fast quick speed quicker speedup', 'slower slow slows decelerate slowdown'],
  ['with including', 'without excluding lacking'],
  ['always consistently', 'rarely seldom sometimes'],
  ['high', 'low'],
  ['large', 'small'],
  ['strong', 'weak'],
  ['positive positively', 'negative negatively'],
  ['easy easily', 'hard difficult'],
  ['sparse', 'dense'],
  ['online', 'offline'],
  ['local short', 'global long'],
  ['explicit explicitly', 'implicit implicitly'],
  ['simple simpler', 'complex'],
  ['early earlier first', 'late later last'],
  ['before', 'after'],
  ['dark darker', 'light lighter'],
  ['male', 'female'],
  ['supervised', 'unsupervised'],
  ['manual manually', 'automatic automatically'],
]

/** Stem of a pole -> the number of its pair and which pole it is. */
export const poles: ReadonlyMap<string, { pair: number; up: boolean }> = new Map(
  pairs.flatMap((sides, pair) =>
    sides.flatMap((words, side) =>
      [...stemsOf(words)].map((word) => [word, { pair, up: side === 0 }] as const),
    ),
  ),
)

/** Stems of the words of a list. */
export function stemsOf(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/).map(stem))
}
