import { withBot } from './bot.ts'
import type { Setup } from './evaluate-questions.ts'
import { type Figure, figureOf } from './figures.ts'
import { type QuestionSet, questionSets, shippedCollection } from './sets.ts'
import { type Shown, shownBy, tells } from './shown.ts'
import { mean } from './statistics.ts'
import { formatTable } from './table.ts'

/** What was shown for the questions of one set, asked of papers of other fields, by one setup of the bot. */
export type AskedElsewhere = { questions: string; papers: string; who: string; shown: readonly Shown[] }

/** Every one of so many questions is asked: they are alike. */
const step = 2
const arxiv = 'arxiv-2026'
const pubmedqa = 'pubmedqa, own titles'
/** Whose questions are asked of whose papers, of another field each. */
const pairs = [
  { questions: pubmedqa, papers: arxiv },
  { questions: pubmedqa, papers: shippedCollection.name },
  { questions: arxiv, papers: pubmedqa },
] as const

/** Asks questions that their own papers answer of papers that do not: nothing that those say is an answer. */
export async function askElsewhere(setups: readonly Setup[]): Promise<readonly AskedElsewhere[]> {
  const sets = questionSets()
  const asked: AskedElsewhere[] = []
  for (const { questions, papers } of pairs)
    for (const setup of setups)
      asked.push({
        ...{ questions, papers, who: setup.name },
        shown: await askOf(
          sets.find(({ collection }) => collection === papers),
          sets.find(({ name }) => name === questions),
          setup,
        ),
      })
  return asked
}

async function askOf(of: QuestionSet | undefined, set: QuestionSet | undefined, setup: Setup) {
  const questions = ((await set?.questions()) ?? []).filter(({ answerable }) => answerable)
  return withBot((await of?.papers()) ?? [], setup, async ({ ask }) => {
    const shown: Shown[] = []
    for (const [place, { question }] of questions.entries())
      if (place % step === 0) shown.push(shownBy(await ask(question)))
    return shown
  })
}

/** A naive answerer never says that it found nothing: it would have quoted every time. */
export function formatAbsent(asked: readonly AskedElsewhere[]): string {
  const rows = asked.map(({ questions, papers, who, shown }) => {
    const share = (is: (one: Shown) => boolean) => mean(shown.map((one) => Number(is(one))))?.toFixed(2)
    return [
      ...[questions, papers, who, shown.length, share(tells)],
      ...[
        share(({ kind }) => kind === 'hedged'),
        share((one) => !tells(one) && one.kind !== 'hedged'),
        '1.00',
      ],
    ]
  })
  const head = ['questions of', 'asked of', 'who', 'asked', 'quoted', 'hedged', 'not found', 'BM25 quotes']
  return formatTable(head, rows)
}

export function absentFigures(asked: readonly AskedElsewhere[]): readonly Figure[] {
  return asked.flatMap(({ questions, papers, who, shown }) =>
    figureOf(
      `${questions}, asked of ${papers} / ${who}`,
      'quoted',
      shown.map((one) => Number(tells(one))),
      { less: true },
    ),
  )
}
