import { createServer } from 'node:http'
import { listen } from '../loopback.ts'

/** A chat model that takes every question and never says a word. */
export async function startSilentModel() {
  let asked = 0
  const server = createServer(() => void asked++)
  const port = await listen(server)
  return {
    /** Few enough calls at once that of many questions most still wait in line. */
    settings: {
      OPENAI_API_KEY: 'sk-fake',
      OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
      MODEL_CALLS: '8',
    },
    /** How many requests it has taken. */
    asked: () => asked,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
