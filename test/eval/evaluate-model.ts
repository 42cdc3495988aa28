import { createJudge } from '../../src/answering/model/judge.ts'
import { addressOf } from '../../src/answering/model/provider.ts'
import { readModelName } from '../../src/answering/model/providers.ts'
import { readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { createLog } from '../../src/lib/log.ts'
import { prepareModel } from '../../src/operator/chat-model.ts'
import { openStore } from '../../src/store/open.ts'
import { askSets } from './evaluate-questions.ts'
import { formatGated, gateClaims, gateFigures, readLabelledClaims } from './labelled-claims.ts'
import { formatSets, spentInWords } from './questions-report.ts'
import { arxivCollection, type QuestionSet } from './sets.ts'
import { openTranscripts, type Transcripts } from './transcripts.ts'

type Settings = Readonly<Record<string, string>>

type Run = {
  /** `provider:model`: it writes, and judges unless JUDGE_MODEL says otherwise. */
  model: string
  /** What it is to do; both when left out. */
  only?: 'claims' | 'questions' | undefined
  sets: readonly QuestionSet[]
  /** Where what its server answers is recorded, or played back from. */
  record?: string | undefined
  replay?: string | undefined
  environment: Readonly<Record<string, string | undefined>>
}

/**
 * Evaluates a model: the labelled claims as drafts to judge, then the question sets with the model as the writer, each with
 * what it cost and took.
 *
 * @returns tables for people
 * @throws PaperboyError that says which setting is wrong, or that there is no record
 */
export async function evaluateModel({
  model,
  only,
  sets,
  record,
  replay,
  environment,
}: Run): Promise<string> {
  const given = modelSettings(model, environment)
  const judge = judgeOf(given)
  const open: Transcripts[] = []
  try {
    const settings = { ...given }
    const file = replay ?? record
    for (const name of file === undefined ? [] : new Set([model, judge])) {
      const { provider } = readModelName(name, replay === undefined ? given : withKeys(given))
      const { setting } = provider.address
      const upstream = replay === undefined ? addressOf(provider, given) : undefined
      const transcripts = await openTranscripts(file ?? '', upstream)
      open.push(transcripts)
      settings[setting] = `${transcripts.url}${new URL(addressOf(provider, given) || 'http://any').pathname}`
    }
    const complete = replay === undefined ? settings : withKeys(settings)
    const told = [
      ...(only === 'questions' ? [] : [await judgeClaims(judge, complete)]),
      ...(only === 'claims' ? [] : [formatSets(await askSets(sets, [{ name: model, settings: complete }]))]),
    ]
    const missing = open.reduce((sum, { counts }) => sum + counts().missing, 0)
    return [...told, ...(missing > 0 ? [`${missing} requests were not on record.`] : [])].join('\n\n')
  } finally {
    for (const transcripts of open) await transcripts.close()
  }
}

/** What of the environment is about the model, prices included. */
function modelSettings(model: string, environment: Run['environment']): Record<string, string> {
  const set = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined &&
    /_API_KEY$|_BASE_URL$|^AZURE_|^JUDGE_MODEL$|^MODEL_PRICES$|^ANSWER_TIMEOUT/.test(name)
      ? [[name, value] as const]
      : [],
  )
  return { ...Object.fromEntries(set), CHAT_MODEL: model }
}

/** Who judges the claims: without a judge for answers, the writer. */
function judgeOf({ CHAT_MODEL = '', JUDGE_MODEL = '' }: Record<string, string>): string {
  return JUDGE_MODEL === '' || JUDGE_MODEL === 'off' ? CHAT_MODEL : JUDGE_MODEL
}

/** What is played back needs no key, but clients do. */
function withKeys(settings: Settings): Settings {
  const names = ['OPENAI', 'AZURE_OPENAI', 'ANTHROPIC', 'GOOGLE', 'MISTRAL'].map((name) => `${name}_API_KEY`)
  return {
    AZURE_OPENAI_ENDPOINT: 'http://any',
    ...settings,
    ...Object.fromEntries(names.map((name) => [name, 'replayed'])),
  }
}

async function judgeClaims(judgeName: string, settings: Settings): Promise<string> {
  const config = readConfig({ DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'error', ...settings })
  const store = await openStore(config.DATABASE_URL)
  try {
    const log = createLog(config.LOG_LEVEL, config.secrets)
    const judge = createJudge(prepareModel(judgeName, config)({ store, log, clock: systemClock }).model)
    const started = performance.now()
    const rows = await readLabelledClaims()
    const gated = await gateClaims(rows, await arxivCollection.papers(), judge)
    const seconds = (performance.now() - started) / 1000
    const share = (value: number) => `${(100 * value).toFixed(1)} %`
    const lines = (['vetoes', 'judged'] as const).map((gate) => {
      const { falseDrops, falseAccepts } = gateFigures(gated, gate)
      const name = gate === 'vetoes' ? 'vetoes alone' : `vetoes and ${judgeName}`
      return `${name}: supported dropped ${share(falseDrops)}, others shown ${share(falseAccepts)}`
    })
    const spent = await store.usage.since(new Date(0))
    const cost = `${judgeName}: ${spentInWords(spent, rows.length)}, ${seconds.toFixed(1)} s`
    return [formatGated(gated), ...lines, cost].join('\n')
  } finally {
    await store.close()
  }
}
