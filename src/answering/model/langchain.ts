import type { BaseMessageChunk } from '@langchain/core/messages'
import { describeError } from '../../lib/errors.ts'
import { type Dialect, firstDialect, isSame, stepDown } from './dialect.ts'
import { modelError, readModelFailure } from './failure.ts'
import { type ChatModel, type ModelRequest, outputLimit, type TokenCount } from './model.ts'
import { addressOf, type ModelSettings, modelSecrets } from './provider.ts'
import { readModelName } from './providers.ts'
import { checkEnding, type StreamEnd, textOf, withChunk } from './stream-ending.ts'
import { openWire } from './wire.ts'

export type ChatModelOptions = {
  /** `provider:model`, such as `openai:gpt-5.4-mini`. */
  model: string
  settings: ModelSettings
  /** The longest a single call may take, in milliseconds. */
  timeoutMs?: number
  /** Where it is kept how the server wants to be asked; left out, it is found out anew by each process. */
  memory?: DialectMemory
}

export type DialectMemory = {
  recall(): Promise<Dialect | undefined>
  keep(dialect: Dialect): Promise<void>
}

/** No tokenizer makes tokens of more characters than this, on an average. */
const mostPerToken = 50

/**
 * A chat model of any provider, through LangChain, which is loaded at the first call. The server is asked for JSON
 * as firmly as it allows: what it turns away is left out, one thing at a time, within the same call, and for good once
 * it has answered.
 *
 * @throws PaperboyError when the name is wrong, or the provider's package or a setting of it is missing
 */
export function createChatModel({
  model: name,
  settings,
  timeoutMs = 60_000,
  memory,
}: ChatModelOptions): ChatModel {
  const { id, provider, model } = readModelName(name, settings)
  const secrets = modelSecrets(settings)
  const address = addressOf(provider, settings)
  let known: Dialect | undefined

  async function learn(dialect: Dialect): Promise<void> {
    if (known && isSame(known, dialect)) return
    known = dialect
    await memory?.keep(dialect)
  }

  /** @throws ModelError; `Refusal` when something in the form of the request was turned away that can be left out */
  async function* ask(
    request: ModelRequest,
    dialect: Dialect,
  ): AsyncGenerator<string, TokenCount | undefined, void> {
    const stop = new AbortController()
    const signal = AbortSignal.any([request.signal, stop.signal, AbortSignal.timeout(timeoutMs)])
    const wire = openWire(signal)
    const limit = outputLimit(request, dialect.thinks)
    let text = ''
    let ending: StreamEnd = { chunks: 0 }
    try {
      signal.throwIfAborted()
      const messages = messagesOf(request, dialect)
      const asked = provider.ask({
        model,
        settings,
        address,
        dialect,
        form: request.schema,
        messages,
        limit,
        wire,
      })
      const chunks = (await unless(signal, asked))[Symbol.asyncIterator]()
      // Not `for await`: leaving it early waits for the next piece, and that may never come.
      for (;;) {
        const next: IteratorResult<BaseMessageChunk> = await unless(signal, chunks.next())
        if (next.done) break
        ending = withChunk(ending, next.value)
        const piece = textOf(next.value)
        text += piece
        if (text.length > limit * mostPerToken) throw modelError('nonsense', 'the answer has no end')
        if (piece !== '') yield piece
      }
      checkEnding(ending, text)
      return ending.tokens
    } catch (thrown) {
      const error = readModelFailure(thrown, { signal, secrets, heard: wire.heard() })
      const humbler =
        error.failure === 'rejected' && text === ''
          ? stepDown(dialect, describeError(thrown), provider.formats)
          : undefined
      if (humbler) throw new Refusal(humbler)
      // A connection that breaks in the middle of an answer is not a server that cannot be reached.
      const met = error.failure === 'unreachable' && text !== '' ? modelError('cut') : error
      met.tokens = ending.tokens ?? (met.failure === 'truncated' ? { output: limit } : undefined)
      throw met
    } finally {
      // A caller that stops reading early must not leave the server writing.
      stop.abort()
    }
  }

  return {
    name,
    async load() {
      await Promise.all([provider.load(), memory?.recall().then((dialect) => (known ??= dialect))])
    },
    async *stream(request) {
      known ??= (await memory?.recall()) ?? firstDialect(id, model)
      let dialect = known
      for (;;) {
        try {
          const tokens = yield* ask(request, dialect)
          await learn(request.roomy ? { ...dialect, thinks: true } : dialect)
          return tokens
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          dialect = error.humbler
        }
      }
    },
  }
}

/** A server turned something away that the humbler dialect leaves out. */
class Refusal extends Error {
  readonly humbler: Dialect

  constructor(humbler: Dialect) {
    super('The request is to be made in a humbler form.')
    this.humbler = humbler
  }
}

/** What comes of the work, or the signal's reason as soon as it ends: not every client listens to it. */
async function unless<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  const ended = Promise.withResolvers<never>()
  if (signal.aborted) ended.reject(signal.reason)
  const end = () => ended.reject(signal.reason)
  signal.addEventListener('abort', end, { once: true })
  try {
    return await Promise.race([work, ended.promise])
  } finally {
    signal.removeEventListener('abort', end)
    // Whatever becomes of work that nobody waits for any more is of no interest.
    work.catch(() => undefined)
  }
}

function messagesOf({ system, user }: ModelRequest, { systemRole }: Dialect): ['system' | 'human', string][] {
  return systemRole
    ? [
        ['system', system],
        ['human', user],
      ]
    : [['human', `${system}\n\n${user}`]]
}
