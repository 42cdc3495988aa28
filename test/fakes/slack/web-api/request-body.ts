import type { IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'

export type Fields = Record<string, unknown>

/** Fields of a call, whether they came as a form, as JSON or in parts. */
export async function readFields(request: IncomingMessage): Promise<Fields> {
  const type = request.headers['content-type'] ?? ''
  const bytes = await buffer(request)
  if (type.startsWith('application/json')) return bytes.length === 0 ? {} : JSON.parse(bytes.toString('utf8'))
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
    return Object.fromEntries(form)
  }
  return Object.fromEntries(new URLSearchParams(bytes.toString('utf8')))
}
