import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { Refusal, refusalBody } from '../refusal.ts'
import type { Message } from '../state/message-log.ts'
import { badManners, checkContent, content, flag } from '../validation/message.ts'
import { failAfter, failBefore, sendJson } from './disturb.ts'
import type { Faults } from './faults.ts'
import type { Platform } from './methods/method.ts'
import { readFields } from './request-body.ts'
import type { Call } from './web-api.ts'

/** From the reference of response URLs: five answers within half an hour. */
const uses = 5
const life = 30 * 60_000

const Answer = z.object({
  ...content,
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: flag,
  delete_original: flag,
  thread_ts: z.string().optional(),
})

type Grant = { channel: string; user: string; original?: Message; left: number; until: number }

export type ResponseUrls = ReturnType<typeof createResponseUrls>

/** The addresses that come with commands and clicks, through which an app answers without joining the channel. */
export function createResponseUrls(
  { workspace, messages, origin, badManners: noted }: Platform,
  { faults, calls }: { faults: Faults; calls: Call[] },
) {
  const grants = new Map<string, Grant>()

  const carryOut = (grant: Grant | undefined, raw: unknown): void => {
    if (!grant || grant.until < Date.now()) throw new Refusal('expired_url')
    if (grant.left === 0) throw new Refusal('used_url')
    const parsed = Answer.safeParse(raw)
    if (!parsed.success) throw new Refusal('invalid_payload')
    const given = parsed.data
    grant.left -= 1
    const { original } = grant
    if (given.delete_original && original) {
      messages.remove(original)
      return
    }
    const checked = checkContent(given)
    noted.push(...badManners(given))
    // Behind a command there is no original, so replacing says it anew (bolt-js issue 2287, bolt-python issue 1268).
    if (given.replace_original && original) {
      messages.change(original, checked)
      return
    }
    if (given.thread_ts && given.response_type !== 'in_channel') throw new Refusal('invalid_thread_ts')
    messages.post({
      channel: grant.channel,
      ts: workspace.nextTime(),
      user: workspace.bot.user,
      fromBot: true,
      ...(given.thread_ts && { thread: given.thread_ts }),
      ...(given.response_type === 'ephemeral' && { onlyFor: grant.user }),
      ...checked,
    })
  }

  return {
    /** A new address for what this person did there. */
    create(channel: string, user: string, original?: Message): string {
      const id = `${grants.size + 1}`
      const until = Date.now() + life
      grants.set(id, { channel, user, left: uses, until, ...(original && { original }) })
      return `${origin()}/respond/${id}`
    },
    expireAll(): void {
      for (const grant of grants.values()) grant.until = 0
    },
    async answer(id: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
      const fields = await readFields(request)
      const call: Call = { method: 'response_url', fields, at: Date.now() }
      calls.push(call)
      const fault = faults.take(call.method)
      if (fault) call.fault = fault
      if (fault && (await failBefore(fault, response))) return
      try {
        if (fault?.kind === 'refused') throw new Refusal(fault.error)
        carryOut(grants.get(id), fields)
        if (fault && (await failAfter(fault, response))) return
        response.writeHead(200).end('ok')
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        call.refused = error.code
        call.problems = error.problems
        const gone = error.code === 'expired_url' || error.code === 'used_url'
        sendJson(response, gone ? 404 : 400, refusalBody(error))
      }
    },
  }
}
