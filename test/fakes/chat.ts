/** What the smallest chat there could be tells its bots of: somebody said something in a room. */
export type ChatMessage = { id: string; room: string; by: string; text: string; isPrivate: boolean }

/** What a bot wrote; a message of the same key replaces it. */
type Written = { key: string; to: ChatMessage; versions: { at: number; text: string }[] }

/** A call that the chat turned away; without `retryAfter` for good. */
export class ChatRefusal extends Error {
  readonly retryAfter: string | undefined
  readonly isLimit: boolean

  constructor({ isLimit, retryAfter }: { isLimit: boolean; retryAfter?: string | undefined }) {
    super(isLimit ? 'Too many calls' : 'Refused')
    this.isLimit = isLimit
    this.retryAfter = retryAfter
  }
}

export type FakeChat = ReturnType<typeof createFakeChat>

/** The smallest chat there could be, in this process: rooms, messages that can be changed, and limits. */
export function createFakeChat() {
  const bots = new Set<(said: ChatMessage) => void>()
  const written: Written[] = []
  const refusals: ChatRefusal[] = []
  const attempts: number[] = []
  let ids = 0

  return {
    /** Brings a bot everything that is said from now on, until what it gives back is called. */
    connect(bot: (said: ChatMessage) => void): () => void {
      bots.add(bot)
      return () => void bots.delete(bot)
    },

    /** Writes a message in answer to one, or changes what was written under the same key. @throws ChatRefusal */
    async write(to: ChatMessage, key: string, text: string): Promise<void> {
      attempts.push(Date.now())
      const refusal = refusals.shift()
      if (refusal) throw refusal
      const before = written.find((one) => one.key === key)
      const version = { at: Date.now(), text }
      if (before) before.versions.push(version)
      else written.push({ key, to, versions: [version] })
    },

    /** Somebody says something, and again, as often as it is called. */
    say(text: string, isPrivate: boolean) {
      const said = { id: `m${++ids}`, room: `r${ids}`, by: 'ada', text, isPrivate }
      const tell = () => {
        for (const bot of bots) bot(said)
      }
      tell()
      return { said, tell }
    },

    refuse: (...next: readonly ChatRefusal[]) => void refusals.push(...next),
    answersTo: ({ id }: ChatMessage): readonly Written[] => written.filter(({ to }) => to.id === id),
    attempts: attempts as readonly number[],
  }
}
