import { z } from 'zod'
import { Refusal } from '../../refusal.ts'
import { fromJson } from '../../validation/message.ts'
import { count, id, type Method, method, type Platform, timestamp } from './method.ts'

export type Files = Map<string, { name: string; length: number; bytes?: Uint8Array }>

/** `files.getUploadURLExternal` and `files.completeUploadExternal`; the bytes come in between, by themselves. */
export function fileMethods({ workspace, origin }: Platform, files: Files): Record<string, Method> {
  return {
    'files.getUploadURLExternal': method(
      z.object({ filename: id, length: count.max(1e9) }),
      'files:write',
      ({ filename, length }) => {
        const file = `F${files.size + 1}`
        files.set(file, { name: filename, length })
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
        for (const file of given.files)
          if (files.get(file.id)?.bytes === undefined) throw new Refusal('file_not_found')
        return { files: given.files }
      },
    ),
  }
}
