import type { Json } from '../lib/json.ts'

/**
 * The neutral page: what Paperboy says, before any platform draws it. A reply is whole: while an answer is being
 * written each further reply replaces the one before.
 */
export type Reply = {
  /** One line for notifications, screen readers and fallbacks; never empty. */
  summary: string
  blocks: readonly Block[]
  actions?: readonly Action[]
  tone?: 'answer' | 'working' | 'warning' | 'error'
  /** Who should see it; left out, everyone who saw the question. */
  audience?: 'everyone' | 'asker'
  /** Where thumbs can be drawn: the command lines that say whether this page helped. */
  rating?: { up: string; down: string }
  /** The same facts for scripts: what `--json` prints. */
  data?: Json
}

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; body: Prose }
  | { kind: 'list'; items: readonly Prose[]; ordered?: boolean }
  | { kind: 'quote'; body: Prose }
  | { kind: 'code'; text: string }
  | { kind: 'facts'; rows: readonly Fact[] }
  | { kind: 'card'; card: Card }
  /** One column for each of `head`, beside the labels of the rows. */
  | { kind: 'table'; head: readonly string[]; rows: readonly TableRow[] }
  | { kind: 'image'; image: Image }
  | { kind: 'file'; file: TextFile }
  | { kind: 'note'; body: Prose }

/** Running text. */
export type Prose = readonly Inline[]

export type Inline =
  | { kind: 'text'; text: string; style?: 'strong' | 'emphasis' | 'code' }
  | { kind: 'link'; text: string; url: string }
  | { kind: 'cite'; number: number; url: string }
  | Hint
  /** A moment, which a platform may tell on its reader's own clock; `text` says it everywhere else. */
  | { kind: 'time'; at: Date; text: string }

/**
 * A line to type, as it would be typed to Paperboy alone: its adapter spells it for the place where the page stands.
 * `command` is what can be clicked there to type its beginning.
 */
export type Hint = { kind: 'hint'; line: string; command?: { name: string; id: string } }

export type Fact = { label: string; value: Prose }

/** What each column says of one matter; a cell for each column. */
export type TableRow = { label: string; cells: readonly Prose[] }

/** A picture, and what it shows for those who do not see it. */
export type Image = {
  png: Uint8Array
  /** A plain file name that ends in `.png`. */
  name: string
  /** In pixels. */
  width: number
  height: number
  /** Never empty. */
  alt: string
}

/** Text that is kept: a file where files can be given, else its lines. */
export type TextFile = {
  /** A plain file name. */
  name: string
  text: string
  /** As in `Content-Type`, without a character set: it is UTF-8. */
  mediaType: string
  /** What it holds; never empty. */
  alt: string
}

/** One paper in a list. `number` is how a person may name it next ("show 2"); `url` is missing when it is not safe. */
export type Card = { number?: number; title: string; url?: string; facts?: readonly string[]; body?: Prose }

/**
 * A button. `command` is the line a person could have typed, at most 100 characters; `typed` is a shorter one that
 * means the same as long as this page is the latest ("show 1"). With a `form`, a platform that has forms asks for a
 * question first, and the line runs where there are none; where it `fills`, it asks for the options of the line's command.
 * What `turns` the page takes its place for the person who asked for it.
 * `spoken` says to those who hear it what its label means beside the page ("Show 1: TAROT").
 */
export type Action =
  | {
      kind: 'run'
      label: string
      command: string
      typed?: string
      form?: QuestionForm
      fills?: true
      turns?: true
      spoken?: string
    }
  | { kind: 'open'; label: string; url: string }

/** A form for a question of one's own about a paper. */
export type QuestionForm = {
  /** The paper's id, at most 90 characters. */
  about: string
  /** What the paper is called, for the head of the form. */
  name: string
}
