import { z } from 'zod'

/** A string Slack accepts: never empty, at most `longest` UTF-16 units. */
export const words = (longest: number) => z.string().min(1).max(longest)

/** Addresses that Slack opens; 3,000 characters at most. */
export const address = words(3000).regex(/^(https?:\/\/|mailto:)\S+$/, 'invalid url')

export const plainText = (longest: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: words(longest), emoji: z.boolean().optional() })

const mrkdwn = (longest: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: words(longest), verbatim: z.boolean().optional() })

export const anyText = (longest: number) =>
  z.discriminatedUnion('type', [plainText(longest), mrkdwn(longest)])

export const blockId = words(255).optional()
export const actionId = words(255).optional()

export const confirm = z
  .strictObject({
    title: plainText(100),
    text: anyText(300),
    confirm: plainText(30),
    deny: plainText(30),
    style: z.enum(['primary', 'danger']).optional(),
  })
  .optional()
