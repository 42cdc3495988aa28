import { type DialogueFile, type DialogueTurn, type Move, moves } from './dialogues.ts'
import { type Figure, figureOf } from './figures.ts'
import type { TurnScore } from './score-dialogue.ts'
import { mean } from './statistics.ts'
import { type Cell, formatTable } from './table.ts'

/** A file of dialogues and how each of their turns went. */
export type ScoredFile = DialogueFile & { dialogues: number; turns: readonly TurnScore[] }

/** What is held to a floor, of each file. */
export function dialogueFigures(scored: readonly ScoredFile[]): readonly Figure[] {
  return scored.flatMap(({ name, turns }) => [
    ...moves.flatMap((move) => figureOf(`dialogues / ${name}`, move, rightTurns(turns, move))),
    ...figureOf(`dialogues / ${name}`, 'says', saidTurns(turns)),
  ])
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

const shareRight = (turns: readonly TurnScore[], move: Move) => mean(rightTurns(turns, move))
const shareSaid = (turns: readonly TurnScore[]) => mean(saidTurns(turns))

function rightTurns(turns: readonly TurnScore[], move: Move): readonly number[] {
  return turns.flatMap((one) => (one.turn.move === move ? [Number(one.right)] : []))
}

function saidTurns(turns: readonly TurnScore[]): readonly number[] {
  return turns.flatMap(({ says }) => (says === undefined ? [] : [Number(says)]))
}
