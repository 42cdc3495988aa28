import { setTimeout as sleep } from 'node:timers/promises'
import { costOf } from '../../src/answering/model/prices.ts'
import { tokensIn } from '../../src/answering/model/tokens.ts'
import { readConfig } from '../../src/config.ts'
import { createServices, type OpenServices } from '../../src/services.ts'
import { finalAnswer } from '../eval/ask.ts'
import type { Verdict } from '../eval/floor.ts'
import { readQuestions } from '../eval/questions.ts'
import { percentile } from '../eval/statistics.ts'
import { formatTable } from '../eval/table.ts'
import type { ChatRequest, ScriptedStream } from '../fakes/openai-answers.ts'
import { startFakeOpenAI } from '../fakes/openai-server.ts'
import { formOf, modelOf, verdictsBy } from '../fakes/scripted-model.ts'

const question = 'What is TAROT?'
const claims = [
  {
    cites: ['1.1'],
    text: 'TAROT is a targeted data selection framework grounded in optimal transport theory.',
  },
]
/** How long the model takes for an answer and a judge for its verdicts, in milliseconds, and how many people ask at once. */
const modelTime = 2_000
const judgeTime = 500
const people = 100
/** Whose prices an answer is told at. */
const priced = ['openai:gpt-5.4-mini', 'openai:gpt-5.4-nano', 'openai:gpt-5-mini']
/** How many questions the cost of an answer is the mean of, and how many claims each answer has. */
const costed = { questions: 20, claims: 3 }

/** Times answers that a model writes, without a model's own time, and tells what they cost. */
export async function benchModel(): Promise<{ table: string; verdicts: readonly Verdict[] }> {
  const { overhead, processor } = await withServices(
    0,
    async (services) => {
      const before = process.cpuUsage()
      const times = await timeOneByOne(services, 100)
      const { user, system } = process.cpuUsage(before)
      return { overhead: times, processor: (user + system) / 1_000 / times.length }
    },
    { JUDGE_MODEL: 'off' },
  )
  const alone = await withServices(modelTime, timeCrowd, { JUDGE_MODEL: 'off' })
  const judged = await withServices(modelTime, timeCrowd)
  const { calls, tokens } = await withServices(0, costOfQuestions, {}, true)
  const crowd = `${people} people at once, model of ${modelTime / 1_000} s, answers a second`
  const withJudge = `the same with a judge of ${judgeTime / 1_000} s`
  const overheadTime = percentile(overhead, 0.5)
  const table = formatTable(
    ['answers that a model writes', ''],
    [
      ['over the time of the model, p50 ms', overheadTime?.toFixed(1)],
      ['of processor for an answer, the scripted server included, ms', processor.toFixed(1)],
      [crowd, alone.toFixed(1)],
      [withJudge, judged.toFixed(1)],
      [
        `calls and tokens of an answer with its judge, recorded, mean of ${costed.questions}: calls, read, written`,
        [calls, tokens.input, tokens.output].map((one) => one.toFixed(1)).join(', '),
      ],
      ...priced.map(
        (model) =>
          [`an answer of ${model}, its thinking not counted, $`, costOf(model, tokens)?.toFixed(5)] as const,
      ),
    ],
  )
  return {
    table,
    verdicts: [
      { name: 'over the time of the model, p50 ms', measured: overheadTime, bound: 'at most', limit: 30 },
      { name: crowd, measured: alone, bound: 'at least', limit: 15 },
      { name: withJudge, measured: judged, bound: 'at least', limit: 10 },
    ],
  }
}

/** With a bot whose model answers after some milliseconds, on loopback. */
async function withServices<Result>(
  milliseconds: number,
  work: (services: OpenServices) => Promise<Result>,
  settings: Record<string, string> = {},
  isCounted = false,
): Promise<Result> {
  const model = await startFakeOpenAI({ otherwise: (chat) => answerTo(chat, milliseconds, isCounted) })
  const services = await createServices(
    readConfig({
      DATABASE_URL: 'sqlite::memory:',
      EMBEDDING_MODEL: 'off',
      LOG_LEVEL: 'silent',
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'sk-fake',
      ...settings,
    }),
  )
  try {
    await services.warmUp()
    return await work(services)
  } finally {
    await services.close()
    await model.close()
  }
}

/** An answer to whatever is asked, its tokens counted as OpenAI counts where that takes nobody's time. */
function answerTo(chat: ChatRequest, delay: number, isCounted: boolean): ScriptedStream {
  const isJudge = formOf(chat) === 'verdicts'
  const answer = scripted(chat)
  if (answer.kind !== 'stream') throw new Error('The model answers by streams.')
  const written = answer.pieces.join('')
  return {
    ...answer,
    pieces: [written],
    pause: 0,
    delay: isJudge && delay > 0 ? judgeTime : delay,
    ...(isCounted && {
      usage: {
        prompt_tokens: chat.messages.reduce((sum, { content }) => sum + tokensIn(content), 0),
        completion_tokens: tokensIn(written),
      },
    }),
  }
}

const scripted = modelOf({
  answer: (prompt) => ({
    claims: prompt.includes(question)
      ? claims
      : [...prompt.matchAll(/^\[([\d.]+)\] (.*)$/gm)]
          .slice(0, costed.claims)
          .map(([, id = '', text = '']) => ({ cites: [id], text })),
    not_stated: [],
  }),
  judge: verdictsBy(() => 'supported'),
})

/** What the first questions of our own set take, on an average, as it was recorded. */
async function costOfQuestions(services: OpenServices) {
  const questions = (await readQuestions('data/eval/questions.jsonl')).slice(0, costed.questions)
  for (const one of questions) await finalAnswer(one.question, services)
  const { calls, inputTokens, outputTokens } = await services.store.usage.since(new Date(0))
  const each = (sum: number) => sum / questions.length
  return { calls: each(calls), tokens: { input: each(inputTokens), output: each(outputTokens) } }
}

async function timeOneByOne(services: OpenServices, count: number): Promise<readonly number[]> {
  const times: number[] = []
  for (let index = -10; index < count; index += 1) {
    const started = performance.now()
    await ask(services)
    if (index >= 0) times.push(performance.now() - started)
    await sleep(1)
  }
  return times
}

async function ask({ answer }: OpenServices): Promise<void> {
  const updates = await Array.fromAsync(
    answer(question, { history: [], signal: new AbortController().signal }),
  )
  const last = updates.at(-1)
  if (last?.stage !== 'done' || !('mode' in last.answer) || last.answer.mode !== 'model')
    throw new Error('The model did not write an answer.')
}

/** Answers a second while so many people ask at once. */
async function timeCrowd(services: OpenServices): Promise<number> {
  await ask(services)
  const started = performance.now()
  await Promise.all(Array.from({ length: people }, () => ask(services)))
  return people / ((performance.now() - started) / 1_000)
}
