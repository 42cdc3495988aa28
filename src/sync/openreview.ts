import { z } from 'zod'
import { PaperboyError } from '../lib/errors.ts'
import { type Http, HttpError } from '../lib/http.ts'
import type { Paper } from '../papers/paper.ts'
import { readRecord } from '../papers/sources/record.ts'
import type { FoundById, IdSource } from './by-id.ts'
import type { RequestSlot } from './request-slot.ts'

/** Papers of venues since 2023 are in the newer of its two interfaces, older ones in the other alone. */
const hosts = ['https://api2.openreview.net', 'https://api.openreview.net']

const Note = z.object({
  id: z.string(),
  /** The paper that a note belongs to: reviews and comments are notes as well. */
  forum: z.string().nullish(),
  /** When it was made public, when it was written: milliseconds. */
  pdate: z.number().nullish(),
  cdate: z.number().nullish(),
  content: z.record(z.string(), z.unknown()),
})
const Notes = z.object({ notes: z.array(z.unknown()) })
const Refusal = z.object({ name: z.string() })

/**
 * OpenReview, one note at a time and without an account, which sees what is public.
 * https://docs.openreview.net/reference/api-v2
 */
export const createOpenReview = ({
  http,
  turn,
  baseUrl,
}: {
  http: Http
  turn: RequestSlot
  /** Of the newer interface; the older one is left alone then. */
  baseUrl?: string | undefined
}): IdSource => ({
  name: 'OpenReview',
  idOf: ({ openreview }) => openreview,
  async fetch(ids, signal) {
    const found = new Map<string, FoundById>()
    for (const id of ids) {
      for (const host of baseUrl === undefined ? hosts : [baseUrl]) {
        const url = new URL(`${host.replace(/\/$/, '')}/notes`)
        url.search = new URLSearchParams({ id }).toString()
        // What it does not know or show is refused.
        const answer = await http.ask(url, { signal, turn, wanted: [400, 403, 404] }).catch(explain)
        if (answer.kind === 'unchanged') continue
        const read = answer.status < 300 ? noteIn(answer.body, id) : refusalOf(answer)
        if (read === undefined) continue
        found.set(id, read)
        break
      }
    }
    return found
  },
})

/** @throws PaperboyError when nobody is let in */
function refusalOf({ status, body }: { status: number; body: string }): FoundById | undefined {
  if (status !== 403) return undefined
  // Guests have to prove at times that they are people, which a program does not do.
  if (Refusal.safeParse(parsed(body)).data?.name === 'ForbiddenError')
    return { why: 'OpenReview does not show it to the public.' }
  throw closed()
}

/** @throws what went wrong: being sent on to another page means the same as being refused */
function explain(error: unknown): never {
  throw error instanceof HttpError && error.status !== undefined && error.status < 400 ? closed(error) : error
}

const closed = (cause?: HttpError) =>
  new PaperboyError(
    'OpenReview lets in only browsers now.',
    'Add the paper by its arXiv id or DOI, or ingest the BibTeX that its page gives.',
    { cause },
  )

/** The paper of an answer; undefined when it holds none. */
function noteIn(body: string, id: string): FoundById | undefined {
  const read = Notes.safeParse(parsed(body))
  if (!read.success)
    throw new PaperboyError('OpenReview answered in a form that I cannot read.', 'Try again later.')
  const [note] = read.data.notes
    .flatMap((one) => Note.safeParse(one).data ?? [])
    .filter((one) => one.id === id)
  if (!note) return undefined
  if (note.forum && note.forum !== id)
    return { why: 'In OpenReview that is a review or a comment, not a paper.' }
  const paper = paperOf(note)
  return typeof paper === 'string' ? undefined : paper
}

function paperOf({ id, content, pdate, cdate }: z.infer<typeof Note>): Paper | string {
  const said = (name: string) => openValue(content[name])
  const authors = said('authors')
  const day = pdate ?? cdate
  return readRecord(
    {
      title: said('title'),
      abstract: said('abstract'),
      keywords: said('keywords'),
      url: `https://openreview.net/forum?id=${id}`,
      ids: { openreview: id },
      // While a paper is under review nobody is told whose it is.
      ...(Array.isArray(authors) && { authors: authors.filter((name) => name !== 'Anonymous') }),
      ...(day && isMoment(day) && { published: new Date(day).toISOString() }),
      withdrawn: /\bWithdrawn_Submission$/.test(String(said('venueid') ?? '')),
    },
    { source: 'openreview' },
  )
}

const isMoment = (time: number) => !Number.isNaN(new Date(time).getTime())

/** The newer interface puts each value into an object, beside who may read it. */
const openValue = (field: unknown): unknown => Value.safeParse(field).data?.value ?? field
const Value = z.object({ value: z.unknown() })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
