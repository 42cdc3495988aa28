import type { Json } from '../../src/lib/json.ts'
import type { Mark } from '../../src/platform/deliver.ts'
import type { Image } from '../../src/replies/reply.ts'

/** A mark, and what was noted with it, which can be forgotten as a crash would. */
export function openMark(mark: Partial<Mark> = {}) {
  const notes: Json[] = []
  const first: Mark = {
    key: 'a1b2c3d4e5f6a7b8c9d0',
    since: new Date(),
    mayExist: false,
    note: async (posted) => void notes.push(structuredClone(posted)),
    signal: new AbortController().signal,
    isMine: () => true,
    ...mark,
  }
  return { notes, first }
}

/** The picture in the post of a week. */
export const weekPicture: Image = {
  png: new Uint8Array([1, 2, 3]),
  width: 1,
  height: 1,
  name: 'week',
  alt: 'Map of 5 papers',
}
