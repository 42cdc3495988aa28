import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'

/** A thread that answers questions one after the other. What either side says is cloned. */
export type Thread<Question, Answer> = {
  /** @throws what went wrong on the thread, which ends with it, or that it has ended. */
  ask(question: Question): Promise<Answer>
  hasEnded(): boolean
  close(): Promise<void>
}

/**
 * The module that runs on a thread, beside the one that starts it. It ends as that one does: in `.ts` where the sources run,
 * in `.js` where they were built.
 *
 * @param beside `import.meta.url` of the one that starts it
 */
export const threadFile = (name: string, beside: string): URL =>
  new URL(`./${name}${extname(new URL(beside).pathname)}`, beside)

/** A quarter of what Node gives a thread by itself, with which an import held some 200 MB more. */
const resourceLimits = { maxYoungGenerationSizeMb: 48 }

/**
 * Starts a thread. The program's end does not wait for it while it is idle.
 *
 * @param file the module that runs there: for each message it posts one, in the same order
 * @param data what it finds in `workerData`
 */
export function startThread<Question, Answer>(file: URL, data?: unknown): Thread<Question, Answer> {
  const worker = new Worker(file, { workerData: data, resourceLimits })
  const waiting: PromiseWithResolvers<Answer>[] = []
  let failure: unknown
  const fail = (error: unknown) => {
    failure ??= error
    for (const { reject } of waiting.splice(0)) reject(failure)
  }
  worker.on('message', (answer: Answer) => {
    waiting.shift()?.resolve(answer)
    if (waiting.length === 0) worker.unref()
  })
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('A thread ended before it had answered.')))
  worker.unref()
  return {
    ask(question) {
      const answer = Promise.withResolvers<Answer>()
      // Anyone who waits for it hears of it; it may fail before anybody does.
      answer.promise.catch(() => undefined)
      if (failure !== undefined) answer.reject(failure)
      else {
        waiting.push(answer)
        worker.ref()
        worker.postMessage(question)
      }
      return answer.promise
    },
    hasEnded: () => failure !== undefined,
    async close() {
      await worker.terminate()
    },
  }
}
