import { z } from 'zod'
import { shownText } from './form.ts'

/** How an interaction may be answered. */
export const callbackTypes = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  choices: 8,
  modal: 9,
} as const

export const Callback = z.object({
  type: z.literal([4, 5, 6, 7, 8, 9]),
  data: z.unknown().optional(),
})

export const Choices = z.object({
  choices: z
    .array(z.object({ name: shownText(100), value: z.union([z.string().min(1).max(100), z.number()]) }))
    .max(25),
})
export type Choices = z.output<typeof Choices>

const TextInput = z
  .object({
    type: z.literal(4),
    custom_id: z.string().min(1).max(100),
    style: z.literal([1, 2]),
    label: z.string().min(1).max(45).nullish(),
    min_length: z.int().min(0).max(4000).optional(),
    max_length: z.int().min(1).max(4000).optional(),
    required: z.boolean().optional(),
    value: z.string().max(4000).nullish(),
    placeholder: z.string().max(100).nullish(),
  })
  .refine(({ value, max_length }) => (value ?? '').length <= (max_length ?? 4000), {
    message: 'Must be no longer than max_length.',
    path: ['value'],
  })

/** https://discord.com/developers/docs/components/reference#string-select */
const StringSelect = z
  .object({
    type: z.literal(3),
    custom_id: z.string().min(1).max(100),
    options: z
      .array(
        z.object({
          label: shownText(100),
          value: z.string().min(1).max(100),
          default: z.boolean().optional(),
        }),
      )
      .min(1)
      .max(25),
    placeholder: z.string().max(150).nullish(),
    required: z.boolean().optional(),
  })
  .refine(({ options }) => options.filter((option) => option.default).length <= 1, {
    message: 'Only one option may be chosen.',
    path: ['options'],
  })

export const Modal = z.object({
  custom_id: z.string().min(1).max(100),
  title: shownText(45),
  components: z
    .array(
      z.discriminatedUnion('type', [
        z.object({ type: z.literal(1), components: z.array(TextInput).length(1) }),
        z.object({
          type: z.literal(18),
          label: shownText(45),
          description: z.string().max(100).nullish(),
          component: z.union([TextInput, StringSelect]),
        }),
        z.object({ type: z.literal(10), content: shownText(4000) }),
      ]),
    )
    .min(1)
    .max(5),
})
export type Modal = z.output<typeof Modal>
