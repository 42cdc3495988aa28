import { z } from 'zod'
import { ModelError, type ModelFailure } from './model.ts'

/** The parts of a thrown value that tell what happened; client libraries put them in different places. */
const Thrown = z.object({
  name: z.string().catch(''),
  message: z.string().catch(''),
  status: z.number().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  type: z.string().optional().catch(undefined),
})

const sentences: Record<ModelFailure, string> = {
  unreachable: 'The model server cannot be reached or is failing',
  unauthorized: 'The model server does not accept the key',
  'unknown-model': 'The model server knows no such model or address',
  'rate-limited': 'The model server has had too many requests for now',
  quota: "The model account's quota is used up",
  budget: "Today's budget is spent",
  resting: 'The model server failed several times in a row and is left alone for now',
  timeout: 'The model took too long',
  refused: 'The model would not answer',
  truncated: 'The model ran out of tokens',
  cut: "The model's answer was cut off",
  nonsense: 'The model did not answer in the form that was asked for',
  rejected: 'The model server turned the request away',
  'too-long': 'The question and its evidence do not fit the model',
}

/** A `ModelError` with the standing sentence of its failure and, quoted, what the server said. */
export function modelError(failure: ModelFailure, detail?: string): ModelError {
  return new ModelError(failure, sentences[failure] + (detail ? ` ("${detail}").` : '.'))
}

/**
 * What a thrown value of a model client means. The server's own words are kept, short and without secrets; the
 * original is not passed on as `cause`, since clients put requests with their key into it.
 *
 * @param call its signal: once it has ended, every failure is its doing; texts that must not appear in the message; and
 *   what its server said last
 */
export function readModelFailure(thrown: unknown, call: FailedCall): ModelError {
  if (thrown instanceof ModelError) return thrown
  if (call.signal.aborted) return modelError('timeout')
  const parsed = Thrown.safeParse(thrown)
  if (!parsed.success) return modelError('unreachable')
  const { status = 0, waitAsked } = call.heard
  const facts = { ...parsed.data, status: status >= 400 ? status : parsed.data.status }
  const error = modelError(failureOf(facts), quotable(parsed.data.message, call.secrets))
  error.waitAsked = waitAsked
  return error
}

type FailedCall = {
  signal: AbortSignal
  secrets: readonly string[]
  heard: { status?: number; waitAsked?: number }
}

function failureOf({ name, message, status, code, type }: z.infer<typeof Thrown>): ModelFailure {
  const told = `${code ?? ''} ${type ?? ''} ${message}`
  if (name === 'TimeoutError' || status === 408) return 'timeout'
  if (
    name === 'ContextOverflowError' ||
    status === 413 ||
    /context_length|context (window|length)/i.test(told)
  )
    return 'too-long'
  if (/content_filter|content_policy|content management policy/i.test(told)) return 'refused'
  if (/insufficient_quota|exceeded your current quota|credit balance|billing/i.test(told)) return 'quota'
  if (status === 401 || status === 403 || /invalid_api_key/.test(told)) return 'unauthorized'
  // Clients that find no key in the environment say so without asking the server.
  if (status === undefined && /api[ _-]?key/i.test(message)) return 'unauthorized'
  if (status === 402) return 'quota'
  if (status === 404) return 'unknown-model'
  if (status === 429 || /rate_limit/.test(told)) return 'rate-limited'
  if (status !== undefined && status >= 400 && status < 500) return 'rejected'
  return 'unreachable'
}

const longestQuote = 200

/** One short line without secrets: the known ones, whatever looks like a key, and passwords inside addresses. */
function quotable(message: string, secrets: readonly string[]): string {
  const hidden = secrets
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '[redacted]'), message)
    .replace(/\bsk-[\w*-]{4,}|\b(?=\w*\d)[\w-]{32,}/g, '[redacted]')
    .replace(/\/\/[^/@\s]+@/g, '//')
  const line = hidden.replace(/[\p{C}\s]+/gu, ' ').trim()
  return line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line
}
