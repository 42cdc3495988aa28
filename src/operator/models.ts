import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { PaperboyError } from '../lib/errors.ts'
import { fetchModel } from '../retrieval/models/fetch.ts'
import type { ModelFolder } from '../retrieval/models/files.ts'
import { defaultModel, type EncoderModel, knownModels, readModel } from '../retrieval/models/model.ts'
import { modelFolder, modelSources } from '../retrieval/models/open.ts'
import type { Progress } from '../retrieval/models/source.ts'
import { createProgress, type ProgressOutput } from './progress.ts'

type Parts = {
  config: Config
  stdout: { write(text: string): unknown }
  stderr: ProgressOutput
  signal: AbortSignal
}

/** Draws how far a model is, with a bar where that is known; without anything, takes it away. */
export function drawModelProgress(output: ProgressOutput): (progress?: Progress) => void {
  let drawn: { key: string; bar: ReturnType<typeof createProgress> } | undefined
  return (progress) => {
    const key = progress && `${progress.source} ${progress.total}`
    if (key !== drawn?.key) {
      drawn?.bar.clear()
      drawn = undefined
    }
    if (!progress || key === undefined) return
    drawn ??= { key, bar: createProgress(output, () => performance.now(), progress.total) }
    drawn.bar.show(progress.done, `Fetching a model from ${progress.source}`)
  }
}

/** Prints what the setting names, whether it is there, and what else is kept. */
export async function listModels({ config, stdout }: Parts): Promise<void> {
  const folder = modelFolder(config)
  const { EMBEDDING_MODEL: setting } = config
  const lines = [inUse(config), `Models are kept in ${folder.path}:`]
  const model = setting.kind === 'local' ? setting.model : undefined
  if (model) {
    const missing = await folder.missing(model)
    lines.push(
      missing.length === 0
        ? `  ${model.name}, ${await sizeOf(folder.folderOf(model))}: ${folder.folderOf(model)}`
        : `  ${model.name} is missing. "paperboy models fetch" fetches it.`,
    )
  }
  for (const other of await otherFolders(folder, model))
    lines.push(`  not in use, ${await sizeOf(other)}: ${other}`)
  lines.push(
    `EMBEDDING_MODEL may be ${knownModels.join(', ')}, or any other encoder: local:owner/name?sha256=…&tokenizer=…&pooling=mean (docs/models.md).`,
  )
  stdout.write(`${lines.join('\n')}\n`)
}

/**
 * Fetches a model, what is damaged of it anew.
 *
 * @param name as in the setting, `local:` or not; the model that is set when left out
 * @throws PaperboyError that says why it could not be had
 */
export async function fetchByHand(
  name: string | undefined,
  { config, stdout, stderr, signal }: Parts,
): Promise<void> {
  const folder = modelFolder(config)
  const model = chosen(name, config)
  await folder.removeDamaged(model)
  const show = drawModelProgress(stderr)
  try {
    await fetchModel(model, { folder, sources: modelSources(config), report: show, signal })
  } finally {
    show()
  }
  stdout.write(`${model.name} is in ${folder.folderOf(model)} (${await sizeOf(folder.folderOf(model))}).\n`)
}

/**
 * Compares every byte of the model that is set with its checksums.
 *
 * @returns whether it is whole
 */
export async function verifyModel({ config, stdout }: Parts): Promise<boolean> {
  const folder = modelFolder(config)
  const model = chosen(undefined, config)
  const states = await Promise.all(model.files.map((file) => folder.check(model, file)))
  for (const [index, file] of model.files.entries())
    stdout.write(`${states[index]}: ${folder.fileOf(model, file)}\n`)
  const isWhole = states.every((state) => state === 'whole')
  if (!isWhole) stdout.write('"paperboy models fetch" fetches what is missing or damaged.\n')
  return isWhole
}

function chosen(name: string | undefined, { EMBEDDING_MODEL: setting }: Config): EncoderModel {
  if (name !== undefined) return readModel(name)
  if (setting.kind === 'local') return setting.model
  if (setting.kind === 'off') return readModel(defaultModel)
  throw new PaperboyError(
    `EMBEDDING_MODEL names ${setting.model}, which a server runs.`,
    `Name a model of this machine, such as: paperboy models fetch ${defaultModel}`,
  )
}

function inUse({ EMBEDDING_MODEL: setting }: Config): string {
  switch (setting.kind) {
    case 'off':
      return 'Papers are found by their words alone: EMBEDDING_MODEL is off.'
    case 'server':
      return `Papers are found by meaning with ${setting.model}, on the server of OPENAI_BASE_URL.`
    case 'local':
      return `Papers are found by meaning with ${setting.model.name}, on this machine.`
  }
}

async function otherFolders(folder: ModelFolder, used: EncoderModel | undefined): Promise<readonly string[]> {
  const names = await readdir(folder.path).catch(() => [])
  const kept = names.filter((name) => /^[0-9a-f]{64}$/.test(name)).map((name) => join(folder.path, name))
  return kept.filter((path) => !used || path !== folder.folderOf(used))
}

async function sizeOf(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => [])
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size))
  return `${Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1e6).toLocaleString('en')} MB`
}
