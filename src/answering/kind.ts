import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { once } from '../lib/memoize.ts'
import { wordsOf } from '../papers/words.ts'
import { cosine } from '../retrieval/cosine.ts'
import type { Meaning } from '../retrieval/meaning.ts'
import type { SearchResult } from '../retrieval/search.ts'

const kinds = [
  'content',
  'collection',
  'gist',
  'problem',
  'stated',
  'detail',
  'elsewhere',
  'bot',
  'conversation',
  'above',
] as const
/** What exactly lines ask for that are about the collection, the bot or the conversation. */
const wants = [
  'count',
  'list',
  'newest',
  'oldest',
  'votes',
  'code',
  'themes',
  'benchmarks',
  'first',
  'who',
  'can',
  'maker',
  'source',
  'stored',
  'private',
  'model',
  'languages',
  'files',
  'add',
  'post',
  'remove',
  'off',
  'trust',
  'mistakes',
  'web',
  'learns',
  'limits',
  'cost',
  'greeting',
  'more',
  'back',
  'again',
  'why',
  'similar',
  'meant',
  'wrong',
  'bye',
] as const
export type Wants = (typeof wants)[number]
const Line = z.object({ kind: z.enum(kinds), asks: z.enum(wants).optional(), line: z.string() })

/**
 * What a line may be about: the `content` of papers, or all of them as a `collection`; of one paper, what it is (`gist`),
 * its `problem`, what else abstracts usually say (`stated`) or a `detail` they hardly ever say; or instead of papers the world, the bot,
 * nothing, or what somebody else said `above`.
 */
type Kind = (typeof kinds)[number]

/** How near a line is to the nearest examples of each kind, as mean cosines. */
export type Nearest = Readonly<Record<Kind, number>>

export type Examples = {
  nearest(vector: Float32Array): Promise<Nearest>
  /** What a line of a kind asks for exactly, by the example that is nearest to it. */
  asks(vector: Float32Array, kind: Kind): Promise<Wants | undefined>
}

const file = join(import.meta.dirname, '../../data/lines.jsonl')

/** So many examples of a kind must be near: a single one may merely share a word. */
const examplesAsked = 2

/** The examples of `data/lines.jsonl`, embedded when they are first needed. A new way of saying something is a line there. */
export function createExamples(meaning: Meaning): Examples {
  let embedded: Promise<readonly Example[]> | undefined
  /** A question is looked at by several readers, one after the other. */
  const known = new WeakMap<Float32Array, Nearest>()
  const all = async () => {
    embedded ??= embed(meaning)
    const examples = await embedded
    // What was not there is tried again with the next line.
    if (examples.length === 0) embedded = undefined
    return examples
  }
  return {
    async asks(vector, kind) {
      const own = (await all()).filter((one) => one.kind === kind)
      const near = own.map((one) => ({ one, cosine: cosine(vector, one.vector) }))
      return near.toSorted((one, other) => other.cosine - one.cosine).at(0)?.one.asks
    },
    async nearest(vector) {
      const examples = await all()
      const told = known.get(vector)
      if (told) return told
      const near = (kind: Kind) => {
        const cosines = examples.flatMap((one) => (one.kind === kind ? [cosine(vector, one.vector)] : []))
        const best = cosines.sort((one, other) => other - one).slice(0, examplesAsked)
        return best.reduce((sum, one) => sum + one, 0) / Math.max(1, best.length)
      }
      const nearest = {
        content: near('content'),
        collection: near('collection'),
        gist: near('gist'),
        problem: near('problem'),
        stated: near('stated'),
        detail: near('detail'),
        elsewhere: near('elsewhere'),
        bot: near('bot'),
        conversation: near('conversation'),
        above: near('above'),
      }
      if (examples.length > 0) known.set(vector, nearest)
      return nearest
    },
  }
}

type Example = z.infer<typeof Line> & { vector: Float32Array }

const readLines = once(() =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line))),
)

const examplesByWords = once(() => readLines().map((one) => ({ ...one, said: new Set(wordsOf(one.line)) })))

async function embed(meaning: Meaning): Promise<readonly Example[]> {
  const lines = readLines()
  const vectors = await meaning.ofAll(lines.map(({ line }) => line))
  // With some of them alone, every line would be of their kinds.
  return lines.flatMap((line, index) => {
    const vector = vectors?.[index]
    return vector ? [{ ...line, vector }] : []
  })
}

/** What a line may be about instead of what papers say. */
export type OtherKind = Extract<Kind, 'collection' | 'elsewhere' | 'bot' | 'conversation'>

/**
 * What a line is about when it is no question for papers; undefined when it is one, or nobody can tell.
 *
 * @param found what a search for the line found
 */
export async function otherKindOf(
  found: SearchResult,
  examples: Examples,
  { calibration }: Meaning,
): Promise<OtherKind | undefined> {
  const other = calibration && (await nearestOtherKind(found, examples, calibration.sure))
  return other && other.lead >= calibration.margin ? other.kind : undefined
}

/**
 * The kind that a line resembles most instead of a question for papers, and how far ahead of one that is, as a difference
 * of cosines; undefined without a model. A line about the collection resembles one about papers of a topic, and is one
 * only where no paper is near.
 *
 * @param least the cosine below which no paper is near
 */
export async function nearestOtherKind(
  { vector, nearest: paper = 0 }: Pick<SearchResult, 'vector' | 'nearest'>,
  examples: Examples,
  least: number,
): Promise<{ kind: OtherKind; lead: number } | undefined> {
  if (!vector) return undefined
  const { content, ...others } = await examples.nearest(vector)
  const possible: readonly OtherKind[] = [
    ...(paper < least ? (['collection'] as const) : []),
    'elsewhere',
    'bot',
    'conversation',
  ]
  const [kind] = possible.toSorted((one, other) => others[other] - others[one])
  return kind && { kind, lead: others[kind] - Math.max(content, paper) }
}

/** Words that two lines share, as their share of both, from which on one is taken for the other. */
const sameWords = 0.66

/**
 * The same by words alone, where there are no vectors: a line is of the kind of the example that it nearly is, and of none
 * where it is as near to one about content.
 */
export function otherKindByWords(line: string): { kind: OtherKind; asks?: Wants } | undefined {
  const said = new Set(wordsOf(line))
  if (said.size === 0) return undefined
  const near = examplesByWords()
    .map((one) => ({ ...one, shared: sharedBy(said, one.said) }))
    .toSorted((one, other) => other.shared - one.shared)
  const [best] = near
  const content = near.find(({ kind }) => kind === 'content')?.shared ?? 0
  if (!best || best.shared < sameWords || best.shared <= content) return undefined
  const kind = others.find((one) => one === best.kind)
  return kind && { kind, ...(best.asks && { asks: best.asks }) }
}

const others: readonly OtherKind[] = ['collection', 'elsewhere', 'bot', 'conversation']

const sharedBy = (one: ReadonlySet<string>, other: ReadonlySet<string>): number =>
  (2 * one.intersection(other).size) / (one.size + other.size)

/** Whether a line only points at what somebody else said ("can you answer this?"), as far as its meaning tells. */
export async function pointsAbove(line: string, examples: Examples, { of }: Meaning): Promise<boolean> {
  const vector = await of(line)
  if (!vector) return false
  const { above, ...others } = await examples.nearest(vector)
  return above > Math.max(...Object.values(others))
}

/**
 * Of what kind a line is that is rather said among people than asked, as far as its meaning tells; undefined for one that
 * asks for something.
 *
 * @param doubt how much more, as a difference of cosines, a line must resemble those that ask to be one of them
 */
export async function talkIn(
  line: string,
  examples: Examples,
  { of }: Meaning,
  doubt = 0,
): Promise<'conversation' | 'elsewhere' | undefined> {
  const vector = await of(line)
  if (!vector) return undefined
  const { conversation, elsewhere, ...others } = await examples.nearest(vector)
  if (Math.max(conversation, elsewhere) + doubt <= Math.max(...Object.values(others))) return undefined
  return elsewhere > conversation ? 'elsewhere' : 'conversation'
}
