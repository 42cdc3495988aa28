import type { BaseMessageChunk } from '@langchain/core/messages'
import { secretsIn } from '../../lib/redact.ts'
import type { Dialect } from './dialect.ts'
import type { OutputSchema } from './model.ts'
import type { Wire } from './wire.ts'

/** The settings of the environment that are about servers of models. */
const settingNames = [
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'AZURE_OPENAI_API_KEY',
  'AZURE_OPENAI_ENDPOINT',
  'AZURE_OPENAI_API_VERSION',
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_BASE_URL',
  'GOOGLE_API_KEY',
  'GOOGLE_BASE_URL',
  'MISTRAL_API_KEY',
  'MISTRAL_BASE_URL',
  'OLLAMA_BASE_URL',
] as const
type SettingName = (typeof settingNames)[number]

/**
 * What is set for the servers of models, by the names of the environment. Clients are always handed what decides where a
 * request goes and with which key, so that no variable that only they know does.
 */
export type ModelSettings = { [name in SettingName]?: string | undefined }

/** Where the requests of a provider go. */
export function addressOf(
  { address: { setting, usual = '' } }: Pick<Provider, 'address'>,
  settings: ModelSettings,
): string {
  return settings[setting] ?? usual
}

/** The keys and passwords among the settings. */
export function modelSecrets(settings: ModelSettings): readonly string[] {
  return secretsIn(Object.fromEntries(settingNames.map((name) => [name, settings[name]])))
}

/** One request as a provider is to make it. */
export type Call = {
  model: string
  settings: ModelSettings
  /** Where it goes. */
  address: string
  dialect: Dialect
  form: OutputSchema
  messages: ['system' | 'human', string][]
  /** Tokens of the answer at the most, thinking included. */
  limit: number
  wire: Wire
}

export type Provider = {
  /** The npm package that brings its client. */
  package: string
  /** Settings it cannot do without; of several in a list, one is enough. */
  needs: readonly (readonly SettingName[])[]
  /** The setting that says where requests go, and where they go when it is not set, if there is such a place. */
  address: { setting: SettingName; usual?: string }
  /** How it can be asked for JSON, firmest first. */
  formats: readonly Dialect['format'][]
  load(): Promise<unknown>
  /**
   * Makes one request. The schema goes along as LangChain's own method `jsonSchema` sends plain data, which alone streams;
   * its parser is left out, since it tells neither the count of tokens nor why an answer ended.
   */
  ask(call: Call): Promise<AsyncIterable<BaseMessageChunk>>
}
