import { findPackageJSON } from 'node:module'
import { PaperboyError } from '../../lib/errors.ts'
import type { OutputSchema } from './model.ts'
import { askAzure, askOpenAI, loadOpenAI } from './openai-client.ts'
import type { ModelSettings, Provider } from './provider.ts'

/**
 * The room that Ollama gives a prompt and its answer: its own is 4,096 tokens, and what is longer it cuts without a word
 * (docs/faq.md of Ollama). Always the same, since another size loads the model anew.
 */
const ollamaContext = 16_384
const anyFormat = ['json_schema', 'json_object', 'text'] as const

const loadAnthropic = () => import('@langchain/anthropic')
const loadGoogle = () => import('@langchain/google/node')
const loadMistral = () => import('@langchain/mistralai')
const loadOllama = () => import('@langchain/ollama')

const providers: Readonly<Record<string, Provider>> = {
  openai: {
    package: '@langchain/openai',
    needs: [['OPENAI_API_KEY', 'OPENAI_BASE_URL']],
    address: { setting: 'OPENAI_BASE_URL', usual: 'https://api.openai.com/v1' },
    formats: anyFormat,
    load: loadOpenAI,
    ask: askOpenAI,
  },
  azure_openai: {
    package: '@langchain/openai',
    needs: [['AZURE_OPENAI_API_KEY'], ['AZURE_OPENAI_ENDPOINT']],
    address: { setting: 'AZURE_OPENAI_ENDPOINT' },
    formats: anyFormat,
    load: loadOpenAI,
    ask: askAzure,
  },
  anthropic: {
    package: '@langchain/anthropic',
    needs: [['ANTHROPIC_API_KEY']],
    address: { setting: 'ANTHROPIC_BASE_URL', usual: 'https://api.anthropic.com' },
    formats: ['json_schema', 'text'],
    load: loadAnthropic,
    async ask({ model, settings, address, dialect, form, messages, limit, wire }) {
      const { ChatAnthropic } = await loadAnthropic()
      const chat = new ChatAnthropic({
        model,
        maxTokens: limit,
        maxRetries: 0,
        ...(dialect.temperature && { temperature: 0 }),
        apiKey: settings.ANTHROPIC_API_KEY ?? '',
        anthropicApiUrl: address,
        clientOptions: { fetch: wire.fetch },
      })
      return chat.stream(messages, {
        signal: wire.signal,
        ...(dialect.format === 'json_schema' && {
          outputConfig: { format: { type: 'json_schema', schema: form.schema } },
        }),
      })
    },
  },
  google: {
    package: '@langchain/google',
    needs: [['GOOGLE_API_KEY']],
    address: { setting: 'GOOGLE_BASE_URL', usual: 'https://generativelanguage.googleapis.com' },
    formats: ['json_schema', 'text'],
    load: loadGoogle,
    async ask({ model, settings, address, dialect, form, messages, limit, wire }) {
      const { ChatGoogle } = await loadGoogle()
      const chat = new ChatGoogle({
        model,
        maxOutputTokens: limit,
        maxRetries: 0,
        platformType: 'gai',
        endpoint: address,
        ...(dialect.temperature && { temperature: 0 }),
        ...(dialect.lowEffort && { reasoningEffort: 'low' }),
        apiKey: settings.GOOGLE_API_KEY ?? '',
        apiClient: {
          hasApiKey: () => true,
          getProjectId: async () => '',
          fetch(request) {
            request.headers.set('x-goog-api-key', settings.GOOGLE_API_KEY ?? '')
            return wire.fetch(request)
          },
        },
      })
      return chat.stream(messages, {
        signal: wire.signal,
        ...(dialect.format === 'json_schema' && { responseSchema: form.schema }),
      })
    },
  },
  mistral: {
    package: '@langchain/mistralai',
    needs: [['MISTRAL_API_KEY']],
    address: { setting: 'MISTRAL_BASE_URL', usual: 'https://api.mistral.ai' },
    formats: anyFormat,
    load: loadMistral,
    async ask({ model, settings, address, dialect: { format, temperature }, form, messages, limit, wire }) {
      const { ChatMistralAI } = await loadMistral()
      const chat = new ChatMistralAI({
        model,
        maxTokens: limit,
        maxRetries: 0,
        ...(temperature && { temperature: 0 }),
        apiKey: settings.MISTRAL_API_KEY ?? '',
        serverURL: address,
        // Its client takes no `fetch` and no signal.
        beforeRequestHooks: [
          (request) => new Request(request, { signal: AbortSignal.any([request.signal, wire.signal]) }),
        ],
        responseHooks: [(response) => wire.note(response)],
      })
      return chat.stream(messages, {
        signal: wire.signal,
        ...(format === 'json_schema' && { response_format: mistralSchema(form) }),
        ...(format === 'json_object' && { response_format: { type: format } }),
      })
    },
  },
  ollama: {
    package: '@langchain/ollama',
    needs: [],
    address: { setting: 'OLLAMA_BASE_URL', usual: 'http://127.0.0.1:11434' },
    formats: anyFormat,
    load: loadOllama,
    async ask({ model, address, dialect: { format, temperature, lowEffort }, form, messages, limit, wire }) {
      const { ChatOllama } = await loadOllama()
      const chat = new ChatOllama({
        model,
        numPredict: limit,
        numCtx: ollamaContext,
        maxRetries: 0,
        ...(temperature && { temperature: 0 }),
        ...(lowEffort && { think: false }),
        baseUrl: address,
        fetch: wire.fetch,
      })
      return chat.stream(messages, {
        signal: wire.signal,
        ...(format === 'json_schema' && { format: form.schema }),
        ...(format === 'json_object' && { format: 'json' }),
      })
    },
  },
}

/** LangChain's types know the mode without a schema alone; all of it goes to Mistral's client as it is. */
function mistralSchema({ name, schema }: OutputSchema): { type: 'json_object' } {
  const format: object = { type: 'json_schema', jsonSchema: { name, schemaDefinition: schema, strict: true } }
  return Object.assign({ type: 'json_object' as const }, format)
}

/**
 * Splits `provider:model` and makes sure that it can be asked: the provider's package is installed (it is not loaded
 * yet), and its settings are there.
 *
 * @throws PaperboyError for an unknown provider, a missing package or a missing setting, saying what to do
 */
export function readModelName(
  name: string,
  settings: ModelSettings,
): { id: string; provider: Provider; model: string } {
  const colon = name.indexOf(':')
  const id = name.slice(0, Math.max(colon, 0))
  const model = name.slice(colon + 1)
  const provider = Object.hasOwn(providers, id) ? providers[id] : undefined
  if (provider === undefined || model === '')
    throw new PaperboyError(
      `"${name}" is not a chat model that can be used.`,
      `Set provider:model, such as openai:gpt-5.4-mini; the provider is one of ${Object.keys(providers).join(', ')}. Any OpenAI-compatible server is openai, with its address in OPENAI_BASE_URL (docs/models.md).`,
    )
  if (!isInstalled(provider.package))
    throw new PaperboyError(
      `The chat model "${name}" needs a package that is not installed.`,
      `Run: npm install ${provider.package}`,
    )
  const missing = provider.needs.filter((names) => names.every((setting) => settings[setting] === undefined))
  if (missing.length > 0) {
    const named = missing.map((names) => names.join(' or ')).join(' and ')
    throw new PaperboyError(
      `The chat model "${name}" needs ${named}.`,
      `Set ${named}; docs/models.md has a block of settings that works.`,
    )
  }
  return { id, provider, model }
}

function isInstalled(name: string): boolean {
  try {
    return findPackageJSON(name, import.meta.url) !== undefined
  } catch {
    return false
  }
}
