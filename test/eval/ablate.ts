import { type Weights, weights } from '../../src/retrieval/weights.ts'
import { askSets } from './evaluate-questions.ts'
import { questionFigures } from './questions-report.ts'
import type { QuestionSet } from './sets.ts'
import { type Cell, formatTable } from './table.ts'

/** Every signal of the ranking, by its name, and the table of weights without it. */
const signals: readonly { name: string; without: Weights }[] = [
  ...(['whole', 'sentence', 'words'] as const).map((signal) => ({
    name: `paper: ${signal}`,
    without: { ...weights, paper: { ...weights.paper, [signal]: 0 } },
  })),
  ...(['meaning', 'words', 'place', 'quantity', 'address'] as const).map((signal) => ({
    name: `sentence: ${signal}`,
    without: { ...weights, sentence: { ...weights.sentence, [signal]: 0 } },
  })),
  { name: 'title taken out', without: { ...weights, titleTakenOut: 0 } },
  { name: 'names taken out', without: { ...weights, namesTakenOut: 0 } },
  { name: 'gist', without: { ...weights, gist: 0 } },
]
/** Less than this is no move: one question of fifty. */
const moves = 0.02

/** Switches off one signal at a time and tells what that moves, new text apart from text that rules were chosen on. */
export async function ablate(sets: readonly QuestionSet[]): Promise<string> {
  const figuresOf = async (without: Weights) =>
    questionFigures(await askSets(sets, [{ name: 'bot', settings: {}, weights: without }]))
  const whole = await figuresOf(weights)
  const rows: Cell[][] = []
  for (const { name, without } of signals) {
    const left = await figuresOf(without)
    for (const [index, { of, measure, value, less }] of whole.entries()) {
      const change = (left[index]?.value ?? 0) - value
      if (Math.abs(change) < moves) continue
      const set = sets.find((one) => of.startsWith(`${one.name} /`))
      const better = less ? change < 0 : change > 0
      rows.push([
        name,
        set?.tunedFor ? 'own' : 'new',
        of,
        measure,
        value.toFixed(3),
        `${change > 0 ? '+' : '-'}${Math.abs(change).toFixed(3)}`,
        better ? 'better without' : '',
      ])
    }
  }
  return formatTable(['without', 'text', 'of', 'measure', 'with all', 'change', ''], rows)
}
