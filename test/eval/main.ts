import { PaperboyError } from '../../src/lib/errors.ts'
import { reportError } from '../../src/operator/report.ts'
import { ablate } from './ablate.ts'
import { evaluateCollection } from './collection/evaluate-collection.ts'
import { readOptions } from './command-line.ts'
import { type Evaluated, evaluatePart, type Part, parts } from './evaluate.ts'
import { evaluateModel } from './evaluate-model.ts'
import { evaluateThresholds } from './evaluate-thresholds.ts'
import { formatVerdicts, holds } from './floor.ts'
import { judgeFigures, readFloors, recordFigures } from './floors.ts'
import { type QuestionSet, questionSets, setFromFiles } from './sets.ts'
import { crossValidate } from './weights/cross-validate.ts'

const usage = `Scores answers beside naive baselines, without any model. Exits with 0 when every floor holds, else with 1.

  npm run eval                                  everything
  npm run eval -- --only questions              one part: ${parts.join(', ')}
  npm run eval -- --only questions --set NAME   one set: ${questionSets()
    .map(({ name }) => name)
    .join('; ')}
  npm run eval -- --questions FILE              questions of your own, over the papers that ship
  npm run eval -- --questions FILE --papers FILE    over papers of your own, in JSON Lines
  npm run eval -- --pubmedqa DIR                all of PubMedQA, from a folder laid out as test/eval/sets/pubmedqa
  npm run eval -- --model openai:gpt-5.4-mini   with a real model: the labelled claims as drafts to judge, then the questions,
                                                what was dropped and shown wrongly, what it cost and how long it took;
                                                --only claims or --only questions does one of them, with --set or
                                                --questions; --record-model FILE keeps what its server answers,
                                                --replay-model FILE plays that back without any server
  npm run eval -- --failures                    also what went wrong
  npm run eval -- --ablate                      what each signal of the ranking is worth, switched off one at a time
  npm run eval -- --curves                      the thresholds of the model of this machine as curves over the question sets
  npm run eval -- --weights                     the weights of the ranking, by cross-validation over fields; with
                                                --collection DIR over one more
  npm run eval -- --record                      records figures that are new or better than their floors
  npm run eval -- --collection DIR              search alone, by meaning beside words alone, on a collection in BEIR's
                                                layout; some 12 abstracts a second are embedded, and kept in
                                                --keep FOLDER for the next time
  npm run eval -- --collection DIR --floor 0.69 with the least nDCG@10
  npm run eval -- --collection DIR --engine sqlite    by words; pglite: on Postgres in this process; postgres: on a
                                                server of this machine;
                                                minisearch, orama, okapibm25: with a plain engine instead
  --json                                        one JSON object a part instead of tables
`

try {
  const values = readOptions({
    only: { type: 'string' },
    set: { type: 'string' },
    questions: { type: 'string' },
    papers: { type: 'string' },
    pubmedqa: { type: 'string' },
    failures: { type: 'boolean', default: false },
    model: { type: 'string' },
    'record-model': { type: 'string' },
    'replay-model': { type: 'string' },
    ablate: { type: 'boolean', default: false },
    curves: { type: 'boolean', default: false },
    weights: { type: 'boolean', default: false },
    keep: { type: 'string' },
    record: { type: 'boolean', default: false },
    collection: { type: 'string' },
    floor: { type: 'string' },
    engine: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  })
  const { collection: folder, engine, json, only, set, questions, papers, pubmedqa } = values
  const kept = values.keep === undefined ? {} : { keep: values.keep }
  if (values.help) process.stdout.write(usage)
  else if (values.weights)
    process.stdout.write(`${await crossValidate(folder === undefined ? undefined : { folder, ...kept })}\n`)
  else if (values.curves) process.stdout.write(`${await evaluateThresholds(setsFrom(set, pubmedqa))}\n`)
  else if (folder) {
    const floor = floorFrom(values.floor)
    const { report, passed } = await evaluateCollection({
      folder,
      json,
      ...kept,
      ...(engine !== undefined && { engine }),
      ...(floor !== undefined && { floor }),
    })
    process.stdout.write(report)
    process.exitCode = passed ? 0 : 1
  } else if (values.model !== undefined) {
    const sets = questions === undefined ? setsFrom(set, pubmedqa) : [setFromFiles(questions, papers)]
    const { 'record-model': record, 'replay-model': replay } = values
    const run = { model: values.model, only: roleFrom(only), sets, record, replay, environment: process.env }
    process.stdout.write(`${await evaluateModel(run)}\n`)
  } else if (values.ablate) {
    process.stdout.write(`${await ablate(setsFrom(set, pubmedqa))}\n`)
  } else {
    const sets = questions === undefined ? setsFrom(set, pubmedqa) : [setFromFiles(questions, papers)]
    const chosen = set === undefined && questions === undefined ? only : 'questions'
    const evaluated: Evaluated[] = []
    for (const part of chosen === undefined ? parts : [partFrom(chosen)]) {
      const one = await evaluatePart(part, sets)
      evaluated.push(one)
      if (json) process.stdout.write(`${JSON.stringify({ [part]: one.data })}\n`)
      else process.stdout.write(`${values.failures ? `${one.failures}\n\n` : ''}${one.tables}\n\n`)
    }
    const figures = evaluated.flatMap((one) => one.figures)
    if (values.record) process.stderr.write(`Recorded ${await recordFigures(figures)} figures.\n`)
    const whole = chosen === undefined && pubmedqa === undefined
    const verdicts = pubmedqa === undefined ? judgeFigures(figures, await readFloors(), whole) : []
    const broken = verdicts.filter((verdict) => !holds(verdict))
    const held = `${verdicts.length - broken.length} of ${verdicts.length} floors hold.\n`
    if (!json) process.stdout.write(broken.length > 0 ? `${formatVerdicts(broken)}\n\n${held}` : held)
    process.exitCode = broken.length > 0 ? 1 : 0
  }
} catch (error) {
  reportError(error, process.stderr)
  process.exitCode = 2
}

function partFrom(text: string): Part {
  const part = parts.find((name) => name === text)
  if (part) return part
  throw new PaperboyError(`There is no part "${text}".`, `Take one of: ${parts.join(', ')}.`)
}

function roleFrom(text: string | undefined): 'claims' | 'questions' | undefined {
  if (text === undefined || text === 'claims' || text === 'questions') return text
  throw new PaperboyError(`A model does not do "${text}".`, 'Take --only claims, or --only questions.')
}

function setsFrom(name: string | undefined, pubmedqa: string | undefined): readonly QuestionSet[] {
  const sets = questionSets(pubmedqa)
  const chosen = sets.filter((set) => name === undefined || set.name === name)
  if (chosen.length > 0) return chosen
  throw new PaperboyError(
    `There is no set "${name}".`,
    `Take one of: ${sets.map((set) => set.name).join('; ')}.`,
  )
}

function floorFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const floor = Number(text)
  if (floor >= 0 && floor <= 1) return floor
  throw new PaperboyError('--floor must be a number from 0 to 1.', 'For example: --floor 0.69')
}
