import type { Reply } from '../../replies/reply.ts'
import { createDrawing } from './drawing.ts'
import { lookOf, type Output } from './look.ts'
import { stopped } from './pages.ts'
import { renderReply } from './render.ts'

/**
 * Draws an answer in place while it grows, and leaves its last version on the screen.
 *
 * @returns what was left there: when the signal came, that the answer was stopped
 */
export async function drawAnswer(
  replies: AsyncIterable<Reply>,
  signal: AbortSignal,
  output: Output,
): Promise<Reply> {
  const drawing = createDrawing(output)
  let last: Reply | undefined
  const page = () => (signal.aborted || !last ? stopped(last) : last)
  try {
    for await (const reply of replies) {
      last = reply
      drawing.replace(renderReply(reply, lookOf(output)))
    }
  } finally {
    // Also when the work fails: the cursor is hidden until the drawing is finished.
    drawing.finish(renderReply(page(), lookOf(output)))
  }
  return page()
}
