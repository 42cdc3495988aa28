import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Moments } from '../../moments.ts'
import { Refusal, refusalBody } from '../refusal.ts'
import { failAfter, failBefore, sendJson } from './disturb.ts'
import type { Fault, Faults } from './faults.ts'
import type { Method, Platform } from './methods/method.ts'
import type { Rates } from './rates.ts'
import { type Fields, readFields } from './request-body.ts'

/** A call as it came, and how it ended. */
export type Call = {
  method: string
  fields: Fields
  at: number
  /** The error it was refused with: by the rules of Slack, or by a scripted fault. */
  refused?: string
  /** What was wrong with it, in Slack's words. */
  problems?: readonly string[]
  fault?: Fault
}

/** Answers of the Web API: who may call, scripted faults, the method itself; records every call. */
export function createWebApi(
  methods: ReadonlyMap<string, Method>,
  { workspace }: Platform,
  { faults, rates, calls, moments }: { faults: Faults; rates: Rates; calls: Call[]; moments: Moments },
) {
  const carryOut = (name: string, fields: Fields, token: string): Record<string, unknown> => {
    const method = methods.get(name)
    if (!method) throw new Refusal('unknown_method', [], { req_method: name })
    checkToken(method, token)
    return { ok: true, ...method.call(fields) }
  }

  const checkToken = (method: Method, token: string) => {
    const { botToken, appToken } = workspace
    const revoked = workspace.revocation()
    if (token === '') throw new Refusal('not_authed')
    if (token !== botToken && token !== appToken) throw new Refusal('invalid_auth')
    if (revoked !== undefined) throw new Refusal(revoked)
    if ((token === appToken) !== (method.token === 'app')) throw new Refusal('not_allowed_token_type')
    if (method.scope) workspace.needScope(method.scope)
  }

  return async function answer(name: string, request: IncomingMessage, response: ServerResponse) {
    const { token: fieldToken, ...fields } = await readFields(request)
    const bearer = request.headers.authorization?.replace(/^Bearer /, '')
    const call: Call = { method: name, fields, at: Date.now() }
    calls.push(call)
    const isAt = moments.begin(name)
    await isAt('arrived')
    const fault = faults.take(name) ?? rates.take(name, fields)
    if (fault) call.fault = fault
    if (fault && (await failBefore(fault, response))) return
    let body: Record<string, unknown>
    try {
      if (fault?.kind === 'refused') throw new Refusal(fault.error)
      body = carryOut(name, fields, bearer ?? String(fieldToken ?? ''))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      call.refused = error.code
      call.problems = error.problems
      body = refusalBody(error)
    }
    await isAt('recorded')
    if (fault && (await failAfter(fault, response))) return
    sendJson(response, 200, body, { 'x-oauth-scopes': [...workspace.scopes].join(',') })
    await isAt('answered')
  }
}
