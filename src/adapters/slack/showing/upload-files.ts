import { z } from 'zod'
import type { Block, Reply } from '../../../replies/reply.ts'
import { checkMine } from '../calling/calls.ts'
import { faultOf } from '../calling/faults.ts'
import { escapeText } from '../render.ts'
import type { Posted } from '../work.ts'
import type { Task, Tools } from './surface.ts'

const Uploading = z.object({ upload_url: z.string(), file_id: z.string() })
/** How long sending one may take, in milliseconds. */
const patience = 30_000

/** Where they go: into a thread, else into a conversation. */
type To = { channel: string; thread?: string }

/** Whether a page has pictures or texts to be kept. */
export const hasFiles = ({ blocks }: Reply): boolean => blocks.some((block) => uploadOf(block) !== undefined)

/** What of a block is a file, and the words that go with it; undefined where it is not one. */
function uploadOf(block: Block) {
  if (block.kind === 'image') {
    const { png, name, alt } = block.image
    return {
      ...{ bytes: Buffer.from(png), name, alt, picture: { alt_txt: alt } },
      title: name.replace(/\.png$/, '').replaceAll('-', ' '),
    }
  }
  if (block.kind !== 'file') return undefined
  const { text, name, alt } = block.file
  return { bytes: Buffer.from(text), name, alt, picture: {}, title: name }
}

/**
 * Puts a page's pictures and files beside the page, which holds them in words. Never twice: that they are begun is remembered
 * first, since nobody can tell whether one arrived. Never throws: without the permission `files:write` an answer has
 * its words.
 *
 * @param posted what is remembered of the answer; it is told that the pictures were begun
 * @returns whether they are there, as far as one can tell
 */
export async function uploadFiles(
  page: Reply,
  { posted, to, task }: { posted: Posted; to: To; task: Task },
  tools: Tools,
): Promise<boolean> {
  if (posted.pictures) return true
  posted.pictures = true
  await task.note(posted)
  return sendFiles(page, to, tools, task.isMine)
}

/** Sends a page's pictures and files. Never throws; -> whether all arrived, as far as one can tell. */
export async function sendFiles(
  { blocks }: Reply,
  to: To,
  { client, log }: Tools,
  isMine: () => boolean,
): Promise<boolean> {
  let areThere = true
  for (const block of blocks) {
    const upload = uploadOf(block)
    if (!upload) continue
    const { bytes, name, alt, title, picture } = upload
    try {
      checkMine({ isMine })
      // The client's own way to upload calls the description by a name that Slack does not know.
      const place = { filename: name, length: bytes.length, ...picture }
      const { upload_url: url, file_id: id } = Uploading.parse(
        await client.apiCall('files.getUploadURLExternal', place),
      )
      const sent = await fetch(url, {
        method: 'POST',
        body: bytes,
        signal: AbortSignal.timeout(patience),
      })
      await sent.body?.cancel()
      if (!sent.ok) throw new Error(`Slack did not take the file: ${sent.status}`)
      const { channel: channel_id, thread: thread_ts } = to
      const shared = {
        files: [{ id, title }] satisfies [object],
        channel_id,
        initial_comment: escapeText(alt),
      }
      checkMine({ isMine })
      await client.files.completeUploadExternal(thread_ts === undefined ? shared : { ...shared, thread_ts })
    } catch (error) {
      areThere = false
      log.warn({ channel: to.channel, fault: faultOf(error) }, 'A file could not be shown in Slack')
    }
  }
  return areThere
}
