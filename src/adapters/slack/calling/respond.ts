import type { Log } from '../../../lib/log.ts'
import type { SlackMessage } from '../render.ts'
import { checkMine, type Guard } from './calls.ts'
import { mayHaveArrived } from './faults.ts'

/** How long Slack may take to answer, in milliseconds: seconds longer than it does, since nobody knows what a silence means. */
const patience = 15_000

/**
 * Answers through the address that came with a command or a click, which works without being in the channel, a few
 * times within half an hour. It cannot be looked up what was sent so: what got no clear answer counts as shown, rather
 * than being shown twice, and is told to the log.
 *
 * @param visible whether everybody sees it; in a `thread` where one is given
 * @param replacing whether it takes the place of the message that was clicked
 * @throws when the address is used up or out of date, or Slack cannot be reached
 */
export async function respond(
  url: string,
  { text, blocks }: SlackMessage,
  {
    visible,
    replacing = false,
    thread,
    ...guard
  }: { visible: boolean; replacing?: boolean; thread?: string | undefined } & Guard,
  log: Log,
): Promise<void> {
  checkMine(guard)
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({
      response_type: visible ? 'in_channel' : 'ephemeral',
      replace_original: replacing,
      ...(visible && thread !== undefined && { thread_ts: thread }),
      text,
      blocks,
      unfurl_links: false,
      unfurl_media: false,
    }),
    signal: AbortSignal.timeout(patience),
  }
  const response = await fetch(url, request).catch((error: unknown) => {
    if (mayHaveArrived(error)) return undefined
    throw error
  })
  await response?.body?.cancel()
  if (!response || response.status >= 500)
    log.warn({ status: response?.status }, 'Whether a response arrived is not known')
  else if (!response.ok) throw new Error(`Slack did not take the response: ${response.status}`)
}
