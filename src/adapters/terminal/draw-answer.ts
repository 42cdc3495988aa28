import { drawPaced } from '../../platform/draw-paced.ts'
import type { Reply } from '../../replies/reply.ts'
import { createDrawing } from './drawing.ts'
import { type Look, lookOf, type Output } from './look.ts'
import { stopped } from './pages.ts'
import { renderReply } from './render.ts'

/** A screen takes as many versions as one can read, in milliseconds between two. */
const pace = { first: 0, between: 40 }

/**
 * Draws an answer in place while it grows, and leaves its last version on the screen.
 *
 * @returns what was left there: when the signal came, that the answer was stopped
 */
export async function drawAnswer(
  replies: AsyncIterable<Reply>,
  signal: AbortSignal,
  output: Output,
  spell?: Look['spell'],
): Promise<Reply> {
  const drawing = createDrawing(output)
  let last: Reply | undefined
  const look = () => ({ ...lookOf(output), ...(spell && { spell }) })
  const page = () => (signal.aborted || !last ? stopped(last) : last)
  try {
    last = await drawPaced(replies, async (reply) => drawing.replace(renderReply(reply, look())), pace)
  } finally {
    // Also when the work fails: the cursor is hidden until the drawing is finished.
    drawing.finish(renderReply(page(), look()))
  }
  return page()
}
