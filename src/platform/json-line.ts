import type { Json } from '../lib/json.ts'
import type { Reply } from '../replies/reply.ts'
import { outputVersion } from './json-output.ts'

/**
 * A reply as one line for scripts. One that answers nothing has the form of an answer that was declined.
 *
 * @param asked the words after the command's name, and the milliseconds it took
 */
export function jsonLine({ data, tone, summary }: Reply, asked: { words: string; ms: number }): string {
  if (isObject(data) && tone !== 'error') return JSON.stringify({ version: outputVersion, ...data })
  const form = { question: asked.words, kind: 'declined', mode: 'extractive', claims: [], papers: [] }
  const facts = isObject(data) ? data : {}
  return JSON.stringify({ version: outputVersion, ...form, ms: asked.ms, why: summary, ...facts })
}

const isObject = (data: Json | undefined): data is { readonly [key: string]: Json } =>
  typeof data === 'object' && data !== null && !Array.isArray(data)
