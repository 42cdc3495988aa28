import {
  type AuthInfo,
  localhostAllowedOrigins,
  OAuthError,
  OAuthErrorCode,
  originValidationResponse,
  requireBearerAuth,
} from '@modelcontextprotocol/server'
import { createFindToken, type McpToken } from './tokens.ts'

/** Tokens of the settings do not end; the protocol wants to hear when they do, in seconds. */
const validFor = 3_600

/**
 * Lets in who has a token. What comes from a page in a browser has to come from this machine or from the server's own
 * address besides: a page elsewhere may have been given our address by a name that means another (DNS rebinding).
 *
 * @returns who it is, or what to answer
 */
export function createGate({
  tokens,
  publicUrl,
}: {
  tokens: readonly McpToken[]
  publicUrl?: string
}): (request: Request) => Promise<AuthInfo | Response> {
  const find = createFindToken(tokens)
  const origins = [...localhostAllowedOrigins(), ...(publicUrl ? [new URL(publicUrl).hostname] : [])]
  const verifyAccessToken = async (token: string): Promise<AuthInfo> => {
    const found = find(token)
    if (!found) throw new OAuthError(OAuthErrorCode.InvalidToken, 'The token is not known')
    return {
      token,
      clientId: found.name,
      scopes: [],
      expiresAt: Math.floor(Date.now() / 1000) + validFor,
    }
  }
  const authenticate = requireBearerAuth({ verifier: { verifyAccessToken } })
  return async (request) => originValidationResponse(request, origins) ?? authenticate(request)
}
