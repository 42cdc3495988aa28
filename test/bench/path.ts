import type { Verdict } from '../eval/floor.ts'
import { percentile } from '../eval/statistics.ts'
import { formatTable } from '../eval/table.ts'
import { withTemporaryFolder } from '../eval/temporary-folder.ts'
import { streamed } from '../fakes/openai-answers.ts'
import { startFakeOpenAI } from '../fakes/openai-server.ts'
import { latencyPercentile } from '../fakes/slack/delivery/acks.ts'
import { startFakeSlack } from '../fakes/slack/fake-slack.ts'
import { modelsDir, openWeights } from '../fixtures/weights.ts'
import { type Ask, askInSlack } from './ask.ts'
import { startBot } from './running-bot.ts'

/** Questions one after the other, each of them new: what a question means is remembered for a while. */
const questionsOf = (engine: Row['engine'], questions: readonly string[]) => {
  let asked = 0
  return () => {
    asked += 1
    return engine === 'written' ? question : `${questions[asked % questions.length]} (${asked})`
  }
}

/**
 * How many people wait for an answer at once, how many answers are measured for that, and how long acknowledging may
 * take, in milliseconds: 100 people who ask again at once keep the process as busy as it can be; Slack waits for 3 s.
 */
const loads = [
  { inFlight: 1, quoted: 100, written: 5, ackLimit: 200 },
  { inFlight: 10, quoted: 300, written: 30, ackLimit: 200 },
  { inFlight: 100, quoted: 1_000, written: 100, ackLimit: 1_000 },
]
/** How long the model takes for one answer, in milliseconds. */
const modelTime = 2_000
const question = 'What is TAROT?'
const claim = {
  text: 'TAROT is a targeted data selection framework grounded in optimal transport theory.',
  cites: ['1.1'],
}

type Row = {
  engine: 'quoted' | 'meant' | 'written'
  inFlight: number
  answers: number
  p50: number | undefined
  p99: number | undefined
  perSecond: number
  ackP99: number
  ackLimit: number
}

/** Times the whole way from an event of Slack to the answer that stands there, through the real process. */
export async function benchPath(
  questions: readonly string[],
): Promise<{ table: string; verdicts: readonly Verdict[] }> {
  const rows: Row[] = []
  for (const engine of ['quoted', 'meant', 'written'] as const)
    for (const load of loads) {
      const ask = questionsOf(engine, questions)
      rows.push(await withTemporaryFolder((folder) => timePath(folder, engine, ask, load)))
    }
  const head = ['answers', 'in flight', 'measured', 'p50 ms', 'p99 ms', 'answers a second', 'ack p99 ms']
  const table = formatTable(
    head,
    rows.map(({ engine, inFlight, answers, p50, p99, perSecond, ackP99 }) => [
      inWords[engine],
      inFlight,
      answers,
      p50?.toFixed(0),
      p99?.toFixed(0),
      perSecond.toFixed(1),
      ackP99.toFixed(0),
    ]),
  )
  return { table, verdicts: [...rows.map(verdictOf), ...besideWords(rows)] }
}

const inWords: Readonly<Record<Row['engine'], string>> = {
  quoted: 'quoted, by words alone',
  meant: 'quoted, by meaning',
  written: `written, model of ${modelTime / 1_000} s`,
}

/** Half of what words alone answer, where people wait for each other. */
const besideWords = (rows: readonly Row[]): readonly Verdict[] =>
  rows.flatMap(({ engine, inFlight, perSecond }) => {
    const words = rows.find((row) => row.engine === 'quoted' && row.inFlight === inFlight)
    if (engine !== 'meant' || inFlight === 1 || !words) return []
    return [
      {
        name: `answers a second by meaning, beside words alone, ${inFlight} in flight`,
        measured: perSecond / words.perSecond,
        bound: 'at least',
        limit: 0.5,
      },
    ]
  })

const verdictOf = ({ engine, inFlight, ackP99, ackLimit }: Row): Verdict => ({
  name: `ack p99 ms, ${engine}, ${inFlight} in flight`,
  measured: ackP99,
  bound: 'under',
  limit: ackLimit,
})

async function timePath(
  folder: string,
  engine: Row['engine'],
  next: () => string,
  load: (typeof loads)[number],
): Promise<Row> {
  const { inFlight, ackLimit } = load
  const answers = engine === 'written' ? load.written : load.quoted
  const whole = streamed({ claims: [claim] })
  const model = await startFakeOpenAI({
    otherwise: () => ({ ...whole, pause: modelTime / whole.pieces.length }),
  })
  const slack = await startFakeSlack()
  if (engine === 'meant') await openWeights()
  const settings = {
    quoted: {},
    meant: { EMBEDDING_MODEL: 'local', MODELS_DIR: modelsDir },
    written: { OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'sk-fake' },
  }[engine]
  const bot = await startBot({ slack }, { folder, settings })
  const ask = askInSlack(slack, inFlight)
  await ask(0, next())
  const before = slack.acks.length
  const started = performance.now()
  const times = await keepAsking(ask, next, inFlight, answers)
  const seconds = (performance.now() - started) / 1_000
  const ackP99 = latencyPercentile(slack.acks.slice(before), 0.99)
  await bot.stop()
  await slack.close()
  await model.close()
  return {
    ...{ engine, inFlight, answers, ackP99, ackLimit },
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    perSecond: answers / seconds,
  }
}

/** So many people ask one thing after the other, until there are so many answers; -> the time of each. */
async function keepAsking(
  ask: Ask,
  next: () => string,
  people: number,
  answers: number,
): Promise<readonly number[]> {
  const times: number[] = []
  let left = answers
  const person = async (index: number) => {
    while (left-- > 0) times.push(await ask(index, next()))
  }
  await Promise.all(Array.from({ length: people }, (_, index) => person(index)))
  return times
}
