import type { ChatOpenAICompletionsCallOptions } from '@langchain/openai'
import { requestId } from '../../lib/request-id.ts'
import type { Call } from './provider.ts'

/** The oldest version of Azure's API that takes JSON Schema and is no preview; every resource has it. */
const azureVersion = '2024-10-21'

/** LangChain's package for OpenAI and servers with its API. */
export const loadOpenAI = () => import('@langchain/openai')

/** Asks OpenAI, or a compatible server at OPENAI_BASE_URL. */
export async function askOpenAI({ settings, ...call }: Call) {
  const { ChatOpenAICompletions } = await loadOpenAI()
  // Not `ChatOpenAI`, which moves to the Responses API by itself for some names: few servers have that one.
  class Client extends ChatOpenAICompletions {
    protected override _convertCompletionsDeltaToBaseMessageChunk(...[delta, ...rest]: DeltaParts) {
      return super._convertCompletionsDeltaToBaseMessageChunk(withPlainText(delta), ...rest)
    }
  }
  const chat = new Client({
    ...fieldsOf(call),
    // Servers without keys get one too, because the client insists.
    apiKey: settings.OPENAI_API_KEY ?? 'none',
    configuration: {
      baseURL: call.address,
      fetch: call.wire.fetch,
      defaultHeaders: requestHeader(),
    },
  })
  return chat.stream(call.messages, { signal: call.wire.signal, ...responseFormat(call) })
}

/** Asks a deployment of Azure OpenAI, which the model's name is. */
export async function askAzure({ settings, ...call }: Call) {
  const { AzureChatOpenAICompletions } = await loadOpenAI()
  class Client extends AzureChatOpenAICompletions {
    protected override _convertCompletionsDeltaToBaseMessageChunk(...[delta, ...rest]: DeltaParts) {
      return super._convertCompletionsDeltaToBaseMessageChunk(withPlainText(delta), ...rest)
    }
  }
  const chat = new Client({
    ...fieldsOf(call),
    azureOpenAIApiKey: settings.AZURE_OPENAI_API_KEY ?? '',
    azureOpenAIEndpoint: call.address,
    azureOpenAIApiDeploymentName: call.model,
    azureOpenAIApiVersion: settings.AZURE_OPENAI_API_VERSION ?? azureVersion,
    configuration: { fetch: call.wire.fetch, defaultHeaders: requestHeader() },
  })
  return chat.stream(call.messages, { signal: call.wire.signal, ...responseFormat(call) })
}

type Asked = Omit<Call, 'settings'>

/** The names by which LangChain itself sends `max_completion_tokens`. */
const renamesLimit = /^(?:o\d|gpt-[56](?!-chat))/

/** The model's name goes past LangChain, which would change roles by it that not every server knows. */
function fieldsOf({ model, dialect, limit }: Asked) {
  const usual = renamesLimit.test(model) ? 'max_completion_tokens' : 'max_tokens'
  return {
    model: 'any',
    maxRetries: 0,
    streamUsage: dialect.countTokens,
    ...(dialect.temperature && { temperature: 0 }),
    ...(dialect.tokenLimit === usual && { maxTokens: limit }),
    modelKwargs: {
      model,
      ...(dialect.tokenLimit !== usual && { [dialect.tokenLimit]: limit }),
      ...(dialect.lowEffort && { reasoning_effort: 'low' }),
    },
  }
}

function responseFormat({
  dialect: { format },
  form: { name, schema },
}: Asked): Pick<ChatOpenAICompletionsCallOptions, 'response_format'> {
  switch (format) {
    case 'json_schema':
      return { response_format: { type: format, json_schema: { name, schema, strict: true } } }
    case 'json_object':
      return { response_format: { type: format } }
    case 'text':
      return {}
  }
}

/** By which a call is found in the server's log; see "Debugging requests" in OpenAI's API reference. */
function requestHeader(): Record<string, string> {
  const id = requestId()
  return id === undefined ? {} : { 'x-client-request-id': id }
}

type Delta = Record<string, unknown>
type DeltaParts = Parameters<
  InstanceType<
    Awaited<ReturnType<typeof loadOpenAI>>['ChatOpenAICompletions']
  >['_convertCompletionsDeltaToBaseMessageChunk']
>

/**
 * A piece of an answer whose content came as a list of parts, as from Mistral's thinking models, with the text of its text
 * parts: LangChain drops such pieces, with a warning on standard output.
 */
function withPlainText(delta: Delta): Delta {
  if (!Array.isArray(delta.content)) return delta
  const texts = delta.content.flatMap((part: unknown) => (isTextPart(part) ? [part.text] : []))
  return { ...delta, content: texts.join('') }
}

function isTextPart(part: unknown): part is { text: string } {
  const { type, text } = Object(part)
  return type === 'text' && typeof text === 'string'
}
