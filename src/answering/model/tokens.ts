import { estimateTokens } from '../../lib/token-estimate.ts'

let countTokens: ((text: string, options: { disallowedSpecial: Set<string> }) => number) | undefined

/** Loads the tokenizer, which takes a moment and some 80 MB: only where a model is asked. Idempotent. */
export async function loadTokenizer(): Promise<void> {
  ;({ countTokens } = await import('gpt-tokenizer/encoding/o200k_base'))
}

/**
 * Runs longer than this are counted in pieces: what a tokenizer takes grows with the square of a run without spaces, and
 * the pieces of one come to a few tokens more.
 */
const longestRun = 24
const run = new RegExp(`[^\\s]{${longestRun}}`, 'gu')

/**
 * How many tokens a text takes in o200k_base, the encoding of OpenAI's models; a text that a server means as a sign of its
 * own (`<|endoftext|>`) counts as the signs it is written in. A cautious guess until the tokenizer is loaded. Linear in
 * the text.
 */
export function tokensIn(text: string): number {
  return countTokens?.(text.replace(run, '$& '), { disallowedSpecial: new Set() }) ?? estimateTokens(text)
}

/** What other tokenizers need more for the same text: Llama 3's and Mistral's take up to a fifth more for English. */
const margin = 1.25

/** The same as the tokens of a model, known by `provider:model`: with a margin unless it is OpenAI's own. */
export function tokensFor(model: string, text: string): number {
  return Math.ceil(tokensIn(text) * (/^(?:azure_)?openai:/.test(model) ? 1 : margin))
}

/** The longest beginning of a text of at most so many tokens, cut between characters. */
export function shortenToTokens(text: string, limit: number): string {
  // No token is longer than this on the average: what is far too long is not counted whole.
  let cut = text.slice(0, limit * 16)
  while (tokensIn(cut) > limit)
    cut = cut.slice(0, Math.floor(cut.length * Math.min(0.9, limit / tokensIn(cut))))
  return cut.replace(/[\uD800-\uDBFF]$/, '')
}
