import type { Paper } from '../../src/papers/paper.ts'
import type { UsageLog } from '../../src/store/store.ts'
import { type Baseline, bestByWords, lastSentences } from './baselines.ts'
import { type BotOptions, withBot } from './bot.ts'
import { createProgress } from './progress.ts'
import type { Question } from './questions.ts'
import { type Score, scoreShown } from './score.ts'
import type { QuestionSet } from './sets.ts'
import { type Shown, shownBy } from './shown.ts'

/** A way the bot is set up to answer. */
export type Setup = BotOptions & { name: string }

/** One question, and how each of those who answered it did. */
export type Outcome = {
  question: Question
  /** By who answered: a setup of the bot, or a baseline. */
  shown: Readonly<Record<string, Shown>>
  scores: Readonly<Record<string, Score>>
  /** How long the first setup took, in milliseconds. */
  milliseconds: number
}

/** The outcomes of a set, and who answered: the bot's setups, then the baselines. */
export type AskedSet = {
  set: QuestionSet
  bots: readonly string[]
  baselines: readonly string[]
  outcomes: readonly Outcome[]
  /** What models took for all answers of a setup. */
  spent?: ReadonlyMap<string, Spent>
}

export type Spent = Awaited<ReturnType<UsageLog['since']>>

/** Asks every question of every set of the bot, each setup in turn, and of the baselines over the same papers. */
export async function askSets(
  sets: readonly QuestionSet[],
  setups: readonly Setup[],
): Promise<readonly AskedSet[]> {
  const asked: AskedSet[] = []
  for (const set of sets) {
    const papers = await set.papers()
    const questions = await set.questions()
    const baselines: readonly Baseline[] = [
      bestByWords(papers),
      ...(set.endsWithConclusion ? [lastSentences(papers)] : []),
    ]
    const answers = new Map<string, readonly Timed[]>()
    const spent = new Map<string, Spent>()
    for (const setup of setups) {
      const asked = await askBot(set.name, papers, questions, setup)
      answers.set(setup.name, asked.answers)
      spent.set(setup.name, asked.spent)
    }
    for (const { name, answer } of baselines)
      answers.set(
        name,
        questions.map(({ question }) => ({ shown: answer(question), milliseconds: 0 })),
      )
    const outcomes = questions.map((question, index): Outcome => {
      const shown = [...answers].flatMap(([name, each]) => {
        const one = each[index]
        return one ? [[name, one.shown] as const] : []
      })
      return {
        question,
        shown: Object.fromEntries(shown),
        scores: Object.fromEntries(shown.map(([name, one]) => [name, scoreShown(question, one)])),
        milliseconds: answers.get(setups[0]?.name ?? '')?.[index]?.milliseconds ?? 0,
      }
    })
    asked.push({
      set,
      bots: setups.map(({ name }) => name),
      baselines: baselines.map(({ name }) => name),
      outcomes,
      spent,
    })
  }
  return asked
}

type Timed = { shown: Shown; milliseconds: number }

function askBot(
  name: string,
  papers: readonly Paper[],
  questions: readonly Question[],
  setup: Setup,
): Promise<{ answers: readonly Timed[]; spent: Spent }> {
  return withBot(papers, setup, async ({ ask, services }) => {
    const answers: Timed[] = []
    const progress = createProgress(`${name}, ${setup.name}`, questions.length)
    for (const { question } of questions) {
      const started = performance.now()
      const reply = await ask(question)
      answers.push({ shown: shownBy(reply), milliseconds: performance.now() - started })
      progress.step(answers.length)
    }
    progress.end()
    return { answers, spent: await services.store.usage.since(new Date(0)) }
  })
}
