import type { AskedSet, Outcome, Spent } from './evaluate-questions.ts'
import { type Figure, figureOf } from './figures.ts'
import type { Measure } from './score.ts'
import { interval, mean, percentile } from './statistics.ts'
import { type Cell, formatTable, signed } from './table.ts'

const columns: readonly { head: string; measure: Measure }[] = [
  { head: 'first', measure: 'first' },
  { head: 'in 5', measure: 'inFive' },
  { head: 'complete', measure: 'complete' },
  { head: '1st holds', measure: 'firstHolds' },
  { head: 'on point', measure: 'onPoint' },
  { head: 'declined', measure: 'declined' },
  { head: 'hedged', measure: 'hedged' },
  { head: 'refused', measure: 'falselyRefused' },
  { head: 'wrong', measure: 'wrongPaper' },
]

/** What is held to a floor, of each kind of question or of all of a set. The others are told only. */
const held: readonly { measure: Measure; of: 'kind' | 'set'; less?: true }[] = [
  { measure: 'first', of: 'kind' },
  { measure: 'complete', of: 'kind' },
  { measure: 'falselyRefused', of: 'kind', less: true },
  { measure: 'inFive', of: 'set' },
  { measure: 'firstHolds', of: 'set' },
  { measure: 'onPoint', of: 'set' },
  { measure: 'wrongPaper', of: 'set', less: true },
]

/**
 * A table for each set: for each kind of question a row for everyone who answered. The bot's rows end with how it
 * compares to the first baseline on what is right: only it, only the baseline, and the difference with its interval.
 */
export function formatSets(asked: readonly AskedSet[]): string {
  return asked.map(formatSet).join('\n\n')
}

function formatSet({ set, bots, baselines, outcomes, spent }: AskedSet): string {
  const rows = kindsOf(outcomes).flatMap(({ kind, part }) =>
    [...bots, ...baselines].map((name): Cell[] => [
      kind,
      name,
      part.length,
      ...columns.map(({ measure }) => average(part, name, measure)?.toFixed(2)),
      ...(bots.includes(name) ? against(part, name, baselines[0] ?? '') : []),
    ]),
  )
  const head = [
    'kind',
    'who',
    'asked',
    ...columns.map((column) => column.head),
    'only it',
    'only BM25',
    'better by',
  ]
  const times = outcomes.map(({ milliseconds }) => milliseconds)
  const [p50, p95] = [0.5, 0.95].map((share) => percentile(times, share)?.toFixed(1))
  const origin = set.tunedFor ? 'rules were chosen on it' : 'of other fields and writers, for development'
  const costs = [...(spent ?? [])].flatMap(([name, one]) =>
    one.calls === 0 ? [] : [`\n\n${name}: ${spentInWords(one, outcomes.length)}`],
  )
  return `${set.name} (${origin}); a question takes ${p50} ms, p95 ${p95}\n\n${formatTable(head, rows)}${costs.join('')}`
}

/** What a model took for so many things, each of which may take several calls. */
export function spentInWords(spent: Spent, things: number): string {
  const { calls, inputTokens, outputTokens, cost, unpriced } = spent
  const each = (cost / Math.max(1, things)).toFixed(5)
  const price = unpriced > 0 ? 'at an unknown price' : `$${cost.toFixed(4)}, $${each} each`
  return `${calls} calls for ${things}, ${inputTokens} tokens in, ${outputTokens} out, ${price}`
}

/** How a setup does beside a baseline, question by question. */
function against(part: readonly Outcome[], name: string, baseline: string): readonly Cell[] {
  const pairs = part.flatMap(({ question, scores }) => {
    const [ours, theirs] = [scores[name], scores[baseline]]
    // A baseline that never refuses is no measure for what has to be refused.
    return question.answerable && ours && theirs ? [[ours.right, theirs.right] as const] : []
  })
  if (pairs.length === 0) return []
  const differences = pairs.map(([ours, theirs]) => ours - theirs)
  const [low = 0, high = 0] = interval(differences) ?? []
  return [
    pairs.filter(([ours, theirs]) => ours > theirs).length,
    pairs.filter(([ours, theirs]) => ours < theirs).length,
    `${signed(mean(differences) ?? 0)} [${signed(low)}, ${signed(high)}]`,
  ]
}

/** The outcomes of each kind, in the order of the set, then of all that can be answered. */
function kindsOf(outcomes: readonly Outcome[]): readonly { kind: string; part: readonly Outcome[] }[] {
  const kinds = [...new Set(outcomes.map(({ question }) => question.kind))]
  const parts = kinds.map((kind) => ({
    kind,
    part: outcomes.filter(({ question }) => question.kind === kind),
  }))
  const answerable = outcomes.filter(({ question }) => question.answerable)
  return kinds.length > 1 ? [...parts, { kind: 'all answerable', part: answerable }] : parts
}

/** What is held to a floor, of each setup of the bot. */
export function questionFigures(asked: readonly AskedSet[]): readonly Figure[] {
  return asked.flatMap(({ set, bots, outcomes }) =>
    bots.flatMap((name) => figuresOf(set.name, name, outcomes)),
  )
}

function figuresOf(set: string, name: string, outcomes: readonly Outcome[]): readonly Figure[] {
  const kinds = [...new Set(outcomes.map(({ question }) => question.kind))]
  const parts = kinds.map((kind) => ({
    of: `${set} / ${kind} / ${name}`,
    part: outcomes.filter(({ question }) => question.kind === kind),
    measures: held.filter(({ of }) => of === 'kind'),
  }))
  const whole = {
    of: `${set} / ${name}`,
    part: outcomes.filter(({ question }) => question.answerable),
    measures: held.filter(({ of }) => of === 'set'),
  }
  return [...parts, whole].flatMap(({ of, part, measures }) => {
    const values = (measure: Measure) => part.map(({ scores }) => scores[name]?.[measure])
    if (!part.some(({ question }) => question.answerable)) return figureOf(of, 'right', values('right'))
    return measures.flatMap(({ measure, less }) =>
      figureOf(of, measure, values(measure), less ? { less } : {}),
    )
  })
}

/** Each question that a setup did not get right: what was asked, what was wanted, and what came. */
export function formatFailures(asked: readonly AskedSet[], name: string): string {
  const failed = asked.flatMap(({ set, outcomes }) =>
    outcomes.filter(({ scores }) => scores[name]?.right !== 1).map((outcome) => ({ set, ...outcome })),
  )
  return failed
    .map(({ set, question, shown }) => {
      const came = shown[name]
      const wanted = question.answerable ? question.papers : ['no answer']
      return [
        `${set.name}, ${question.id}: ${came?.kind}`,
        `  asked   ${question.question}`,
        ...wanted.map((title) => `  wanted  ${title}`),
        ...question.must_include.map((piece) => `  lacks?  ${piece}`),
        ...(came?.papers ?? []).slice(0, 3).map((title) => `  found   ${title}`),
        ...(came?.sentences ?? []).map(({ text }) => `  said    ${text}`),
      ].join('\n')
    })
    .join('\n\n')
}

/** The same for scripts: the scores of every question. */
export function questionData(asked: readonly AskedSet[]): object {
  return asked.map(({ set, outcomes }) => ({
    set: set.name,
    tunedFor: set.tunedFor,
    questions: outcomes.map(({ question, scores, shown, milliseconds }) => ({
      id: question.id,
      kind: question.kind,
      milliseconds,
      scores,
      said: Object.fromEntries(Object.entries(shown).map(([name, { kind }]) => [name, kind])),
    })),
  }))
}

function average(part: readonly Outcome[], name: string, measure: Measure): number | undefined {
  return mean(part.flatMap(({ scores }) => scores[name]?.[measure] ?? []))
}
