import { z } from 'zod'
import { McpTokens } from './adapters/mcp/tokens.ts'
import { OwnPrices } from './answering/model/prices.ts'
import { home } from './home.ts'
import { describeError, PaperboyError } from './lib/errors.ts'
import { secretsIn } from './lib/redact.ts'
import { MailDkim, MailFrom, SmtpUrl } from './mail/settings.ts'
import { type EncoderModel, readModel } from './retrieval/models/model.ts'
import { sourceName } from './sync/source.ts'

/** Where vectors come from: nowhere, a model on this machine, or an OpenAI-compatible server's. */
export type EmbeddingSetting =
  | { kind: 'off' }
  | { kind: 'local'; model: EncoderModel }
  | { kind: 'server'; model: string }

export type Config = z.infer<typeof Environment> & {
  /** What no log line may hold, of model providers' own variables, too. */
  secrets: readonly string[]
}

const text = z.string().trim()
/** An empty value means "not set", as people write it in .env files. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
    schema.optional(),
  )
const url = (what: string) =>
  z.url({ protocol: /^https?$/, error: `must be ${what}, such as https://example.org` })
const badPort = 'must be a port number from 1 to 65535'
const port = z.coerce.number(badPort).int(badPort).min(1, badPort).max(65_535, badPort)
const host = text.regex(
  /^[\w.:-]{1,255}$/,
  'must be an address of this machine, such as 127.0.0.1 or 0.0.0.0',
)
const badDollars = 'must be an amount in US dollars from 0.01, such as 2.50'
const badPerMinute = 'must be a number of questions a minute, from 1 to 100000'
const perMinute = z.coerce
  .number(badPerMinute)
  .int(badPerMinute)
  .min(1, badPerMinute)
  .max(100_000, badPerMinute)
const badCalls = 'must be a number of model calls at once, from 1 to 1000'
const badTokens = 'must be a number of tokens, from 500 to 50000'
const badDays = 'must be a number of days, or 0 to forget nothing'
/** A token of the right kind: the others are easily pasted in its place. */
const token = (others: RegExp, right: string) =>
  text.refine((value) => !others.test(value), `is a token of another kind: it ${right}`)
const timeZone = text.refine((zone) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}, 'must be an IANA time zone, such as Europe/Paris')

const sourceNames = text
  .transform((names) => names.split(/[\s,]+/).filter((name) => name !== ''))
  .refine(
    (names) => names.every((name) => sourceName.test(name)),
    'must be a list of huggingface, arXiv categories and Zotero libraries, such as huggingface,arxiv:cs.CL,zotero:groups/12345',
  )

const personIds = text
  .transform((ids) => ids.split(/[\s,]+/).filter((id) => id !== ''))
  .refine(
    (ids) => ids.every((id) => /^(?:[UW][A-Z0-9]{2,20}|\d{5,25})$/.test(id)),
    'must be a list of ids of people in Slack or Discord, such as U012ABCDEF,80351110224678912',
  )

const badShards = 'must be a part of all shards, such as 0-3/16: the first four of sixteen'
const shards = text
  .regex(/^\d{1,5}(?:-\d{1,5})?\/\d{1,5}$/, badShards)
  .transform((range) => range.split(/[-/]/).map(Number))
  .transform((numbers) => ({ first: numbers[0] ?? 0, last: numbers.at(-2) ?? 0, count: numbers.at(-1) ?? 0 }))
  .refine(({ first, last, count }) => first <= last && last < count, badShards)

/** Unset is the model on this machine; a name without a prefix is a server's, as it always was. */
const embeddingModel = text.transform((value, context): EmbeddingSetting => {
  if (value === '' || value === 'off') return { kind: 'off' }
  const [, model] = /^openai:(.+)$/.exec(value) ?? []
  if (model !== undefined) return { kind: 'server', model }
  const [isLocal, name = ''] = /^local(?::(.+))?$/.exec(value) ?? []
  if (isLocal === undefined) return { kind: 'server', model: value }
  try {
    return { kind: 'local', model: readModel(name) }
  } catch (error) {
    context.addIssue({
      code: 'custom',
      message: `is not understood. ${describeError(error)}`.replace(/\.$/, ''),
    })
    return z.NEVER
  }
})

const Environment = z.object({
  OPENAI_API_KEY: optional(text),
  OPENAI_BASE_URL: optional(url('the base address of an OpenAI-compatible server')),
  AZURE_OPENAI_API_KEY: optional(text),
  AZURE_OPENAI_ENDPOINT: optional(url('the address of an Azure OpenAI resource')),
  AZURE_OPENAI_API_VERSION: optional(
    text.regex(/^\d{4}-\d{2}-\d{2}(?:-preview)?$/, 'must be a version such as 2024-10-21'),
  ),
  ANTHROPIC_API_KEY: optional(text),
  ANTHROPIC_BASE_URL: optional(url('the base address of the Anthropic API')),
  GOOGLE_API_KEY: optional(text),
  GOOGLE_BASE_URL: optional(url('the base address of the Gemini API')),
  MISTRAL_API_KEY: optional(text),
  MISTRAL_BASE_URL: optional(url('the base address of the Mistral API')),
  OLLAMA_BASE_URL: optional(url('the address of an Ollama server')),
  MODEL_CALLS: z.preprocess(
    (value) => (value === undefined || value === '' ? 64 : value),
    z.coerce.number(badCalls).int(badCalls).min(1, badCalls).max(1_000, badCalls),
  ),
  CHAT_MODEL: optional(
    text.regex(/^[a-z0-9_-]+:\S+$/i, 'must be provider:model, such as openai:gpt-5.4-mini'),
  ),
  JUDGE_MODEL: optional(
    text.regex(/^(?:off|[a-z0-9_-]+:\S+)$/i, 'must be provider:model, such as openai:gpt-5.4-mini, or off'),
  ),
  EVIDENCE_TOKENS: z.preprocess(
    (value) => (value === undefined || value === '' ? 6_000 : Number(value)),
    z.int(badTokens).min(500, badTokens).max(50_000, badTokens),
  ),
  EMBEDDING_MODEL: z.preprocess((value) => value ?? 'local', embeddingModel),
  MODELS_DIR: optional(text),
  HF_ENDPOINT: optional(url('the base address of the Hugging Face hub, or of a mirror')),
  HF_HUB_OFFLINE: z.preprocess(
    (value) => (typeof value === 'string' ? value.trim() : ''),
    z.string().transform((value) => /^(?:1|on|yes|true)$/i.test(value)),
  ),
  ANSWER_TIMEOUT_SECONDS: z.preprocess(
    (value) => (value === undefined || value === '' ? 20 : Number(value)),
    z.number('must be a number of seconds').min(1).max(600),
  ),
  DAILY_BUDGET_USD: optional(z.coerce.number(badDollars).min(0.01, badDollars).max(1_000_000, badDollars)),
  MODEL_PRICES: z.preprocess((value) => value ?? '', OwnPrices),
  QUESTIONS_PER_PERSON: optional(perMinute),
  QUESTIONS_PER_WORKSPACE: optional(perMinute),
  SLACK_BOT_TOKEN: optional(token(/^xapp-|^xoxp-/, 'begins with xoxb-')),
  SLACK_APP_TOKEN: optional(token(/^xox/, 'begins with xapp-')),
  SLACK_SIGNING_SECRET: optional(text),
  PORT: z.preprocess((value) => (value === undefined || value === '' ? 3000 : value), port),
  HTTP_HOST: z.preprocess((value) => (value === undefined || value === '' ? '127.0.0.1' : value), host),
  PUBLIC_URL: optional(url('the address under which people reach PORT')),
  SMTP_URL: optional(SmtpUrl),
  MAIL_FROM: optional(MailFrom),
  MAIL_DKIM: optional(MailDkim),
  FEEDS: z.preprocess(
    (value) => (value === undefined || value === '' ? 'public' : value),
    z.enum(['public', 'all', 'off'], 'must be public, all or off'),
  ),
  MCP_TOKENS: z.preprocess((value) => value ?? '', McpTokens),
  METRICS_PORT: optional(port),
  METRICS_HOST: z.preprocess((value) => (value === undefined || value === '' ? '127.0.0.1' : value), host),
  SLACK_API_URL: optional(url('the base address of the Slack Web API')),
  DISCORD_TOKEN: optional(text),
  DISCORD_API_URL: optional(url('the base address of the Discord API, up to /api')),
  DISCORD_GUILD_ID: optional(text.regex(/^\d+$/, 'must be the id of a server, which is a number')),
  DISCORD_SHARDS: optional(shards),
  SOURCES: z.preprocess((value) => value ?? '', sourceNames),
  HUGGINGFACE_URL: optional(url('the base address of Hugging Face')),
  HF_TOKEN: optional(text),
  ARXIV_URL: optional(url('the base address of arXiv')),
  CROSSREF_URL: optional(url('the base address of Crossref')),
  PUBMED_URL: optional(url("the base address of PubMed's E-utilities")),
  SEMANTIC_SCHOLAR_URL: optional(url('the base address of Semantic Scholar')),
  OPENREVIEW_URL: optional(url('the base address of OpenReview')),
  SEMANTIC_SCHOLAR_API_KEY: optional(text),
  ZOTERO_URL: optional(url("the base address of Zotero's web API")),
  ZOTERO_API_KEY: optional(text),
  /** Node's own setting, which its client heeds by itself: sources go by the same proxy as the model. */
  NODE_USE_ENV_PROXY: optional(text),
  OPERATORS: z.preprocess((value) => value ?? '', personIds),
  MAY_ADD: optional(
    z.enum(['members', 'managers', 'operators', 'nobody'], 'must be members, managers, operators or nobody'),
  ),
  SHIPPED_PAPERS: z.preprocess(
    (value) => (value === undefined || value === '' ? 'on' : value),
    z.enum(['on', 'off'], 'must be on or off'),
  ),
  SUBSCRIPTIONS_BY: optional(
    z.enum(['members', 'managers', 'everyone'], 'must be members, managers or everyone'),
  ),
  REMEMBER_DAYS: z.preprocess(
    (value) => (value === undefined || value === '' ? 90 : Number(value)),
    z.int(badDays).min(0, badDays).max(36_500, badDays),
  ),
  CONTACT: optional(text.regex(/^[!-~]{1,200}$/, 'must be an e-mail address or a web address')),
  DATABASE_URL: z.preprocess(
    (value) => (value === undefined || value === '' ? `sqlite:${home.database}` : value),
    text.refine(
      (value) => /^sqlite:.+$/.test(value) || (/^postgres(?:ql)?:\/\//.test(value) && URL.canParse(value)),
      'must be sqlite:<file>, such as sqlite:./var/paperboy.sqlite, or postgres://user:password@host/database',
    ),
  ),
  TIME_ZONE: optional(timeZone),
  LOG_LEVEL: z.preprocess(
    (value) => (value === undefined || value === '' ? 'warn' : value),
    z.enum(['silent', 'error', 'warn', 'info', 'debug'], 'must be silent, error, warn, info or debug'),
  ),
})

/** The names of all settings. */
export const settingNames: readonly string[] = Object.keys(Environment.shape)

/**
 * Reads every setting from the environment.
 *
 * @throws PaperboyError naming every wrong setting at once, each with what it should be; values are not repeated,
 *   since they may be secrets.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const result = Environment.safeParse(environment)
  const wrong = result.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) ?? []
  const problems = [...wrong, ...missingPartners(environment)]
  if (result.success && problems.length === 0) return { ...result.data, secrets: secretsIn(environment) }
  throw new PaperboyError(`Check the settings: ${problems.join('; ')}.`, 'See .env.example for each.')
}

/** Settings that mean nothing without another one. */
function missingPartners(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const isSet = (name: keyof Config) => (environment[name]?.trim() ?? '') !== ''
  const receives = isSet('SLACK_APP_TOKEN') || isSet('SLACK_SIGNING_SECRET')
  return [
    ...(isSet('SLACK_BOT_TOKEN') && !receives
      ? ['SLACK_BOT_TOKEN needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside it']
      : []),
    ...(receives && !isSet('SLACK_BOT_TOKEN')
      ? ['SLACK_APP_TOKEN and SLACK_SIGNING_SECRET need SLACK_BOT_TOKEN beside them']
      : []),
    ...(isSet('SMTP_URL')
      ? (['MAIL_FROM', 'PUBLIC_URL'] as const)
          .filter((name) => !isSet(name))
          .map((name) => `SMTP_URL needs ${name} beside it`)
      : (['MAIL_FROM', 'MAIL_DKIM'] as const).filter(isSet).map((name) => `${name} needs SMTP_URL`)),
    ...(['DISCORD_GUILD_ID', 'DISCORD_SHARDS'] as const).flatMap((name) =>
      isSet(name) && !isSet('DISCORD_TOKEN') ? [`${name} needs DISCORD_TOKEN`] : [],
    ),
  ]
}
