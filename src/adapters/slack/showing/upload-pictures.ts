import type { Reply } from '../../../replies/reply.ts'
import { faultOf } from '../calling/faults.ts'
import type { Tools } from './surface.ts'

/**
 * Puts a page's pictures into its thread, below the page that tells them in words. Never throws: without the
 * permission `files:write` an answer has its words.
 */
export async function uploadPictures(
  { blocks }: Reply,
  { channel, thread }: { channel: string; thread: string },
  { client, log }: Tools,
): Promise<void> {
  for (const block of blocks) {
    if (block.kind !== 'image') continue
    const { png, name, alt } = block.image
    try {
      await client.filesUploadV2({
        channel_id: channel,
        thread_ts: thread,
        file: Buffer.from(png),
        filename: name,
        title: name.replace(/\.png$/, '').replaceAll('-', ' '),
        alt_text: alt,
      })
    } catch (error) {
      log.warn({ channel, fault: faultOf(error) }, 'A picture could not be shown in Slack')
    }
  }
}
