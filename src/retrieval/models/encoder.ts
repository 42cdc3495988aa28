import { startThread, type Thread, threadFile } from '../../lib/thread.ts'
import type { EncoderFiles } from './encode.ts'
import { DamagedFile } from './files.ts'

/** What the thread is told, and what it answers. */
export type EncoderOrder = { open: EncoderFiles } | { text: string }
export type EncoderAnswer =
  | { opened: true }
  | { vector: Float32Array<ArrayBuffer> }
  | { failed: string; isDamaged: boolean }

/** An encoder on a thread of its own, since a run of the model blocks the event loop that it is on. */
export type Encoder = {
  /** @throws TextRefused when the model fails at this text, or what ended the thread */
  encode(text: string): Promise<Float32Array>
  close(): Promise<void>
}

/** The model cannot take this text; it can take others. */
export class TextRefused extends Error {}

/**
 * Opens an encoder on a thread that runs one text at a time. The program's end does not wait for it while it is idle.
 *
 * @throws DamagedFile, or why it cannot be run here: no binary of the runtime for this platform, or not an encoder
 */
export async function startEncoder(files: EncoderFiles): Promise<Encoder> {
  const thread: Thread<EncoderOrder, EncoderAnswer> = startThread(
    threadFile('encode-worker', import.meta.url),
  )
  const opened = await thread.ask({ open: files })
  if ('failed' in opened) {
    await thread.close()
    if (opened.isDamaged) throw new DamagedFile(files.model.file)
    throw new Error(opened.failed)
  }
  return {
    async encode(text) {
      const answer = await thread.ask({ text })
      if ('vector' in answer) return answer.vector
      throw new TextRefused('failed' in answer ? answer.failed : 'The model gave no vector.')
    },
    close: () => thread.close(),
  }
}
