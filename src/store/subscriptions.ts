import type { PaperId } from '../papers/paper.ts'

/** As the adapter of a platform calls it: `slack`. */
export type Platform = string

/** Where posts go of their own accord: a channel, or the direct conversation with one person. */
export type PostAddress = {
  platform: Platform
  /** The Slack team or Discord server; left out in direct conversations of Discord and in the terminal. */
  workspace?: string
} & ({ kind: 'channel'; channel: string } | { kind: 'direct'; person: string })

/** Monday is 1 and Sunday 7, as in ISO 8601. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

/** When posts are due, on the clock on the readers' wall. */
export type Schedule = {
  /** Minutes after midnight: 9:30 is 570. */
  minute: number
  /** Ascending, none twice, at least one. */
  days: readonly Weekday[]
  /** IANA name, such as `Europe/Paris`. */
  zone: string
  /** An ISO day: of the days of the calendar every other one counts, and this is one of them. Left out, all do. */
  alternate?: string
}

/** Who changes what comes to a place: its full members, those who manage it, or anyone who reads there. */
export type Changers = 'members' | 'managers' | 'everyone'

/** A question that is answered once, as soon as a new paper does. */
export type Watch = {
  question: string
  /** Papers that came later than this are new to it: see `PaperStore.added`. */
  after: number
  /** The ISO day of the post that answered it; nothing is looked for any more. */
  answered?: string
}

/** A daily post that somebody asked for. */
export type Subscription = {
  /** Short enough to be typed: `unsubscribe k3f9`. */
  id: string
  to: PostAddress
  /** Who asked for it, and is told when it fails. */
  owner: { id: string; name?: string }
  /** What it is about, in the words of its owner; left out, everything. */
  topic?: string
  schedule: Schedule
  /** Most papers in one post. */
  top: number
  /** What happens on a day without new papers. */
  quiet: 'silence' | 'note'
  /** Words that every paper of the topic has to hold. */
  only?: readonly string[]
  /** Words of papers that are not wanted. */
  without?: readonly string[]
  /** Names of authors whose papers come whatever they are about. */
  authors?: readonly string[]
  watches?: readonly Watch[]
  /** Only papers of these authors and answers to these questions come: no topic was asked for, nor all papers. */
  alone?: true
  /** Papers somebody liked, latest last. */
  likes?: readonly PaperId[]
  /** Papers somebody wanted less of, latest last. */
  less: readonly PaperId[]
  /** Set while it sends nothing: why, in a sentence for its owner. */
  paused?: string
  /** An ISO day on its clock before which nothing is sent; over by itself. */
  pausedUntil?: string
  /** What was said about it last: "it" means this one there and then. */
  confirmed?: { conversation: string; by: string; at: Date }
  /** Where it was asked for, when it goes elsewhere: who asked is told there what became of it. */
  asked?: PostAddress
  /** The secret part of its feed's address; left out, it has no feed. */
  feed?: string
  createdAt: Date
  /** The moment of its next post. */
  nextDue: Date
}

export type SubscriptionStore = {
  /** Adds a subscription, or replaces the one with its id. Durable when it resolves. */
  put(subscription: Subscription): Promise<void>
  get(id: string): Promise<Subscription | undefined>
  /**
   * Changes what is there at that moment: nothing else happens to it in between, and one that is gone stays gone.
   * Durable when it resolves to what it is now.
   */
  change(
    id: string,
    change: (known: Subscription) => Omit<Subscription, 'id'>,
  ): Promise<Subscription | undefined>
  /** Those that post to this place, oldest first. */
  at(place: PostAddress): Promise<readonly Subscription[]>
  /** Those that post to any of these places, oldest first, at most `limit`. */
  atAny(places: readonly PostAddress[], limit: number): Promise<readonly Subscription[]>
  /** Those that go out by mail and that this person asked for, oldest first. */
  mailedBy(owner: string): Promise<readonly Subscription[]>
  /**
   * Those of a platform that are not paused and due at a moment, longest due first, at most `limit`. Quick at any
   * number.
   */
  due(platform: Platform, now: Date, limit: number): Promise<readonly Subscription[]>
  /** The next posts of all that are not paused, soonest first; of one platform when it is given. */
  next(limit: number, platform?: Platform): Promise<readonly Subscription[]>
  /** Moves next posts from one moment to another; nothing happens to one that is no longer due at `from`. */
  advance(moves: readonly { id: string; from: Date; to: Date }[]): Promise<void>
  /** Stops its posts and says why; one that is paused or gone stays as it is. Durable, idempotent. */
  pause(id: string, why: string): Promise<void>
  /** The same for all that post in a workspace; how many were stopped. */
  pauseWithin(workspace: { platform: Platform; workspace: string }, why: string): Promise<number>
  /** The time zones of all that post in a workspace, paused or not: that of most of them first. */
  zonesWithin(workspace: { platform: Platform; workspace: string }): Promise<readonly string[]>
  /** Whether there was one. Its deliveries stay, so that nothing is posted twice to where it posted. Idempotent. */
  remove(id: string): Promise<boolean>
  count(): Promise<{ active: number; paused: number }>
}
