import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { PaperboyError } from '../../lib/errors.ts'
import type { EncoderModel, ModelFile } from './model.ts'

/** A file whose bytes are not those of the model it is called by. */
export class DamagedFile extends Error {
  constructor(file: string) {
    super(`${file} is damaged.`)
    this.name = 'DamagedFile'
  }
}

/** How a file of a model is found on the disk. */
export type FileState = 'whole' | 'missing' | 'damaged'

/** A file that is on its way; nobody takes it for the whole one. */
export type Part = { path: string; bytes: number }

/** A part that nobody has written to for so long, in milliseconds, was left behind by a process that is gone. */
const abandoned = 30_000

/**
 * The folder that models are kept in, as `<sha256 of model.onnx>/{model.onnx,tokenizer.json}`. A file appears there
 * whole, in one step; any number of processes may fetch into it at once.
 */
export type ModelFolder = ReturnType<typeof openModelFolder>

/** @param path need not exist yet */
export function openModelFolder(path: string) {
  const folderOf = ({ files: [model] }: EncoderModel) => join(path, model.sha256)
  const noteOf = ({ files: [model] }: EncoderModel) => join(path, `${model.sha256}.failed`)
  const fileOf = (model: EncoderModel, { name }: ModelFile) => join(folderOf(model), name)

  /** Its length alone, which is checked in no time; the code that opens the file checks its bytes. */
  async function isThere(model: EncoderModel, file: ModelFile): Promise<boolean> {
    const size = await sizeOf(fileOf(model, file))
    return size !== undefined && (file.bytes === undefined || size === file.bytes)
  }

  /** What processes left behind of a file that they never finished. */
  async function leftParts({ sha256 }: ModelFile): Promise<readonly string[]> {
    const names = (await readdir(path)).filter(
      (name) => name.startsWith(`${sha256}.`) && name.endsWith('.part'),
    )
    const parts = names.map((name) => join(path, name))
    const times = await Promise.all(
      parts.map((part) =>
        stat(part).then(
          ({ mtimeMs }) => mtimeMs,
          () => Date.now(),
        ),
      ),
    )
    return parts.filter((_, index) => Date.now() - (times[index] ?? 0) >= abandoned)
  }

  return {
    path,
    folderOf,
    fileOf,

    /** The files that have to be fetched. */
    async missing(model: EncoderModel): Promise<readonly ModelFile[]> {
      const there = await Promise.all(model.files.map((file) => isThere(model, file)))
      return model.files.filter((_, index) => !there[index])
    },

    /** Reads a whole file and compares it with its checksum. */
    async check(model: EncoderModel, file: ModelFile): Promise<FileState> {
      const sha256 = await checksum(fileOf(model, file))
      if (sha256 === undefined) return 'missing'
      return sha256 === file.sha256 ? 'whole' : 'damaged'
    },

    /** Takes away what is damaged, so that it is fetched again. */
    async removeDamaged(model: EncoderModel): Promise<void> {
      for (const file of model.files) {
        if ((await this.check(model, file)) !== 'damaged') continue
        const aside = join(path, `${file.sha256}.${randomUUID()}.part`)
        await onDisk(path, async () => {
          await rename(fileOf(model, file), aside)
          // Another process may have put the whole file there meanwhile.
          if ((await checksum(aside)) === file.sha256) await rename(aside, fileOf(model, file))
          else await rm(aside, { force: true })
        })
      }
    },

    /** A place to write a file to: what another process left behind, which is gone on with, or a new one. */
    async startPart(file: ModelFile): Promise<Part> {
      return onDisk(path, async () => {
        await mkdir(path, { recursive: true })
        const mine = join(path, `${file.sha256}.${randomUUID()}.part`)
        for (const left of await leftParts(file)) {
          // Of two that want it, one succeeds.
          const isMine = await rename(left, mine).then(
            () => true,
            () => false,
          )
          if (isMine) return { path: mine, bytes: (await sizeOf(mine)) ?? 0 }
        }
        await (await open(mine, 'wx')).close()
        return { path: mine, bytes: 0 }
      })
    },

    /**
     * Makes a part the file, when it is.
     *
     * @throws DamagedFile when it is not; the part is gone then
     */
    async finishPart(model: EncoderModel, file: ModelFile, part: Part): Promise<void> {
      await onDisk(path, async () => {
        if ((await checksum(part.path)) !== file.sha256) {
          await rm(part.path, { force: true })
          throw new DamagedFile(file.name)
        }
        await mkdir(folderOf(model), { recursive: true })
        const handle = await open(part.path, 'r+')
        await handle.sync()
        await handle.close()
        await rename(part.path, fileOf(model, file))
        for (const left of await leftParts(file)) await rm(left, { force: true })
        await rm(noteOf(model), { force: true })
      })
    },

    /** Writes down that the sources were asked in vain, so that not every process asks them again. */
    async noteFailure(model: EncoderModel, why: string): Promise<void> {
      await onDisk(path, async () => {
        await mkdir(path, { recursive: true })
        await writeFile(noteOf(model), why)
      })
    },

    /** Why the sources were asked in vain, when that was less than so many milliseconds ago. */
    async recentFailure(model: EncoderModel, milliseconds: number): Promise<string | undefined> {
      try {
        const { mtimeMs } = await stat(noteOf(model))
        // A file's time has fractions of a millisecond, and may seem to lie ahead of the clock's.
        const isRecent = Date.now() - Math.floor(mtimeMs) < milliseconds
        return isRecent ? await readFile(noteOf(model), 'utf8') : undefined
      } catch {
        return undefined
      }
    },

    /** Keeps what was received for the process that goes on with it. */
    async leavePart(part: Part): Promise<void> {
      if (part.bytes === 0) await rm(part.path, { force: true })
      // Nobody has to wait until it looks abandoned.
      else await utimes(part.path, 0, 0).catch(() => undefined)
    },
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    (found) => (found.isFile() ? found.size : undefined),
    () => undefined,
  )
}

/** Undefined when there is no such file, or it cannot be read. */
async function checksum(file: string): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(file), hash)
    return hash.digest('hex')
  } catch {
    return undefined
  }
}

/** Does something in a folder; what the file system has against it is said in a sentence. */
export async function onDisk<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const [what, advice] = complaints[code] ?? []
    if (what === undefined || advice === undefined) throw error
    throw new DiskError(`Models cannot be kept in "${folder}": ${what}.`, advice, { cause: error })
  }
}

/** The disk is at fault, so that another source of the same bytes would not help. */
export class DiskError extends PaperboyError {}

const elsewhere = 'Set MODELS_DIR to a folder that can be written to.'
const complaints: Readonly<Record<string, readonly [what: string, advice: string]>> = {
  ENOSPC: ['the disk is full', 'Make room for the model, or set MODELS_DIR to a folder on another disk.'],
  EDQUOT: [
    'the disk quota is used up',
    'Make room for the model, or set MODELS_DIR to a folder on another disk.',
  ],
  EFBIG: [
    'files may not become so large',
    'Raise the limit (ulimit -f), or set MODELS_DIR to another folder.',
  ],
  EACCES: ['it may not be written to', elsewhere],
  EPERM: ['it may not be written to', elsewhere],
  EROFS: ['it is read-only', elsewhere],
  ENOTDIR: ['a part of its path is a file', elsewhere],
  EEXIST: ['a file has its name', elsewhere],
}
