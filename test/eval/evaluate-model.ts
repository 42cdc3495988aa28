import { createJudge } from '../../src/answering/model/judge.ts'
import { readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { createLog } from '../../src/lib/log.ts'
import { prepareModel } from '../../src/operator/chat-model.ts'
import { openStore } from '../../src/store/open.ts'
import { askSets } from './evaluate-questions.ts'
import { formatGated, gateClaims, gateFigures, readLabelledClaims } from './labelled-claims.ts'
import { formatSets } from './questions-report.ts'
import { arxivCollection, type QuestionSet } from './sets.ts'
import { openTranscripts } from './transcripts.ts'

type Run = {
  /** `provider:model`: it writes, and judges unless JUDGE_MODEL says otherwise. */
  model: string
  sets: readonly QuestionSet[]
  /** Where what its server answers is recorded, or played back from. */
  record?: string
  replay?: string
  environment: Readonly<Record<string, string | undefined>>
}

/**
 * Evaluates a model: the labelled claims as drafts to judge, with what they cost and took, then the question sets with the
 * model as the writer.
 *
 * @returns tables for people
 * @throws PaperboyError that says which setting is wrong, or that there is no record
 */
export async function evaluateModel({ model, sets, record, replay, environment }: Run): Promise<string> {
  const upstream = environment.OPENAI_BASE_URL ?? 'https://api.openai.com/v1'
  const file = replay ?? record
  const transcripts = file ? await openTranscripts(file, replay ? undefined : upstream) : undefined
  try {
    const settings = {
      ...Object.fromEntries(
        Object.entries(environment).filter(([name]) =>
          /_API_KEY$|_BASE_URL$|^AZURE_|^JUDGE_MODEL$/.test(name),
        ),
      ),
      CHAT_MODEL: model,
      ...(transcripts && { OPENAI_BASE_URL: transcripts.url }),
      ...(replay && { OPENAI_API_KEY: 'replayed' }),
    }
    const claims = await judgeClaims(model, settings)
    const asked = await askSets(sets, [{ name: model, settings }])
    const missing = transcripts?.counts().missing ?? 0
    return [
      claims,
      formatSets(asked),
      ...(missing > 0 ? [`${missing} requests were not on record.`] : []),
    ].join('\n\n')
  } finally {
    await transcripts?.close()
  }
}

async function judgeClaims(
  model: string,
  settings: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const config = readConfig({ DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'error', ...settings })
  const judgeName =
    config.JUDGE_MODEL === undefined || config.JUDGE_MODEL === 'off' ? model : config.JUDGE_MODEL
  const store = await openStore(config.DATABASE_URL)
  try {
    const log = createLog(config.LOG_LEVEL, config.secrets)
    const judge = createJudge(prepareModel(judgeName, config)({ store, log, clock: systemClock }).model)
    const started = performance.now()
    const gated = await gateClaims(await readLabelledClaims(), await arxivCollection.papers(), judge)
    const seconds = (performance.now() - started) / 1000
    const { calls, cost, unpriced, inputTokens, outputTokens } = await store.usage.since(new Date(0))
    const share = (value: number) => `${(100 * value).toFixed(1)} %`
    const lines = (['vetoes', 'judged'] as const).map((gate) => {
      const { falseDrops, falseAccepts } = gateFigures(gated, gate)
      const name = gate === 'vetoes' ? 'vetoes alone' : `vetoes and ${judgeName}`
      return `${name}: supported dropped ${share(falseDrops)}, others shown ${share(falseAccepts)}`
    })
    const price = unpriced > 0 ? 'price not known' : `$${cost.toFixed(4)}`
    return [
      formatGated(gated),
      ...lines,
      `${calls} calls, ${inputTokens} tokens in, ${outputTokens} out, ${price}, ${seconds.toFixed(1)} s`,
    ].join('\n')
  } finally {
    await store.close()
  }
}
