import { PaperboyError } from '../../src/lib/errors.ts'
import { reportError } from '../../src/operator/report.ts'
import { evaluateCollection } from './collection/evaluate-collection.ts'
import { readOptions } from './command-line.ts'
import { evaluateDialogues } from './evaluate-dialogues.ts'
import { evaluateOverviews } from './evaluate-overviews.ts'
import { evaluateQuestions } from './evaluate-questions.ts'
import { shippedQuestions } from './questions.ts'

const usage = `Scores search and answers, without any model. Exits with 0 when every floor holds, else with 1.

  npm run eval                                  the shipped question set
  npm run eval -- --questions FILE              another one of the same shape
  npm run eval -- --overviews                   summaries of topics and comparisons alone
  npm run eval -- --dialogues                   conversations alone
  npm run eval -- --failures                    also each question and each turn that went wrong
  npm run eval -- --collection DIR              search alone, on a collection in BEIR's layout
  npm run eval -- --collection DIR --floor 0.69 with the least nDCG@10
  npm run eval -- --collection DIR --engine pglite    on Postgres in this process; postgres: on a server of this machine;
                                                minisearch, orama, okapibm25: with a plain engine instead
  --json                                        one JSON object instead of tables
`

try {
  const values = readOptions({
    questions: { type: 'string', default: shippedQuestions },
    failures: { type: 'boolean', default: false },
    overviews: { type: 'boolean', default: false },
    dialogues: { type: 'boolean', default: false },
    collection: { type: 'string' },
    floor: { type: 'string' },
    engine: { type: 'string', default: 'sqlite' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  })
  if (values.help) process.stdout.write(usage)
  else {
    const { collection: folder, engine, questions: file, failures, json, overviews, dialogues } = values
    const floor = floorFrom(values.floor)
    const sections = folder
      ? [await evaluateCollection({ folder, engine, json, ...(floor !== undefined && { floor }) })]
      : overviews
        ? [await evaluateOverviews({ failures, json })]
        : dialogues
          ? [await evaluateDialogues({ failures, json })]
          : file === shippedQuestions
            ? [
                await evaluateQuestions({ file, failures, json }),
                await evaluateOverviews({ failures, json }),
                await evaluateDialogues({ failures, json }),
              ]
            : [await evaluateQuestions({ file, failures, json })]
    process.stdout.write(sections.map(({ report }) => report).join('\n'))
    process.exitCode = sections.every(({ passed }) => passed) ? 0 : 1
  }
} catch (error) {
  reportError(error, process.stderr)
  process.exitCode = 2
}

function floorFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const floor = Number(text)
  if (floor >= 0 && floor <= 1) return floor
  throw new PaperboyError('--floor must be a number from 0 to 1.', 'For example: --floor 0.69')
}
