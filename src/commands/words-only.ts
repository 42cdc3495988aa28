import { LRUCache } from 'lru-cache'
import { note } from '../replies/build.ts'
import type { Reply } from '../replies/reply.ts'
import type { ModelState } from '../retrieval/models/kept-encoder.ts'
import type { Services } from './services.ts'

/** Conversations that have been told, as far as this process remembers. */
const remembered = 10_000

/**
 * Says in the small print, once a conversation, that papers were found by their words while the model that finds them by
 * meaning is not there.
 */
export function createTellWordsOnly({ embeddingState }: Pick<Services['engine'], 'embeddingState'>) {
  const told = new LRUCache<string, true>({ max: remembered })
  return async (reply: Reply, conversation: string): Promise<Reply> => {
    if (!embeddingState || told.has(conversation)) return reply
    const words = wordsOf(await embeddingState())
    if (words === undefined) return reply
    told.set(conversation, true)
    return { ...reply, blocks: [...reply.blocks, note(words)] }
  }
}

function wordsOf(state: ModelState): string | undefined {
  switch (state.kind) {
    case 'ready':
      return undefined
    case 'fetching':
      return `Found by words: the model that finds papers by meaning is being fetched (${Math.floor(state.share * 100)}%).`
    case 'missing':
      return 'Found by words: the model that finds papers by meaning is not here.'
  }
}
