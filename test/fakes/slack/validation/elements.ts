import { z } from 'zod'
import { actionId, address, anyText, confirm, plainText, words } from './text-objects.ts'

const option = z.strictObject({
  text: anyText(75),
  // The reference says 150, the published types say 75: the narrower one holds.
  value: words(75),
  description: anyText(75).optional(),
  url: address.optional(),
})
const options = (most: number) => z.array(option).min(1).max(most)

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: actionId,
  value: words(2000).optional(),
  url: address.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: words(75).optional(),
  confirm,
})
const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    action_id: actionId,
    placeholder: plainText(150).optional(),
    options: options(100).optional(),
    option_groups: z
      .array(z.strictObject({ label: plainText(75), options: options(100) }))
      .min(1)
      .max(100)
      .optional(),
    initial_option: option.optional(),
    confirm,
  })
  .refine((select) => (select.options === undefined) !== (select.option_groups === undefined), {
    message: 'must provide one of options and option_groups',
  })
  .refine(
    ({ initial_option, options = [], option_groups = [] }) =>
      initial_option === undefined ||
      [...options, ...option_groups.flatMap((group) => group.options)].some(
        ({ value }) => value === initial_option.value,
      ),
    { message: 'initial_option must be one of the options' },
  )
const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: actionId,
  options: options(5),
  confirm,
})
export const image = z.strictObject({ type: z.literal('image'), image_url: address, alt_text: words(2000) })

const thumb = z.strictObject({
  text: plainText(75),
  value: words(2000),
  accessibility_label: words(75).optional(),
})
/** What a `context_actions` block holds. */
export const contextAction = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('feedback_buttons'),
    action_id: actionId,
    positive_button: thumb,
    negative_button: thumb,
  }),
  z.strictObject({
    type: z.literal('icon_button'),
    icon: words(255),
    text: plainText(75),
    action_id: actionId,
    value: words(2000).optional(),
    accessibility_label: words(75).optional(),
    visible_to_user_ids: z.array(words(255)).optional(),
    confirm,
  }),
])

/** What an `actions` block or the side of a section holds, of the elements an app like this can use. */
export const action = z.discriminatedUnion('type', [button, staticSelect, overflow])
export const accessory = z.discriminatedUnion('type', [button, staticSelect, overflow, image])
export const input = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('plain_text_input'),
      action_id: actionId,
      placeholder: plainText(150).optional(),
      initial_value: z.string().max(3000).optional(),
      multiline: z.boolean().optional(),
      min_length: z.int().min(0).max(3000).optional(),
      max_length: z.int().min(1).max(3000).optional(),
      focus_on_load: z.boolean().optional(),
    })
    .refine(({ initial_value = '', max_length = 3000 }) => initial_value.length <= max_length, {
      message: 'initial_value must be no longer than max_length',
    }),
  staticSelect,
])
