import { z } from 'zod'
import { linkUrl, shownText } from './form.ts'

const id = z.int32().min(0).optional()
const customId = z.string().min(1).max(100)
const disabled = z.boolean().optional()
const emoji = z.object({ id: z.string().nullish(), name: z.string().nullish() })
const label = z.string().max(80).nullish()

const hasFace = (button: { label?: string | null | undefined; emoji?: unknown }) =>
  Boolean(button.label?.trim()) || button.emoji != null
const faceRequired = {
  error: 'A button needs a label or an emoji',
  params: { code: 'BASE_TYPE_REQUIRED' },
  path: ['label'],
}

const CommandButton = z
  .object({
    type: z.literal(2),
    id,
    style: z.literal([1, 2, 3, 4]),
    custom_id: customId,
    label,
    emoji: emoji.optional(),
    disabled,
    url: z.undefined().optional(),
  })
  .refine(hasFace, faceRequired)
const LinkButton = z
  .object({
    type: z.literal(2),
    id,
    style: z.literal(5),
    url: linkUrl(512),
    label,
    emoji: emoji.optional(),
    disabled,
    custom_id: z.undefined().optional(),
  })
  .refine(hasFace, faceRequired)
const Button = z.discriminatedUnion('style', [CommandButton, LinkButton])

const Choice = z.object({
  label: shownText(100),
  value: z.string().min(1).max(100),
  description: z.string().max(100).nullish(),
  emoji: emoji.optional(),
  default: z.boolean().optional(),
})
const StringSelect = z.object({
  type: z.literal(3),
  id,
  custom_id: customId,
  options: z.array(Choice).min(1).max(25),
  placeholder: z.string().max(150).nullish(),
  min_values: z.int().min(0).max(25).optional(),
  max_values: z.int().min(1).max(25).optional(),
  disabled,
})

const ActionRow = z.object({
  type: z.literal(1),
  id,
  components: z.union([z.array(Button).min(1).max(5), z.array(StringSelect).length(1)]),
})

const TextDisplay = z.object({ type: z.literal(10), id, content: shownText(4000) })
const media = z.object({ url: z.union([linkUrl(2048), z.string().startsWith('attachment://')]) })
const description = z.string().min(1).max(1024).nullish()
const spoiler = z.boolean().optional()
const Thumbnail = z.object({ type: z.literal(11), id, media, description, spoiler })
const Section = z.object({
  type: z.literal(9),
  id,
  components: z.array(TextDisplay).min(1).max(3),
  accessory: z.union([Button, Thumbnail]),
})
const MediaGallery = z.object({
  type: z.literal(12),
  id,
  items: z.array(z.object({ media, description, spoiler })).min(1).max(10),
})
const File = z.object({
  type: z.literal(13),
  id,
  file: z.object({ url: z.string().startsWith('attachment://') }),
  spoiler,
})
const Separator = z.object({
  type: z.literal(14),
  id,
  divider: z.boolean().optional(),
  spacing: z.literal([1, 2]).optional(),
})
const inContainer = [ActionRow, Section, TextDisplay, MediaGallery, File, Separator] as const
const Container = z.object({
  type: z.literal(17),
  id,
  components: z.array(z.discriminatedUnion('type', inContainer)).min(1),
  accent_color: z.int().min(0).max(0xffffff).nullish(),
  spoiler,
})

/** What may stand at the top of a message; without the Components V2 flag only action rows may. */
export const Component = z.discriminatedUnion('type', [...inContainer, Container])
export type Component = z.output<typeof Component>

export type ButtonComponent = z.output<typeof Button>
export type SelectComponent = z.output<typeof StringSelect>
export type AnyComponent = Component | ButtonComponent | SelectComponent | z.output<typeof Thumbnail>

/** As Discord gives them back: each has a number, those without one the next that is free. */
export function numbered(components: readonly Component[]): readonly object[] {
  const all = components.flatMap(withNested)
  const taken = new Set(all.flatMap(({ id }) => id || []))
  let last = 0
  const next = () => {
    do last++
    while (taken.has(last))
    return last
  }
  const number = (component: AnyComponent): object => ({
    ...component,
    id: component.id || next(),
    ...('components' in component && { components: component.components.map(number) }),
    ...('accessory' in component && { accessory: number(component.accessory) }),
  })
  return components.map(number)
}

/** A component and everything in it, in reading order: this is what counts towards the limit of 40. */
export function withNested(component: AnyComponent): AnyComponent[] {
  switch (component.type) {
    case 1:
    case 17:
      return [component, ...component.components.flatMap(withNested)]
    case 9:
      return [component, ...component.components, component.accessory]
    default:
      return [component]
  }
}
