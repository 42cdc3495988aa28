import { failing, streamed } from '../../fakes/openai-answers.ts'
import { startFakeOpenAI } from '../../fakes/openai-server.ts'

/** Milliseconds between the pieces of an answer, of which there are about twenty. */
const pause = 40

const claim = {
  text: 'TAROT is a targeted data selection framework grounded in optimal transport theory.',
  cites: ['1.1'],
}

/** A model that answers within a second, until it is down. */
export async function startModel() {
  let isDown = false
  let onAsked = () => {}
  const whole = streamed({ claims: [claim] })
  const server = await startFakeOpenAI({
    otherwise() {
      const wasDown = isDown
      onAsked()
      if (wasDown) return failing(503, { message: 'The model is overloaded.' })
      // It broke in the middle of this answer.
      if (isDown) return { ...whole, pieces: whole.pieces.slice(0, 9), pause, ending: 'cut' }
      return { ...whole, pause }
    },
  })
  return {
    settings: { OPENAI_BASE_URL: server.url, OPENAI_API_KEY: 'sk-fake' },
    /** When it is asked first, this happens. */
    whenAsked(happen: () => void): void {
      onAsked = () => {
        onAsked = () => {}
        happen()
      }
    },
    breakDown(): void {
      isDown = true
    },
    close: server.close,
  }
}
