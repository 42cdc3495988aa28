import type { SlackMessage } from '../render.ts'
import { checkMine, type Guard } from './calls.ts'

/** How long Slack may take to answer, in milliseconds. */
const patience = 5_000

/**
 * Answers through the address that came with a command or a click, which works without being in the channel, a few
 * times within half an hour.
 *
 * @param replacing whether it takes the place of what was sent before
 * @throws when the address is used up or out of date, or Slack cannot be reached
 */
export async function respond(
  url: string,
  { text, blocks }: SlackMessage,
  { visible, replacing, ...guard }: { visible: boolean; replacing: boolean } & Guard,
): Promise<void> {
  checkMine(guard)
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({
      response_type: visible ? 'in_channel' : 'ephemeral',
      replace_original: replacing,
      text,
      blocks,
      unfurl_links: false,
      unfurl_media: false,
    }),
    signal: AbortSignal.timeout(patience),
  })
  const said = await response.text()
  if (!response.ok)
    throw new Error(`Slack did not take the response: ${response.status} ${said.slice(0, 80)}`)
}
