import { PaperboyError } from '../../../lib/errors.ts'
import { once } from '../../../lib/memoize.ts'
import type { Surface } from '../../../platform/conversation-worker.ts'
import type { Address } from '../../../platform/request.ts'
import type { ReadTalk } from '../reading/talk.ts'
import { threadConversation, type Work } from '../work.ts'
import type { CanPost } from './can-post.ts'
import type { ChannelsOf } from './channels-of.ts'
import type { Rank, RankOf } from './managers.ts'

/** What is looked up in Slack about a request, when a command asks for it. */
export type Lookups = { rankOf: RankOf; canPost: CanPost; readTalk: ReadTalk; channelsOf: ChannelsOf }

/** Where posts go that are asked for by this work: to its channel, or to the person where nobody else reads. */
export function postAddressOf({ place, team, who }: Work): NonNullable<Address['posts']> {
  const at = { platform: 'slack', workspace: team } as const
  // The ids of direct messages begin with D, also of those between two people, where Paperboy cannot write; what is
  // asked in a form at home goes by the person.
  return place.kind === 'direct' || place.channel.startsWith('D') || place.channel === who.id
    ? { ...at, kind: 'direct', person: who.id }
    : { ...at, kind: 'channel', channel: place.channel }
}

const invitation = 'Invite me with /invite @Paperboy.'

/** @throws PaperboyError where Slack did not say who a person is */
function known(rank: Rank | undefined): Rank {
  if (rank) return rank
  throw new PaperboyError('Slack is not telling me whether you are a member here.', 'Try again in a minute.')
}

/** A piece of work as the commands take it, besides its line. */
export function requestOf(
  work: Work,
  conversation: string,
  { rankOf, canPost, readTalk, channelsOf }: Lookups,
): Surface['request'] {
  const { who, team, heard, shared, key, about, files, introduced } = work
  const posts = postAddressOf(work)
  return {
    who,
    ...(introduced && { introduced }),
    ...(about && { about }),
    ...(files && { files }),
    ...(heard && { heard, before: once(() => readTalk(work)) }),
    ...(shared !== undefined && {
      pointsAt: () => Promise.resolve({ id: key, by: { person: who.id }, text: shared }),
    }),
    where: {
      platform: 'slack',
      conversation,
      workspace: team,
      posts,
      own: { platform: 'slack', workspace: team, kind: 'direct', person: who.id },
      // Each message there begins a thread, and so a conversation; people mean all of them.
      ...(work.place.kind === 'thread' &&
        posts.kind === 'direct' && { within: threadConversation(team, work.place.channel, '') }),
    },
    profile: async () => (await rankOf(who.id)) ?? {},
    isMember: async () => known(await rankOf(who.id)).member,
    managesWorkspace: async () => (await rankOf(who.id))?.manager ?? false,
    channels: () => channelsOf(who.id, team),
    ...(posts.kind === 'channel' && {
      changedBy: 'members',
      repliesIn: 'thread',
      mayManage: async () => (await rankOf(who.id))?.manager ?? false,
      postsNeed: async () => ((await canPost(posts.channel)) ? undefined : invitation),
    }),
  }
}
