import { type DialogueFile, type DialogueTurn, type Move, moves } from './dialogues.ts'
import type { Verdict } from './floor.ts'
import type { TurnScore } from './score-dialogue.ts'
import { mean } from './statistics.ts'
import { type Cell, formatTable } from './table.ts'

/** A file of dialogues and how each of their turns went. */
export type ScoredFile = DialogueFile & { dialogues: number; turns: readonly TurnScore[] }

/**
 * What conversations without a model are held to, in the dialogues on which rules are chosen and in those held out.
 * `move` left out means every turn that has to say something.
 */
const floors: readonly { name: string; move?: Move; limit: number; heldOut: number }[] = [
  { name: 'right paper carried', move: 'follow-up', limit: 0.9, heldOut: 0.9 },
  { name: 'change of subject noticed', move: 'change', limit: 0.9, heldOut: 0.9 },
  { name: 'silent where it should be', move: 'silent', limit: 0.8, heldOut: 0.6 },
  { name: 'says what it has to', limit: 0.8, heldOut: 0.8 },
]

/** Every floor beside what the turns make of it, for each file. */
export function judgeTurns(scored: readonly ScoredFile[]): readonly Verdict[] {
  return scored.flatMap(({ name, heldOut, turns }) =>
    floors.map((floor) => ({
      name: `${name}: ${floor.name}`,
      measured: floor.move ? shareRight(turns, floor.move) : shareSaid(turns),
      bound: 'at least' as const,
      limit: heldOut ? floor.heldOut : floor.limit,
    })),
  )
}

/** A row for each file, with the share of right turns for each move. */
export function turnTable(scored: readonly ScoredFile[]): string {
  const rows = scored.map(({ name, dialogues, turns }): Cell[] => [
    name,
    dialogues,
    turns.length,
    ...moves.map((move) => shareRight(turns, move)?.toFixed(2)),
    shareSaid(turns)?.toFixed(2),
  ])
  return formatTable(['dialogues', 'held', 'turns', ...moves, 'says'], rows)
}

/** The same for scripts: every turn of the files that are not held out. */
export function turnData(scored: readonly ScoredFile[]): object {
  return scored.map(({ name, heldOut, dialogues, turns }) => ({
    name,
    dialogues,
    right: Object.fromEntries(moves.map((move) => [move, shareRight(turns, move)])),
    says: shareSaid(turns),
    ...(!heldOut && {
      turns: turns.map(({ dialogue, place, turn: { move, line }, right, says, failures }) => ({
        dialogue,
        place,
        move,
        line,
        right,
        says,
        failures,
      })),
    }),
  }))
}

/** Each turn that went wrong, unless it is held out: what was said before, what was wanted, and what came. */
export function formatTurnFailures(scored: readonly ScoredFile[]): string {
  const told = scored.flatMap(({ heldOut, turns }) => (heldOut ? [] : turns))
  return told
    .filter(({ failures }) => failures.length > 0)
    .map((wrong) => failureLines(wrong, told).join('\n'))
    .join('\n\n')
}

function failureLines(
  { dialogue, place, turn, page, failures }: TurnScore,
  told: readonly TurnScore[],
): readonly string[] {
  const before = told.filter((other) => other.dialogue === dialogue && other.place < place)
  return [
    `${dialogue}, turn ${place} (${turn.move}): ${failures.join('; ')}`,
    ...before.map((other) => `  before  ${spoken(other.turn)}`),
    `  said    ${spoken(turn)}`,
    `  wanted  ${wantedOf(turn)}`,
    ...page.papers.slice(0, 3).map(({ title }) => `  came    ${title}`),
    `  ${page.kind.padEnd(8)}${page.text.replace(/\s+/g, ' ').slice(0, 200)}`,
  ]
}

const spoken = ({ who, line }: DialogueTurn) => (who === undefined ? line : `${who}: ${line}`)

function wantedOf({ move, who, line, ...wanted }: DialogueTurn): string {
  const parts = Object.entries(wanted).map(([name, value]) => `${name} ${[value].flat().join(' / ')}`)
  return parts.join('; ') || 'silence'
}

function shareRight(turns: readonly TurnScore[], move: Move): number | undefined {
  return mean(turns.flatMap((one) => (one.turn.move === move ? [Number(one.right)] : [])))
}

function shareSaid(turns: readonly TurnScore[]): number | undefined {
  return mean(turns.flatMap(({ says }) => (says === undefined ? [] : [Number(says)])))
}
