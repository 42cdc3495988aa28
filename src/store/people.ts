import { placeKey } from './json-columns.ts'
import { postsOf } from './queues.ts'
import type { PostAddress, Subscription } from './subscriptions.ts'

/** Somebody as one platform knows them. */
export type KnownPerson = {
  platform: string
  id: string /** Where posts go to them alone, if they can. */
  own?: PostAddress
}

/** How much is known of a person. */
export type KnownOf = {
  questions: number
  /** What they thought of answers, their own and those of others. */
  opinions: number
  /** Papers that they liked or brought up where others read. */
  votes: number
  /** Daily posts that they asked for, and those that come to them alone; none that goes out by mail. */
  subscriptions: number
  /** Those of them that others read, too. */
  shared: number
  /** Where they had mail sent. */
  addresses: number
}

/** What is known of people, wherever it came from. */
export type PeopleStore = {
  /** What is known of a person in all places of their platform. */
  knownOf(person: KnownPerson): Promise<KnownOf>
  /**
   * Forgets their questions with what was thought of them, what they thought, their votes for papers, their daily posts with what became of those,
   * and which papers came to them, and who hid or added papers where they did: all or nothing, and for good. Returns what there was.
   */
  forget(person: KnownPerson): Promise<KnownOf>
  /**
   * Forgets everything about a mail address, no matter who gave it: its subscriptions, the mails that went there, and which papers
   * they showed. All or nothing, and for good. Returns what there was.
   */
  forgetAddress(address: string): Promise<KnownOfAddress>
}

export type KnownOfAddress = { subscriptions: number; mails: number; papers: number }

/** A mail address as places and jobs hold it, in small letters: servers take large and small ones for the same. */
export const heldAs = (address: string): { place: string; within: string } => ({
  place: placeKey({ platform: 'mail', kind: 'direct', person: address }).toLowerCase(),
  within: `"person":${JSON.stringify(address)}`.toLowerCase(),
})

/** What is forgotten beside questions and opinions. */
export type Theirs = {
  ids: readonly string[]
  /** Names of the places at which nobody else reads. */
  places: readonly string[]
  counts: Pick<KnownOf, 'subscriptions' | 'shared' | 'addresses'>
}

/** A form for LIKE, with `!` to escape: subscriptions that may be a person's, and few others. */
export const mentions = ({ id }: Pick<KnownPerson, 'id'>): string =>
  `%${JSON.stringify(id).replace(/[!%_]/g, (sign) => `!${sign}`)}%`

/** How the person and the workspace begin of papers that a person hid or added. */
export const marking = (person: KnownPerson): readonly [person: string, workspace: string] => [
  `{"id":${JSON.stringify(person.id)}`,
  workspacesOf(person),
]

/** How the names begin of all workspaces and places of a person's platform. */
export const workspacesOf = ({ platform }: KnownPerson): string => `[${JSON.stringify(platform)},`

/** Stands for a person who did something to a paper and was forgotten. */
export const nobody = JSON.stringify({ id: 'erased' })

/** Those of some subscriptions that are a person's. */
export function theirsOf(
  person: KnownPerson,
  among: readonly Pick<Subscription, 'id' | 'to' | 'owner' | 'asked'>[],
): Theirs {
  const { platform, id } = person
  const theirs = among.filter(({ to, owner, asked }) => {
    if (to.platform === platform) return owner.id === id || (to.kind === 'direct' && to.person === id)
    return to.platform === 'mail' && owner.id === id && (asked?.platform ?? platform) === platform
  })
  const mailed = theirs.filter(({ to }) => to.platform !== platform)
  const posted = theirs.filter(({ to }) => to.platform === platform)
  const direct = posted.flatMap(({ to }) => (to.kind === 'direct' && to.person === id ? [to] : []))
  const ownPlaces = [...direct, ...mailed.map(({ to }) => to), ...(person.own ? [person.own] : [])]
  return {
    ids: theirs.map((one) => one.id),
    places: [...new Set(ownPlaces.map(placeKey))],
    counts: {
      subscriptions: posted.length,
      shared: posted.length - direct.length,
      addresses: new Set(mailed.map(({ to }) => placeKey(to))).size,
    },
  }
}

/** Queues, and between which keys the jobs stand there that posted something: they hold addresses. */
export const deliveryKeys = (
  { platform }: KnownPerson,
  { ids }: Theirs,
): readonly (readonly [queue: string, after: string, before: string])[] =>
  ids.flatMap((id) => [platform, 'mail'].map((one) => [postsOf(one), `${id} `, `${id}!`] as const))
