import { once } from 'node:events'
import { createServer } from 'node:http'

/** A chat model that takes every question and never says a word. */
export async function startSilentModel() {
  let asked = 0
  const server = createServer(() => void asked++).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The model has no port.')
  return {
    settings: { OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `http://127.0.0.1:${address.port}/v1` },
    /** How many requests it has taken. */
    asked: () => asked,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
