import type { Handle } from '../../platform/request.ts'
import { type ChatOptions, chat } from './chat.ts'
import { answerPipe } from './pipe.ts'

export type Terminal = {
  /** Answers until the person leaves or the input ends. */
  start(handle: Handle): Promise<void>
  /** Ends the conversation, an answer under way included, and waits until the screen is in order. Idempotent. */
  stop(): Promise<void>
}

/** The chat of `npm start`: with a person at a terminal, line by line for a pipe. */
export function createTerminal(options: ChatOptions & { input: { isTTY?: boolean } }): Terminal {
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()
  return {
    start(handle) {
      const person = options.input.isTTY === true && options.output.isTTY === true
      running = (person ? chat : answerPipe)(handle, options, stopping.signal)
      return running
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}
