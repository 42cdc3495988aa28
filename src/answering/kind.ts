import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { cosine } from '../retrieval/cosine.ts'
import type { Meaning } from '../retrieval/meaning.ts'
import type { SearchResult } from '../retrieval/search.ts'

const kinds = ['content', 'gist', 'stated', 'detail', 'elsewhere', 'bot', 'conversation', 'above'] as const
const Line = z.object({ kind: z.enum(kinds), line: z.string() })

/**
 * What a line may be about: the `content` of papers; of one paper, what it is (`gist`), what abstracts usually say
 * (`stated`) or a `detail` they hardly ever say; or instead of papers the world, the bot, nothing, or what somebody else
 * said `above`.
 */
type Kind = (typeof kinds)[number]

/** How near a line is to the nearest example of each kind, as cosines. */
export type Nearest = Readonly<Record<Kind, number>>

export type Examples = { nearest(vector: Float32Array): Promise<Nearest> }

const file = join(import.meta.dirname, '../../data/lines.jsonl')

/** The examples of `data/lines.jsonl`, embedded when they are first needed. A new way of saying something is a line there. */
export function createExamples(meaning: Meaning): Examples {
  let embedded: Promise<readonly Example[]> | undefined
  return {
    async nearest(vector) {
      embedded ??= embed(meaning)
      const examples = await embedded
      // What was not there is tried again with the next line.
      if (examples.length === 0) embedded = undefined
      const nearest = {
        content: 0,
        gist: 0,
        stated: 0,
        detail: 0,
        elsewhere: 0,
        bot: 0,
        conversation: 0,
        above: 0,
      }
      for (const example of examples)
        nearest[example.kind] = Math.max(nearest[example.kind], cosine(vector, example.vector))
      return nearest
    },
  }
}

type Example = { kind: Kind; vector: Float32Array }

async function embed(meaning: Meaning): Promise<readonly Example[]> {
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)))
  const vectors = await Promise.all(lines.map(({ line }) => meaning.of(line)))
  const examples = lines.flatMap(({ kind }, index) => {
    const vector = vectors[index]
    return vector ? [{ kind, vector }] : []
  })
  // With some of them alone, every line would be of their kinds.
  return examples.length === lines.length ? examples : []
}

/**
 * What a line is about when it is no question for papers; undefined when it is one, or nobody can tell.
 *
 * @param found what a search for the line found
 */
export async function otherKindOf(
  { vector, papers }: SearchResult,
  examples: Examples,
  { calibration }: Meaning,
): Promise<'elsewhere' | 'bot' | 'conversation' | undefined> {
  if (!vector || !calibration) return undefined
  const { content, elsewhere, bot, conversation } = await examples.nearest(vector)
  const papersOwn = Math.max(content, ...papers.map(({ fit }) => fit.meaning ?? 0))
  const best = Math.max(elsewhere, bot, conversation)
  if (best < papersOwn + calibration.margin) return undefined
  if (best === elsewhere) return 'elsewhere'
  return best === bot ? 'bot' : 'conversation'
}

/** Whether a line only points at what somebody else said ("can you answer this?"), as far as its meaning tells. */
export async function pointsAbove(line: string, examples: Examples, { of }: Meaning): Promise<boolean> {
  const vector = await of(line)
  if (!vector) return false
  const { above, ...others } = await examples.nearest(vector)
  return above > Math.max(...Object.values(others))
}

/** Whether a line is rather said among people than asked, as far as its meaning tells. */
export async function isTalk(line: string, examples: Examples, { of }: Meaning): Promise<boolean> {
  const vector = await of(line)
  if (!vector) return false
  const { conversation, elsewhere, ...others } = await examples.nearest(vector)
  return Math.max(conversation, elsewhere) > Math.max(...Object.values(others))
}
