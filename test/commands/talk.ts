import type { Handle } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Reply } from '../../src/replies/reply.ts'

/**
 * Says lines one after another in one conversation, and returns the page that stays on the screen for each, as text;
 * "bob: …" is said by bob, everything else by ada.
 */
export async function talk(handle: Handle, ...lines: readonly string[]): Promise<readonly string[]> {
  const pages: string[] = []
  for (const line of lines) pages.push(await say(handle, line))
  return pages
}

/** The same for one line. */
export async function say(handle: Handle, said: string): Promise<string> {
  const [, who = 'ada', line = said] = /^(\w+): (.*)$/.exec(said) ?? []
  let last: Reply | undefined
  const where = { platform: 'terminal' as const, conversation: 'c' }
  for await (const page of handle({ who: { id: who }, where, line })) last = page
  return last ? plainText(last) : ''
}
