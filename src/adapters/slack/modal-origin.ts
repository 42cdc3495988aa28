import { z } from 'zod'

/** The conversation that a modal stands over. Slack does not say with a click in it, so the modal carries it. */
const Origin = z.object({
  channel: z.string(),
  thread: z.string().exactOptional(),
  /** Where Slack takes answers for the conversation, as it came with what opened the modal. */
  url: z.string().exactOptional(),
  /** The paper that a form asks about. */
  about: z.string().exactOptional(),
  /** The line that a form goes on with. */
  fills: z.string().exactOptional(),
})
export type Origin = z.infer<typeof Origin>

/** What a modal carries unseen, in its `private_metadata`. */
export function writeOrigin({ channel, thread, url, about, fills }: Origin): string {
  return JSON.stringify({ channel, thread, url, about, fills })
}

/** The same read again; undefined for a view of another kind. */
export function readOrigin(metadata: string | undefined): Origin | undefined {
  try {
    return Origin.safeParse(JSON.parse(metadata ?? 'null')).data
  } catch {
    return undefined
  }
}
