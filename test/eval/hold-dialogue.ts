import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Paper } from '../../src/papers/paper.ts'
import type { Handle } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { Reply } from '../../src/replies/reply.ts'
import type { Store } from '../../src/store/store.ts'
import type { Dialogue, DialogueTurn, PageKind } from './dialogues.ts'

/** What a line of a dialogue brought onto the screen. */
export type Page = {
  kind: PageKind
  /** The papers it showed, in the order of their numbers. */
  papers: readonly Paper[]
  /** The paper that those of a list are like. */
  like?: string
  /** All of its words. */
  text: string
}

export type HeldTurn = { turn: DialogueTurn; page: Page }

/** Who speaks where a dialogue does not say. */
const somebody = 'ann'

/** Holds a dialogue in a conversation of its own, one line after the other, as a platform would. */
export async function holdDialogue(
  { id, turns }: Dialogue,
  { handle, store }: { handle: Handle; store: Pick<Store, 'papers' | 'turns'> },
): Promise<readonly HeldTurn[]> {
  const where = { platform: 'terminal' as const, conversation: `${id} ${randomUUID()}` }
  const held: HeldTurn[] = []
  let remembered: string | undefined
  for (const turn of turns) {
    let last: Reply | undefined
    for await (const reply of handle({ who: { id: turn.who ?? somebody }, where, line: turn.line }))
      last = reply
    const [latest] = await store.turns.recent(where.conversation, 1)
    const shown = latest && latest.id !== remembered ? latest.papers : []
    remembered = latest?.id
    held.push({ turn, page: pageOf(last, await store.papers.get(shown)) })
  }
  return held
}

/** What the pages of the commands tell scripts, as far as it says which page it is. */
const Data = z.union([
  z.object({ kind: z.enum(['answered', 'hedged', 'not-found', 'elsewhere', 'declined', 'summarized']) }),
  z.object({ abstract: z.string() }).transform(() => ({ kind: 'paper' as const })),
  z.object({ related: z.array(z.unknown()) }).transform(() => ({ kind: 'comparison' as const })),
  z
    .object({ paper: z.object({ title: z.string() }).optional(), papers: z.array(z.unknown()).min(1) })
    .transform(({ paper }) => ({ kind: 'list' as const, ...(paper && { like: paper.title }) })),
])

function pageOf(reply: Reply | undefined, papers: readonly Paper[]): Page {
  const text = reply ? plainText({ ...reply, actions: [] }) : ''
  const data = reply?.tone === 'answer' ? Data.safeParse(reply.data).data : undefined
  if (!data) return { kind: 'other', papers, text }
  const kind = data.kind === 'summarized' ? 'summary' : data.kind
  return { ...data, kind, papers, text }
}
