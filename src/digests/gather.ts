import { LostError } from '../jobs/holder.ts'
import type { Deliver, DeliverTogether, Mark, Post, Receipt } from '../platform/deliver.ts'
import type { PostAddress } from '../store/subscriptions.ts'

/** One of several posts that are to go to a place as one message. */
export type Seat = {
  /** Waits for the others; what comes of the message is the receipt of each. */
  deliver: Deliver
  /** Nothing more comes of it, whether it delivered anything or not. Idempotent. */
  leave(): void
  /** Resolves when it waits for the others or has left: what it shows is known then. */
  settled: Promise<void>
}

type Waiting = { post: Post; mark: Mark; receipt: PromiseWithResolvers<Receipt> }

/**
 * Has posts of one place wait for each other, and go out as one message. Each stays a delivery of its own, with notes of
 * its own: one that has nothing to show leaves, and a process that goes on with some of them sends these.
 *
 * @param members how many there are
 */
export function gather(members: number, send: DeliverTogether): () => Seat {
  const waiting = new Map<Mark, Waiting>()
  let missing = members
  let place: PostAddress | undefined

  const arrive = () => {
    missing -= 1
    if (missing === 0 && waiting.size > 0) void sendAll()
  }

  async function sendAll(): Promise<void> {
    const ready = [...waiting.values()].filter(({ mark, receipt }) => {
      if (mark.isMine()) return true
      receipt.reject(new LostError())
      return false
    })
    try {
      if (!place || ready.length === 0) return
      const receipts = await send(place, ready)
      for (const [index, { receipt }] of ready.entries()) {
        const one = receipts[index]
        if (one) receipt.resolve(one)
        else receipt.reject(new Error('There is no receipt.'))
      }
    } catch (error) {
      for (const { receipt } of ready) receipt.reject(error)
    }
  }

  return () => {
    const settled = Promise.withResolvers<void>()
    let isHere = false
    const leave = () => {
      if (isHere) return
      isHere = true
      settled.resolve()
      arrive()
    }
    return {
      leave,
      settled: settled.promise,
      async deliver(to, post, mark) {
        const receipt = Promise.withResolvers<Receipt>()
        // A post that has to end while the others still choose what they show does not hold them up.
        const end = () => {
          if (missing > 0 && waiting.delete(mark)) receipt.reject(mark.signal.reason)
        }
        mark.signal.throwIfAborted()
        mark.signal.addEventListener('abort', end, { once: true })
        place = to
        waiting.set(mark, { post, mark, receipt })
        leave()
        try {
          return await receipt.promise
        } finally {
          mark.signal.removeEventListener('abort', end)
        }
      },
    }
  }
}
