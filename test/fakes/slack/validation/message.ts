import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { type Block, validateBlocks } from './blocks.ts'

/** A value of a form field: JSON when the client had more than a string to say. */
export const fromJson = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => {
    if (typeof value !== 'string') return value
    try {
      return JSON.parse(value)
    } catch {
      return value
    }
  }, schema)

export const flag = fromJson(z.boolean()).optional()

/** What `chat.postMessage`, `chat.update`, `chat.postEphemeral` and response URLs take to say something. */
export const content = {
  text: z.string().optional(),
  blocks: fromJson(z.unknown()).optional(),
  attachments: fromJson(z.array(z.unknown())).optional(),
  markdown_text: z.string().optional(),
  mrkdwn: flag,
  parse: z.enum(['none', 'full', 'client', 'mrkdwn']).optional(),
  link_names: fromJson(z.union([z.boolean(), z.literal(0), z.literal(1)])).optional(),
  unfurl_links: flag,
  unfurl_media: flag,
  metadata: fromJson(
    z.strictObject({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.unknown()) }),
  ).optional(),
}
const said = z.object(content)
export type Content = z.infer<typeof said>

export type CheckedContent = { text?: string; blocks?: readonly Block[] }

/**
 * Text and blocks that a message would show.
 *
 * @param longestText over it the call is refused; posts are cut at 40,000 instead
 * @throws Refusal `no_text`, `msg_too_long`, `markdown_text_conflict`, `invalid_blocks`, ...
 */
export function checkContent(given: Content, longestText?: number): CheckedContent {
  const { markdown_text: markdown, text } = given
  const blocks =
    given.blocks === undefined || given.blocks === null ? undefined : validateBlocks(given.blocks, 'message')
  if (given.attachments && given.attachments.length > 0)
    throw new Refusal('invalid_attachments', ['legacy attachments are not drawn by this workspace'])
  if (markdown !== undefined) {
    if (text !== undefined || blocks) throw new Refusal('markdown_text_conflict')
    if (markdown.length > 12_000) throw new Refusal('msg_too_long')
    return { text: '', blocks: validateBlocks([{ type: 'markdown', text: markdown }], 'message') }
  }
  if (!text && !blocks?.length) throw new Refusal('no_text')
  if (longestText !== undefined && text !== undefined && text.length > longestText)
    throw new Refusal('msg_too_long')
  return { ...(text !== undefined && { text: text.slice(0, 40_000) }), ...(blocks && { blocks }) }
}

/** What Slack takes but a good guest does not do; one sentence each. */
export function badManners(given: Content): readonly string[] {
  const found: string[] = []
  if (given.blocks !== undefined && !given.text?.trim()) found.push('blocks without a text for notifications')
  if (given.link_names) found.push('link_names turns bare names into mentions')
  if (given.parse === 'full' || given.parse === 'client') found.push(`parse: ${given.parse} fires @here`)
  if ((given.text?.length ?? 0) > 4000) found.push('text over 4,000 characters may become several messages')
  return found
}
