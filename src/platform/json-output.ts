import { z } from 'zod'
import { PaperIds } from '../papers/ids.ts'
import {
  Answer,
  answer,
  Claim,
  count,
  day,
  Found,
  moment,
  named,
  Paper,
  Period,
  paper,
  score,
  text,
} from './json-forms.ts'
import { PlaceForm, Subscription, Subscriptions } from './subscription-output.ts'

/**
 * What `--json` prints: one object a reply, on one line. Every object carries the version of this form; it is raised
 * whenever a field changes its meaning or goes, not when one is added.
 */
export const outputVersion = 2

/** What could not be done, for any command: in the form of an answer that was declined, with the reason. */
const Declined = z.strictObject({
  ...answer,
  kind: z.literal('declined'),
  why: text,
  error: text.exactOptional(),
  advice: text.exactOptional(),
  /** Under which the log tells more. */
  id: text.exactOptional(),
})

/** No paper, or several, could be meant. */
const Choices = z.strictObject({ problem: text, papers: z.array(Paper) })

const Summary = z.discriminatedUnion('kind', [
  z.strictObject({
    topic: text,
    kind: z.literal('summarized'),
    period: Period.exactOptional(),
    papers: z.array(Paper),
    /** How many papers fit, and among how many. */
    fitting: count,
    searched: count,
    themes: z.array(
      z.strictObject({ name: text, mode: answer.mode, papers: z.array(text), claims: z.array(Claim) }),
    ),
    related: z.array(z.array(Claim)),
    open: z.array(Claim),
    /** How many claims there are in all. */
    claims: count,
  }),
  z.strictObject({ topic: text, kind: z.literal('not-found'), problem: text, papers: z.array(Paper) }),
  z.strictObject({ topic: text, kind: z.literal('declined'), problem: text }),
])

/** The sentences of each row, none where the abstract is silent. */
const rows = {
  problem: z.array(text),
  approach: z.array(text),
  data: z.array(text),
  results: z.array(text),
  code: z.array(text),
}
const Comparison = z.strictObject({
  papers: z.array(
    z.strictObject({ ...paper, name: text, ...rows, repository: text.exactOptional(), only: z.array(text) }),
  ),
  shared: z.array(text),
  related: z.array(z.array(Claim)),
  /** How they compare, as a model wrote it; left out where there is none. */
  claims: z.array(Claim).exactOptional(),
})

const ShownPaper = z.strictObject({
  ...paper,
  abstract: text,
  authors: z.array(text).exactOptional(),
  ids: PaperIds.exactOptional(),
  /** As in `ids`. */
  arxivId: text.exactOptional(),
  doi: text.exactOptional(),
  published: text.exactOptional(),
  code: text.exactOptional(),
  keySentence: text.nullable(),
})

const DrawnMap = z.discriminatedUnion('kind', [
  z.strictObject({
    topic: text,
    kind: z.literal('mapped'),
    period: Period.exactOptional(),
    fitting: count,
    /** In pixels. */
    picture: z.strictObject({ width: count, height: count }),
    /** Positions from 0 to 1, from the upper left corner. */
    themes: z.array(
      z.strictObject({ name: text, papers: z.array(z.strictObject({ ...paper, x: score, y: score })) }),
    ),
    /** Where the picture was saved. */
    files: z.array(text).exactOptional(),
  }),
  z.strictObject({ topic: text, kind: z.literal('not-found'), problem: text, themes: z.array(z.never()) }),
])

const Usage = z.strictObject({ usage: text, summary: text })

const Status = z.strictObject({
  papers: count,
  newestDay: day.nullable(),
  sources: z.array(
    z.strictObject({
      source: text,
      at: moment.exactOptional(),
      succeededAt: moment.nullable().exactOptional(),
      problem: text.nullable().exactOptional(),
      failures: count.exactOptional(),
      added: count.exactOptional(),
      updated: count.exactOptional(),
    }),
  ),
  database: text,
  databaseNotes: z.array(text),
  chatModel: text.nullable(),
  /** Why its server is left alone after failures, and for how many seconds; null while it is asked. */
  chatModelResting: z.strictObject({ why: text, seconds: count }).nullable(),
  embedding: z.strictObject({ model: text, ready: z.boolean(), embedded: count, papers: count }).nullable(),
  adapters: z.array(z.strictObject({ name: text, state: text })),
  posts: z.strictObject({ active: count, paused: count, failed: count, next: moment.nullable() }),
  ratings: z.strictObject({ up: count, down: count, wrong: count }),
  /** In US dollars; null where no price is known. */
  spentToday: z.strictObject({
    calls: count,
    dollars: z.number().nullable(),
    unpriced: count,
    budget: z.number().nullable(),
  }),
  program: text,
  activity: z.looseObject({ since: moment }),
})

const Unsubscribed = z.strictObject({ unsubscribed: text })

/** What each command prints, apart from `version`, when it does what it was asked. */
export const outputs = {
  ask: Answer,
  search: Found,
  welcome: z.strictObject({ papers: count, examples: z.array(text) }),
  next: z.union([Answer, Found]),
  back: z.strictObject({ papers: z.array(Paper) }),
  show: z.union([ShownPaper, Choices]),
  similar: z.union([
    z.strictObject({
      paper: Paper,
      papers: z.array(z.strictObject({ ...named, score, shared: z.array(text) })),
    }),
    Choices,
  ]),
  compare: z.union([Comparison, Choices]),
  summarize: z.union([Summary, Choices]),
  cite: z.union([
    z.strictObject({ format: z.enum(['text', 'bibtex', 'ris', 'csl-json']), papers: z.array(text), text }),
    Choices,
  ]),
  add: z.strictObject({
    added: z.array(Paper),
    known: z.array(Paper),
    /** Ids as they were said, and why they are not here. */
    failed: z.array(z.strictObject({ said: text, why: text })),
  }),
  remove: z.union([
    z.strictObject({ removed: Paper }),
    z.strictObject({ out: z.array(z.strictObject({ id: text, title: text, at: moment })) }),
    /** Asked back: the line that does it. */
    z.strictObject({ question: text, confirm: text }),
    Choices,
  ]),
  hide: z.union([z.strictObject({ hidden: z.array(Paper) }), Choices]),
  unhide: z.union([z.strictObject({ shown: Paper, was: z.boolean() }), Choices]),
  map: DrawnMap,
  today: z.union([
    z.strictObject({ day, count, papers: z.array(Paper) }),
    z.strictObject({ problem: text, days: z.array(day) }),
  ]),
  trending: z.strictObject({
    span: z.enum(['week', 'month']),
    scope: z.enum(['here', 'everywhere']),
    papers: z.array(Paper),
  }),
  subscribe: Subscription,
  subscriptions: Subscriptions,
  unsubscribe: z.union([Unsubscribed, Subscriptions]),
  follow: z.union([Subscription, Subscriptions]),
  unfollow: z.union([Subscription, Unsubscribed, Subscriptions]),
  watch: z.union([Subscription, Subscriptions]),
  unwatch: z.union([Subscription, Unsubscribed, Subscriptions]),
  pause: z.union([Subscription, Subscriptions]),
  resume: z.union([Subscription, Subscriptions]),
  feed: z.union([Subscription, Subscriptions]),
  settings: PlaceForm,
  status: Status,
  forget: z.strictObject({
    forgotten: count,
    opinions: count.exactOptional(),
    votes: count.exactOptional(),
    subscriptions: count.exactOptional(),
    addresses: count.exactOptional(),
  }),
  evidence: z.strictObject({ turn: text, question: text, claims: z.array(Claim) }),
  feedback: z.strictObject({
    turn: text,
    rating: z.enum(['up', 'down', 'wrong']),
    /** The number of a sentence that is cited wrongly. */
    claim: count.exactOptional(),
  }),
  prefer: z.strictObject({ prefer: text, undone: z.boolean() }),
  less: z.strictObject({ less: text, undone: z.boolean() }),
  help: z.union([
    z.strictObject({ commands: z.array(Usage) }),
    z.strictObject({ usage: text, summary: text, examples: z.array(text) }),
  ]),
  /** What any of them prints when it could not do it. */
  declined: Declined,
} as const

/** What a command hands over for scripts: checked by the compiler here, and by a test against what is printed. */
export type Output<Name extends keyof typeof outputs> = z.infer<(typeof outputs)[Name]>
