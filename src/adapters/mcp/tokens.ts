import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

/** What lets one assistant in, and how it is called in limits and logs. */
export type McpToken = { name: string; token: string }

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Finds whose token it is. How long that takes tells nothing of the tokens there are. */
export function createFindToken(
  tokens: readonly McpToken[],
): (given: string) => Pick<McpToken, 'name'> | undefined {
  const known = tokens.map(({ name, token }) => ({ name, digest: digest(token) }))
  return (given) => {
    const hash = digest(given)
    return known.filter((one) => timingSafeEqual(one.digest, hash))[0]
  }
}

const item = /^(?:(?<name>[\w.-]{1,40}):)?(?<token>[\w.~+/-]{8,200}=*)$/

/**
 * Reads a list of tokens, each with a name in front or without one: `ada:8f3c…, b71e…`. A token without a name is known by
 * the beginning of its digest.
 *
 * @returns undefined when one of them is no token, or two have one name
 */
function readMcpTokens(list: string): readonly McpToken[] | undefined {
  const items = list.split(/[\s,]+/).filter((one) => one !== '')
  const tokens = items.flatMap((one) => {
    const { name, token } = item.exec(one)?.groups ?? {}
    return token === undefined ? [] : [{ name: name ?? digest(token).toString('hex').slice(0, 8), token }]
  })
  const names = new Set(tokens.map(({ name }) => name))
  return tokens.length === items.length && names.size === items.length ? tokens : undefined
}

/** The setting that holds such a list. */
export const McpTokens = z.string().transform((list, context): readonly McpToken[] => {
  const tokens = readMcpTokens(list)
  if (tokens) return tokens
  context.addIssue({
    code: 'custom',
    message: 'must be a list of name:token, each token of 8 to 200 letters and digits, each name once',
  })
  return z.NEVER
})
