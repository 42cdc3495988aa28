import type { World } from '../world.ts'

export type RouteRequest = {
  world: World
  /** A named part of the path. */
  param(name: string): string
  query: URLSearchParams
  body: unknown
}

/** What a route answers; without a body the status is 204. */
export type RouteAnswer = { status?: number; body?: unknown }

export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Such as `/channels/:channel/messages`. */
  path: string
  /** Whether the bot token is needed; interactions bring their own. */
  token: boolean
  handle(request: RouteRequest): RouteAnswer
}

/** The route for a method and a decoded path, with the named parts of the path. */
export function findRoute(routes: readonly Route[], method: string, path: string) {
  for (const route of routes) {
    if (route.method !== method) continue
    const params = match(route.path.split('/'), path.split('/'))
    if (params) return { route, params }
  }
  return undefined
}

function match(pattern: readonly string[], given: readonly string[]): Map<string, string> | undefined {
  if (pattern.length !== given.length) return undefined
  const params = new Map<string, string>()
  for (const [index, part] of pattern.entries()) {
    const value = given[index] ?? ''
    if (part.startsWith(':')) params.set(part.slice(1), value)
    else if (part !== value) return undefined
  }
  return params
}
