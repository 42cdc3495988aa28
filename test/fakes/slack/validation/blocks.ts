import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { accessory, action, contextAction, image, input } from './elements.ts'
import { slackProblems } from './problems.ts'
import { richText } from './rich-text.ts'
import { address, anyText, blockId, plainText, words } from './text-objects.ts'

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text ?? block.fields, { message: 'must provide one of text and fields' })

/** https://docs.slack.dev/reference/block-kit/blocks */
const block = z.discriminatedUnion('type', [
  richText,
  section,
  z.strictObject({
    type: z.literal('table'),
    block_id: blockId,
    rows: z.array(z.array(richText).min(1).max(20)).min(1).max(100),
    column_settings: z
      .array(
        z.strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        }),
      )
      .max(20)
      .optional(),
  }),
  z.strictObject({ type: z.literal('header'), block_id: blockId, text: plainText(150) }),
  z.strictObject({ type: z.literal('divider'), block_id: blockId }),
  z.strictObject({
    type: z.literal('context'),
    block_id: blockId,
    elements: z
      .array(z.discriminatedUnion('type', [image, anyText(3000)]))
      .min(1)
      .max(10),
  }),
  z.strictObject({ type: z.literal('actions'), block_id: blockId, elements: z.array(action).min(1).max(25) }),
  z.strictObject({
    type: z.literal('context_actions'),
    block_id: blockId,
    elements: z.array(contextAction).min(1).max(5),
  }),
  z.strictObject({ type: z.literal('markdown'), block_id: blockId, text: words(12_000) }),
  z.strictObject({
    type: z.literal('image'),
    block_id: blockId,
    image_url: address,
    alt_text: words(2000),
    title: plainText(2000).optional(),
  }),
  z.strictObject({
    type: z.literal('input'),
    block_id: blockId,
    label: plainText(2000),
    element: input,
    hint: plainText(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
  }),
])

export type Block = z.infer<typeof block>

/** Where blocks are shown, with the most that fit there. */
const surfaces = { message: 50, modal: 100, home: 100 } as const
export type Surface = keyof typeof surfaces

/** Text of all blocks of a message; found by users of Bolt (bolt-js issue 2509), not documented. */
const longestMessage = 13_200

/**
 * Blocks as they came -> blocks Slack would show.
 *
 * @throws Refusal as Slack words it, with every problem and its place
 */
export function validateBlocks(raw: unknown, surface: Surface): readonly Block[] {
  const code = surface === 'message' ? 'invalid_blocks' : 'invalid_arguments'
  if (!Array.isArray(raw)) throw new Refusal('invalid_blocks_format')
  const parsed = z.array(block).max(surfaces[surface]).safeParse(raw)
  if (!parsed.success) throw new Refusal(code, slackProblems(parsed.error, 'blocks'))
  const blocks = parsed.data
  const twice = [...repeated(valuesOf(blocks, 'block_id')), ...repeated(valuesOf(blocks, 'action_id'))]
  if (twice.length > 0) throw new Refusal(code, twice)
  if (surface !== 'message') return blocks
  if (blocks.some(({ type }) => type === 'input'))
    throw new Refusal(code, ['unsupported type: input [json-pointer:/blocks]'])
  const tables = blocks.filter(({ type }) => type === 'table')
  if (tables.length > 1) throw new Refusal(code, ['only one table is allowed in a message'])
  if (valuesOf(tables, 'text').join('').length > 10_000)
    throw new Refusal(code, ['the table holds more than 10000 characters'])
  const size = valuesOf(blocks, 'text').reduce((sum, text) => sum + text.length, 0)
  if (size > longestMessage) throw new Refusal('msg_blocks_too_long')
  const markdown = blocks.reduce((sum, each) => sum + (each.type === 'markdown' ? each.text.length : 0), 0)
  if (markdown > 12_000) throw new Refusal(code, ['markdown blocks hold more than 12000 characters'])
  return blocks
}

/** Every string that stands under `name`, at any depth. */
function valuesOf(value: unknown, name: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesOf(item, name))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) =>
    key === name && typeof item === 'string' ? [item] : valuesOf(item, name),
  )
}

function repeated(ids: readonly string[]): readonly string[] {
  return ids
    .filter((id, index) => ids.indexOf(id) !== index)
    .map((id) => `"${id}" already exists for another block or element [json-pointer:/blocks]`)
}
