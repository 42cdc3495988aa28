import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'
import { listen } from '../loopback.ts'
import {
  ChatRequest,
  type ScriptedAnswer,
  type ScriptedError,
  sendAnswer,
  sendError,
  sendJson,
} from './openai-answers.ts'

const EmbeddingRequest = z.object({
  model: z.string(),
  input: z.array(z.string().min(1)).min(1).max(2048),
  encoding_format: z.string().optional(),
})

export type RecordedRequest = {
  path: string
  authorization: string | undefined
  /** The id under which the client mentions it. */
  id: string | undefined
  chat?: ChatRequest
  embedding?: z.infer<typeof EmbeddingRequest>
  /** Resolves when the client hangs up before the answer is complete. */
  hungUp: Promise<void>
}

export type FakeOpenAI = {
  /** Up to `/v1`, as a base URL is configured. */
  url: string
  requests: readonly RecordedRequest[]
  /** How many chat requests were under way at once, at the most, since this was asked last. */
  busiest(): number
  /** Adds answers for the next chat requests. */
  script(...answers: readonly ScriptedAnswer[]): void
  /** Adds errors that the next embedding requests meet. */
  failEmbeddings(...answers: readonly ScriptedError[]): void
  /** Throws when a request came that nothing was scripted for, or a scripted answer was never asked for. */
  close(): Promise<void>
}

export type FakeOpenAIOptions = {
  /** What is answered when nothing is scripted. */
  otherwise?: (request: ChatRequest) => ScriptedAnswer
  /** Parameters that are turned away with status 400, as servers word it; the script is not used up. */
  rejects?: (request: ChatRequest) => string | undefined
  /** The vector of a text; by default its length and its number of words. */
  embed?: (text: string) => readonly number[]
  /** Sends the vectors last to first. */
  shuffled?: boolean
  /** Why an embedding request is turned away, when it is; the scripted errors are not used up. */
  refusesTexts?: (input: readonly string[]) => ScriptedError | undefined
  /** Changes what is answered to an embedding request, as servers do that are not OpenAI's. */
  spoils?: (data: readonly EmbeddingRow[]) => readonly object[]
}

type EmbeddingRow = { object: 'embedding'; index: number; embedding: readonly number[] }

/** The parts of the OpenAI API that Paperboy uses, on loopback, with scripted answers. */
export async function startFakeOpenAI(options: FakeOpenAIOptions = {}): Promise<FakeOpenAI> {
  const embed = options.embed ?? ((text) => [text.length, text.split(' ').length])
  const requests: RecordedRequest[] = []
  const answers: ScriptedAnswer[] = []
  const embeddingErrors: ScriptedError[] = []
  const unplanned: string[] = []
  let underWay = 0
  let busiest = 0

  const refuse = (response: ServerResponse, what: string) => {
    unplanned.push(what)
    sendError(response, 500, { message: `Nothing is scripted for ${what}.` })
  }

  const server = createServer(async (request, response) => {
    const path = request.url?.split('?')[0] ?? ''
    const body = await read(request)
    const hungUp = once(response, 'close').then(() =>
      response.writableEnded ? new Promise<void>(() => {}) : undefined,
    )
    const { authorization, 'x-client-request-id': id } = request.headers
    const recorded: RecordedRequest = {
      path,
      authorization,
      id: typeof id === 'string' ? id : undefined,
      hungUp,
    }
    requests.push(recorded)
    if (request.method === 'POST' && path.endsWith('/chat/completions')) {
      const chat = ChatRequest.safeParse(body)
      if (!chat.success) return refuse(response, `a malformed chat request: ${chat.error.message}`)
      recorded.chat = chat.data
      underWay += 1
      busiest = Math.max(busiest, underWay)
      response.once('close', () => {
        underWay -= 1
      })
      const complaint = options.rejects?.(chat.data)
      if (complaint) return sendError(response, 400, { message: complaint, type: 'invalid_request_error' })
      const answer = answers.shift() ?? options.otherwise?.(chat.data)
      if (!answer) return refuse(response, `chat request ${requests.length}`)
      return sendAnswer(response, answer, chat.data)
    }
    if (request.method === 'POST' && path === '/v1/embeddings') {
      const embedding = EmbeddingRequest.safeParse(body)
      if (!embedding.success) return sendError(response, 400, { message: embedding.error.message })
      recorded.embedding = embedding.data
      const error = options.refusesTexts?.(embedding.data.input) ?? embeddingErrors.shift()
      if (error) return sendError(response, error.status, error.error, error.headers)
      const data = embedding.data.input.map((text, index) => ({
        object: 'embedding' as const,
        index,
        embedding: embed(text),
      }))
      const rows = options.shuffled ? data.toReversed() : data
      return sendJson(response, 200, { object: 'list', data: options.spoils?.(rows) ?? rows })
    }
    if (request.method === 'GET' && path === '/v1/models') {
      return sendJson(response, 200, { object: 'list', data: [{ id: 'fake', object: 'model' }] })
    }
    return refuse(response, `${request.method} ${path}`)
  })
  const port = await listen(server)

  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    busiest() {
      const most = busiest
      busiest = underWay
      return most
    },
    script: (...more) => void answers.push(...more),
    failEmbeddings: (...more) => void embeddingErrors.push(...more),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      if (unplanned.length > 0) throw new Error(`The fake server met ${unplanned.join(', ')}.`)
      const left = answers.length + embeddingErrors.length
      if (left > 0) throw new Error(`The fake server was never asked for ${left} scripted answers.`)
    },
  }
}

async function read(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) text += piece
  return text === '' ? undefined : JSON.parse(text)
}
