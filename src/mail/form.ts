import type { IncomingMessage } from 'node:http'

/** Longest form, in bytes: it holds a few words, or what a mail program sends. */
const longest = 16_384

/** What a form says, by name, or nothing for whatever else a mail program sends; undefined when it is too long. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > longest) return undefined
  const pieces: Buffer[] = []
  let length = 0
  // The answer is still to go out when the rest is left.
  for await (const piece of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(piece)) continue
    length += piece.length
    if (length > longest) return undefined
    pieces.push(piece)
  }
  return new URLSearchParams(Buffer.concat(pieces).toString('utf8'))
}
