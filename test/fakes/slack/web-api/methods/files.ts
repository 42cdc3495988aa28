import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import { fromJson } from '../../validation/message.ts'
import { count, id, type Method, method, type Platform, timestamp } from './method.ts'

export type Files = Map<
  string,
  {
    name: string
    length: number
    alt?: string
    bytes?: Uint8Array
    shared: { channel: string; thread?: string; comment?: string }[]
  }
>

/** `files.getUploadURLExternal` and `files.completeUploadExternal`; the bytes come in between, by themselves. */
export function fileMethods({ workspace, origin }: Platform, files: Files): Record<string, Method> {
  return {
    'files.getUploadURLExternal': method(
      z.object({ filename: id, length: count.max(1e9), alt_txt: z.string().optional() }),
      'files:write',
      ({ filename, length, alt_txt: alt }) => {
        const file = `F${files.size + 1}`
        files.set(file, { name: filename, length, ...(alt && { alt }), shared: [] })
        return { upload_url: `${origin()}/upload/${file}`, file_id: file }
      },
    ),
    'files.completeUploadExternal': method(
      z.object({
        files: fromJson(z.array(z.object({ id, title: z.string().optional() })).min(1)),
        channel_id: id.optional(),
        thread_ts: timestamp.optional(),
        initial_comment: z.string().optional(),
      }),
      'files:write',
      (given) => {
        if (given.channel_id) workspace.writable(given.channel_id)
        for (const { id: wanted } of given.files) {
          const file = files.get(wanted)
          if (file?.bytes?.length !== file?.length || !file) throw new Refusal('file_not_found')
          const { channel_id: channel, thread_ts: thread, initial_comment: comment } = given
          if (channel) file.shared.push({ channel, ...(thread && { thread }), ...(comment && { comment }) })
        }
        return { files: given.files }
      },
    ),
  }
}
