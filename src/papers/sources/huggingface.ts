import { z } from 'zod'
import { PaperboyError } from '../../lib/errors.ts'
import { arxivIdIn } from '../ids.ts'
import { makePaper } from '../make-paper.ts'
import type { Paper } from '../paper.ts'
import { dayOfMoment, type Fetched, readEach } from './fetched.ts'
import { quoted } from './warning.ts'

/** A fact that is not what it should be is left out; it does not cost the paper. */
const text = z.string().nullish().catch(undefined)
const Author = z.object({ name: z.string(), hidden: z.boolean().nullish() })

/** A paper with the item around it laid over each other: which facts stand inside and which outside has changed. */
const Item = z.object({
  id: z.string().min(1),
  title: z.string().refine((title) => title.trim() !== '', 'the title is empty'),
  summary: text,
  publishedAt: text,
  submittedOnDailyAt: text,
  withdrawnAt: text,
  githubRepo: text,
  /** Typed "number": `12.0` is one, too. */
  upvotes: z.number().nonnegative().transform(Math.round).nullish().catch(undefined),
  ai_keywords: z.array(z.string()).nullish().catch(undefined),
  authors: z.array(z.unknown()).nullish().catch(undefined),
})

const Wrapped = z.looseObject({ paper: z.looseObject({}) })

/**
 * The papers of one page of Hugging Face's list of a day (`GET /api/daily_papers?date=…`), in its order.
 *
 * @param options.day the ISO day that was asked for, for papers that do not say on which day they were listed
 * @throws PaperboyError when the text is not a list in JSON
 */
export function readDailyPapers(json: string, { day }: { day?: string } = {}): Fetched {
  return readEach(itemsOf(json), (item, place, onCut) => paperOf(item, { place, day, onCut }))
}

function itemsOf(json: string): readonly unknown[] {
  try {
    return z.array(z.unknown()).parse(JSON.parse(json))
  } catch (cause) {
    throw new PaperboyError(
      `Hugging Face answered with something other than a list of papers.`,
      'Check HUGGINGFACE_URL, and any proxy in between.',
      { cause },
    )
  }
}

type ItemPlace = { place: number; day: string | undefined; onCut: (what: string) => void }

function paperOf(item: unknown, { place, day, onCut }: ItemPlace): Paper | string {
  const outer = Wrapped.safeParse(item)
  const checked = Item.safeParse(outer.success ? { ...outer.data, ...outer.data.paper } : item)
  if (!checked.success) {
    const [issue] = checked.error.issues
    return `Hugging Face's paper ${place}${day ? ` of ${day}` : ''} was left out: ${issue?.path.join('.') || 'it'} is missing or not what it should be.`
  }
  const { data } = checked
  const arxivId = arxivIdOf(data.id)
  const paper = makePaper(
    {
      title: data.title,
      abstract: data.summary ?? '',
      source: 'huggingface',
      ids: arxivId === undefined ? undefined : { arxiv: arxivId },
      url: arxivId === undefined ? `https://huggingface.co/papers/${encodeURIComponent(data.id)}` : undefined,
      date: dayOfMoment(data.submittedOnDailyAt) ?? day,
      published: dayOfMoment(data.publishedAt),
      authors: data.authors?.flatMap(visibleAuthor),
      upvotes: data.upvotes ?? undefined,
      keywords: data.ai_keywords ?? undefined,
      code: data.githubRepo ?? undefined,
      withdrawn: typeof data.withdrawnAt === 'string',
    },
    onCut,
  )
  return paper.title === ''
    ? `Hugging Face's paper ${quoted(data.id)} was left out: its title has no visible text.`
    : paper
}

/** Hugging Face takes ids with three digits behind the point for short forms of five. */
function arxivIdOf(id: string): string | undefined {
  return arxivIdIn(id.replace(/^(\d{4}\.)(\d{3})$/, '$100$2'))
}

function visibleAuthor(author: unknown): readonly string[] {
  const { data } = Author.safeParse(author)
  return data && data.hidden !== true ? [data.name] : []
}
