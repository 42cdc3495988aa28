/** How much of a text makes one token, for each kind of text. */
const perToken = { letters: 3.5, otherAscii: 1.25, bytes: 2 }

/**
 * A cautious guess at how many tokens a text takes, without a tokenizer: 3.5 ASCII letters or spaces a token, 1.25
 * ASCII digits or signs (numbers, formulas), 2 UTF-8 bytes of anything else. On abstracts it comes to 1.7 times the
 * count of OpenAI's o200k_base encoding, so that a limit kept by it is kept for other tokenizers too.
 */
export function estimateTokens(text: string): number {
  let letters = 0
  let otherAscii = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code >= 128) continue
    if (code === 32 || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)) letters++
    else otherAscii++
  }
  const bytes = Buffer.byteLength(text) - letters - otherAscii
  return Math.ceil(letters / perToken.letters + otherAscii / perToken.otherAscii + bytes / perToken.bytes)
}

/** The longest beginning of a text that is estimated at no more than `limit` tokens, cut between characters. */
export function shortenToTokens(text: string, limit: number): string {
  if (estimateTokens(text) <= limit) return text
  let low = 0
  let high = text.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (estimateTokens(text.slice(0, middle)) <= limit) low = middle
    else high = middle - 1
  }
  const cut = text.slice(0, low)
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut
}
