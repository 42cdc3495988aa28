import { z } from 'zod'
import { type AnyComponent, Component, withNested } from './components.ts'
import { Embeds } from './embeds.ts'
import { broken, readForm, snowflake } from './form.ts'

/** Bits of a message's `flags`. */
export const messageFlags = {
  crossposted: 1 << 0,
  suppressEmbeds: 1 << 2,
  hasThread: 1 << 5,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const

const { suppressEmbeds, ephemeral, suppressNotifications, componentsV2 } = messageFlags
const mostComponents = 40
const mostComponentCharacters = 4000
const mostRows = 5

const AllowedMentions = z
  .object({
    parse: z.array(z.enum(['roles', 'users', 'everyone'])).optional(),
    roles: z.array(snowflake).max(100).optional(),
    users: z.array(snowflake).max(100).optional(),
    replied_user: z.boolean().optional(),
  })
  .superRefine((mentions, context) => {
    for (const kind of ['roles', 'users'] as const)
      if (mentions.parse?.includes(kind) && mentions[kind]?.length)
        broken(
          context,
          ['parse'],
          'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
          `parse:["${kind}"] and ${kind} are mutually exclusive.`,
        )
  })
export type AllowedMentions = z.output<typeof AllowedMentions>

const MessageBody = z.object({
  content: z.string().max(2000).nullish(),
  embeds: Embeds.nullish(),
  components: z.array(Component).max(mostComponents).nullish(),
  flags: z.int().min(0).nullish(),
  attachments: z
    .array(
      z.object({
        id: z.coerce.string(),
        filename: z.string().min(1).optional(),
        description: z.string().max(1024).nullish(),
      }),
    )
    .max(10)
    .nullish(),
  /** Not Discord's: the files of the form, as `rest/server.ts` found them beside the JSON. */
  uploads: z
    .array(z.object({ field: z.string(), name: z.string(), bytes: z.instanceof(Uint8Array) }))
    .max(10)
    .optional(),
  tts: z.boolean().nullish(),
  nonce: z.union([z.string().max(25), z.int()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  allowed_mentions: AllowedMentions.nullish(),
  message_reference: z
    .object({
      message_id: snowflake,
      channel_id: snowflake.optional(),
      fail_if_not_exists: z.boolean().optional(),
    })
    .nullish(),
})
export type MessageBody = z.output<typeof MessageBody>

/** The parts of a message that an edit replaces or keeps. */
export type Contents = Required<{
  [part in 'content' | 'embeds' | 'components']: NonNullable<MessageBody[part]>
}> & {
  flags: number
  attachments: readonly Attachment[]
}

/** A file of a message as Discord keeps it. */
export type Attachment = { id: string; filename: string; description: string; bytes: Uint8Array }

export const emptyContents: Contents = { content: '', embeds: [], components: [], flags: 0, attachments: [] }

/**
 * Reads what is to become of a message.
 *
 * @param before what the message holds so far; an edit keeps what its body does not name
 * @param settable the flags that may be set here
 * @throws Refusal 50035 with the path of everything that is wrong
 */
export function readMessage(
  body: unknown,
  { before = emptyContents, settable }: { before?: Contents; settable: number },
): { body: MessageBody; contents: Contents } {
  let contents = before
  const parsed = readForm(
    MessageBody.superRefine((given, context) => {
      contents = merge(before, given)
      if (((given.flags ?? 0) & ~(settable | before.flags)) !== 0)
        broken(context, ['flags'], 'MESSAGE_FLAGS_INVALID', 'These flags cannot be set here')
      checkComponents(contents, context)
      checkFiles(contents, context)
    }),
    body ?? {},
  )
  return { body: parsed, contents }
}

/** Flags that a message may have when it is posted by bot token, by interaction, and when it is edited. */
export const settableFlags = {
  post: suppressEmbeds | suppressNotifications | componentsV2,
  interaction: suppressEmbeds | suppressNotifications | componentsV2 | ephemeral,
  edit: suppressEmbeds | componentsV2,
} as const

/** Whether there is nothing in it that a person could see. */
export const isEmpty = ({ content, embeds, components }: Contents) =>
  content.trim() === '' && embeds.length === 0 && components.length === 0

function merge(before: Contents, given: MessageBody): Contents {
  const part = <T>(next: T | null | undefined, old: T, nothing: T) =>
    next === undefined ? old : (next ?? nothing)
  return {
    content: part(given.content, before.content, ''),
    embeds: part(given.embeds, before.embeds, []),
    components: part(given.components, before.components, []),
    attachments: attach(before.attachments, given),
    // Components V2 is never taken back.
    flags: (given.flags ?? before.flags) | (before.flags & componentsV2),
  }
}

/**
 * New files beside those that were there; where `attachments` is given, only those it names stay
 * (reference "Uploading Files", "Editing Message Attachments").
 */
function attach(
  before: readonly Attachment[],
  { attachments, uploads = [] }: MessageBody,
): readonly Attachment[] {
  const about = (id: string) => attachments?.find((named) => named.id === id)
  const kept = attachments ? before.filter(({ id }) => about(id)) : before
  const added = uploads.map(({ field, name, bytes }): Attachment => {
    const id = /^files\[(\d+)\]$/.exec(field)?.[1] ?? field
    const { filename = name, description } = about(id) ?? {}
    return { id: `upload ${id}`, filename, description: description ?? '', bytes }
  })
  return [...kept, ...added]
}

/** Every picture and file that is to be shown must have come with the message. */
function checkFiles({ components, attachments }: Contents, context: z.RefinementCtx): void {
  const names = new Set(attachments.map(({ filename }) => `attachment://${filename}`))
  for (const part of components.flatMap(withNested)) {
    const urls =
      part.type === 12 ? part.items.map(({ media }) => media.url) : part.type === 13 ? [part.file.url] : []
    if (urls.some((url) => url.startsWith('attachment://') && !names.has(url)))
      broken(context, ['components'], 'MEDIA_ATTACHMENT_NOT_FOUND', 'The referenced attachment was not found')
  }
}

function checkComponents(contents: Contents, context: z.RefinementCtx): void {
  const { content, embeds, components, flags } = contents
  const all = components.flatMap(withNested)
  checkIds(all, context)
  if ((flags & componentsV2) === 0) {
    if (components.length > mostRows)
      broken(context, ['components'], 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${mostRows} in length.`)
    components.forEach((component, index) => {
      if (component.type !== 1)
        broken(
          context,
          ['components', index, 'type'],
          'UNION_TYPE_CHOICES',
          'Value of field "type" must be one of (1,).',
        )
    })
    return
  }
  const legacy = 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'
  if (content !== '')
    broken(context, ['content'], legacy, 'The content field cannot be used with Components V2')
  if (embeds.length > 0)
    broken(context, ['embeds'], legacy, 'The embeds field cannot be used with Components V2')
  if (all.length > mostComponents)
    broken(
      context,
      ['components'],
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `The total number of components cannot exceed ${mostComponents}`,
    )
  const characters = all.reduce((sum, part) => sum + (part.type === 10 ? part.content.length : 0), 0)
  if (characters > mostComponentCharacters)
    broken(
      context,
      ['components'],
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `The total size of all displayable text cannot exceed ${mostComponentCharacters} characters`,
    )
}

function checkIds(all: readonly AnyComponent[], context: z.RefinementCtx): void {
  const numbers = all.flatMap(({ id }) => id || [])
  if (new Set(numbers).size < numbers.length)
    broken(context, ['components'], 'COMPONENT_ID_DUPLICATED', 'Component id cannot be duplicated')
  const ids = all.flatMap((part) => ('custom_id' in part && part.custom_id ? [part.custom_id] : []))
  if (new Set(ids).size < ids.length)
    broken(
      context,
      ['components'],
      'COMPONENT_CUSTOM_ID_DUPLICATED',
      'Component custom id cannot be duplicated',
    )
}
