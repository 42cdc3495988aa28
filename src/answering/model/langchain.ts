import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import { describeError, PaperboyError } from '../../lib/errors.ts'
import { requestId } from '../../lib/request-id.ts'
import { boundedFetch } from './bounded-fetch.ts'
import { type Dialect, firstDialect, stepDown, usualTokenLimit } from './dialect.ts'
import { modelError, readModelFailure } from './failure.ts'
import { type ChatModel, ModelError, type ModelRequest } from './model.ts'
import { readModelName } from './providers.ts'
import { checkEnding, type Ending, withChunk } from './stream-ending.ts'

export type ChatModelOptions = {
  /** `provider:model`, such as `openai:gpt-5.4-mini`. */
  model: string
  /** For `openai`; other providers read their own variables, such as ANTHROPIC_API_KEY. */
  apiKey?: string
  /** For `openai`: the address of a compatible server, up to `/v1`. */
  baseUrl?: string
  /** The longest a single call may take, in milliseconds. */
  timeoutMs?: number
}

/** No tokenizer makes tokens of more characters than this, on an average. */
const mostPerToken = 50
/** Always passed on, so that no variable of the environment redirects the traffic. */
const openAIUrl = 'https://api.openai.com/v1'

/**
 * A chat model of any provider, through LangChain, which is loaded at the first call. The server is asked for JSON
 * as firmly as it allows: what it turns away is remembered for as long as the process lives.
 *
 * @throws PaperboyError when the name is wrong, the provider's package is missing or OpenAI has no key
 */
export function createChatModel({
  model: name,
  apiKey,
  baseUrl,
  timeoutMs = 60_000,
}: ChatModelOptions): ChatModel {
  const { provider, model } = readModelName(name)
  if (provider === 'openai' && apiKey === undefined && baseUrl === undefined)
    throw new PaperboyError(
      `The chat model "${name}" needs a key.`,
      'Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server that takes none.',
    )
  const secrets = apiKey === undefined ? [] : [apiKey]
  let dialect = firstDialect(provider, model)

  const connect = async (asked: Dialect, limit: number): Promise<BaseChatModel> => {
    const shared = { model, maxRetries: 0, ...(asked.temperature ? { temperature: 0 } : {}) }
    if (provider !== 'openai') {
      const { initChatModel } = await import('langchain/chat_models/universal')
      return initChatModel(model, { ...shared, modelProvider: provider, maxTokens: limit })
    }
    // Not `ChatOpenAI`, which moves to the Responses API by itself for some names: few servers have that one.
    const { ChatOpenAICompletions } = await import('@langchain/openai')
    return new ChatOpenAICompletions({
      ...shared,
      ...(asked.tokenLimit === usualTokenLimit(model)
        ? { maxTokens: limit }
        : { modelKwargs: { [asked.tokenLimit]: limit } }),
      streamUsage: asked.countTokens,
      // Servers without keys get one too, because the client insists.
      apiKey: apiKey ?? 'none',
      configuration: { baseURL: baseUrl ?? openAIUrl, fetch: boundedFetch, ...requestHeader() },
    })
  }

  return {
    name,
    async load() {
      await (provider === 'openai' ? import('@langchain/openai') : import('langchain/chat_models/universal'))
    },
    async *stream(request) {
      const asked = dialect
      const stop = new AbortController()
      const signal = AbortSignal.any([request.signal, stop.signal, AbortSignal.timeout(timeoutMs)])
      let text = ''
      try {
        signal.throwIfAborted()
        const chat = await connect(asked, request.maxOutputTokens)
        const stream = await chat.stream(messagesOf(request), { signal, ...responseFormat(asked, request) })
        const chunks = stream[Symbol.asyncIterator]()
        let ending: Ending = { chunks: 0 }
        // Not `for await`: leaving it early waits for the next piece, and that may never come.
        for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
          ending = withChunk(ending, next.value)
          text += next.value.text
          if (text.length > request.maxOutputTokens * mostPerToken)
            throw modelError('nonsense', 'the answer has no end')
          if (next.value.text !== '') yield next.value.text
        }
        checkEnding(ending, text, needsReason.has(provider))
        return ending.tokens
      } catch (thrown) {
        const error = readModelFailure(thrown, signal, secrets)
        const lower = error.failure === 'rejected' ? stepDown(asked, describeError(thrown)) : undefined
        if (lower) {
          dialect = lower
          throw new ModelError('unsupported', error.message)
        }
        // A connection that breaks in the middle of an answer is not a server that cannot be reached.
        throw error.failure === 'unreachable' && text !== '' ? modelError('truncated') : error
      } finally {
        // Whoever stops reading early must not leave the server writing.
        stop.abort()
      }
    },
  }
}

/** By which a call is found in the server's log; see "Debugging requests" in OpenAI's API reference. */
function requestHeader(): { defaultHeaders?: Record<string, string> } {
  const id = requestId()
  return id === undefined ? {} : { defaultHeaders: { 'x-client-request-id': id } }
}

/** Providers whose streams always end with a reason. */
const needsReason = new Set(['openai', 'azure_openai'])

function messagesOf(request: ModelRequest): [['system', string], ['human', string]] {
  return [
    ['system', request.system],
    ['human', request.user],
  ]
}

function responseFormat(
  { format }: Dialect,
  { schema: { name, schema } }: ModelRequest,
): { response_format?: object } {
  switch (format) {
    case 'json_schema':
      return { response_format: { type: format, json_schema: { name, schema, strict: true } } }
    case 'json_object':
      return { response_format: { type: format } }
    case 'text':
      return {}
  }
}
