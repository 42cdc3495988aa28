import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { type Block, validateBlocks } from './blocks.ts'
import { slackProblems } from './problems.ts'
import { plainText, words } from './text-objects.ts'

const common = {
  blocks: z.array(z.unknown()),
  callback_id: words(255).optional(),
  private_metadata: z.string().max(3000).optional(),
  external_id: words(255).optional(),
}

/** https://docs.slack.dev/reference/views */
const view = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('home'), ...common }),
  z.strictObject({
    type: z.literal('modal'),
    ...common,
    title: plainText(24),
    submit: plainText(24).optional(),
    close: plainText(24).optional(),
    clear_on_close: z.boolean().optional(),
    notify_on_close: z.boolean().optional(),
    submit_disabled: z.boolean().optional(),
  }),
])

export type View = Omit<z.infer<typeof view>, 'blocks'> & {
  blocks: readonly Block[]
  title?: { text: string }
}

/**
 * A view as it came -> one Slack would open.
 *
 * @throws Refusal with every problem and its place
 */
export function validateView(raw: unknown, kind: 'modal' | 'home'): View {
  // 250 KB of JSON at most, from the reference of views.
  if (JSON.stringify(raw).length > 250_000) throw new Refusal('view_too_large')
  const parsed = view.safeParse(raw)
  if (!parsed.success) throw new Refusal('invalid_arguments', slackProblems(parsed.error, 'view'))
  if (parsed.data.type !== kind)
    throw new Refusal('invalid_arguments', [`must be a ${kind} view [json-pointer:/view/type]`])
  return { ...parsed.data, blocks: validateBlocks(parsed.data.blocks, kind) }
}
