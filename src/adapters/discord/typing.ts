import { manners } from './limits.ts'

export type OpenTyping = ReturnType<typeof createTyping>

/**
 * A person who waits sees that an answer is being written; a message that said so would be what notifies them. In a crowd
 * only some see it, since each time is a request of the few that a bot may make.
 */
export function createTyping() {
  let atWork = 0
  /**
   * @param show has it shown once, for some seconds
   * @param failed told why it could not be shown; it is not tried again
   */
  return (show: () => Promise<unknown>, failed: (error: unknown) => void, signal: AbortSignal) => {
    let timer: NodeJS.Timeout | undefined
    let isOver = false
    let times = 0

    async function once(): Promise<void> {
      times += 1
      if (signal.aborted || times > manners.typing) return stop()
      try {
        await show()
      } catch (error) {
        stop()
        failed(error)
      }
    }

    function stop(): void {
      isOver = true
      if (timer === undefined) return
      clearInterval(timer)
      timer = undefined
      atWork -= 1
    }

    return {
      /** Goes on until it is stopped, for a few minutes at most. */
      start(): void {
        if (timer !== undefined || isOver || atWork >= manners.typingAtOnce) return
        atWork += 1
        timer = setInterval(() => void once(), manners.betweenTyping).unref()
        void once()
      },
      stop,
    }
  }
}
