import { z } from 'zod'
import { PaperboyError } from './lib/errors.ts'

export type Config = z.infer<typeof Environment>

const text = z.string().trim()
/** An empty value means "not set", as people write it in .env files. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
    schema.optional(),
  )
const url = (what: string) =>
  z.url({ protocol: /^https?$/, error: `must be ${what}, such as https://example.org` })
const timeZone = text.refine((zone) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined
  } catch {
    return false
  }
}, 'must be an IANA time zone, such as Europe/Paris')

const Environment = z.object({
  OPENAI_API_KEY: optional(text),
  OPENAI_BASE_URL: optional(url('the base address of an OpenAI-compatible server')),
  CHAT_MODEL: optional(
    text.regex(/^[a-z0-9_-]+:\S+$/i, 'must be provider:model, such as openai:gpt-5.4-mini'),
  ),
  EMBEDDING_MODEL: optional(text),
  ANSWER_TIMEOUT_SECONDS: z.preprocess(
    (value) => (value === undefined || value === '' ? 20 : Number(value)),
    z.number('must be a number of seconds').min(1).max(600),
  ),
  DATABASE_URL: z.preprocess(
    (value) => (value === undefined || value === '' ? 'sqlite:./var/paperboy.sqlite' : value),
    text.regex(/^sqlite:.+$/, 'must be sqlite:<file>, such as sqlite:./var/paperboy.sqlite'),
  ),
  TIME_ZONE: optional(timeZone),
  LOG_LEVEL: z.preprocess(
    (value) => (value === undefined || value === '' ? 'warn' : value),
    z.enum(['silent', 'error', 'warn', 'info', 'debug'], 'must be silent, error, warn, info or debug'),
  ),
})

/**
 * Reads every setting from the environment.
 *
 * @throws PaperboyError naming every wrong setting at once, each with what it should be; values are not repeated,
 *   since they may be secrets.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const result = Environment.safeParse(environment)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)
  throw new PaperboyError(
    `Settings need a look: ${problems.join('; ')}.`,
    'See .env.example for what each one means.',
  )
}
