import { z } from 'zod'
import { broken, linkUrl, shownText } from './form.ts'

/** Most characters in all embeds of a message together. */
const embedCharacters = 6000

const Field = z.object({ name: shownText(256), value: shownText(1024), inline: z.boolean().optional() })

export const Embed = z.object({
  title: z.string().max(256).nullish(),
  description: z.string().max(4096).nullish(),
  url: linkUrl(2048).nullish(),
  timestamp: z.iso.datetime({ offset: true }).nullish(),
  color: z.int().min(0).max(0xffffff).nullish(),
  footer: z.object({ text: shownText(2048), icon_url: linkUrl(2048).nullish() }).nullish(),
  author: z.object({ name: shownText(256), url: linkUrl(2048).nullish() }).nullish(),
  image: z.object({ url: linkUrl(2048) }).nullish(),
  thumbnail: z.object({ url: linkUrl(2048) }).nullish(),
  fields: z.array(Field).max(25).optional(),
})
export type Embed = z.output<typeof Embed>

export const Embeds = z
  .array(Embed)
  .max(10)
  .superRefine((embeds, context) => {
    if (embeds.flatMap(embedTexts).join('').length > embedCharacters)
      broken(context, [], 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${embedCharacters}`)
    embeds.forEach((embed, index) => {
      if (embedTexts(embed).join('').trim() === '' && !embed.image && !embed.thumbnail)
        broken(context, [index, 'description'], 'BASE_TYPE_REQUIRED', 'This field is required')
    })
  })

/** Everything in an embed that is read, from top to bottom. */
export function embedTexts(embed: Embed): string[] {
  const fields = (embed.fields ?? []).flatMap(({ name, value }) => [name, value])
  return [embed.author?.name, embed.title, embed.description, ...fields, embed.footer?.text].filter(
    (part) => typeof part === 'string',
  )
}
