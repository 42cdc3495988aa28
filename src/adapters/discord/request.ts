import { once } from '../../lib/memoize.ts'
import type { Request } from '../../platform/request.ts'
import type { ChannelsOf } from './channels-of.ts'
import type { Conversations } from './conversations.ts'
import { postsOf } from './incoming.ts'
import type { Talk } from './talk.ts'
import type { Work } from './work.ts'

/** What is looked up in Discord about a request, when a command asks for it. */
type Lookups = { conversations: Conversations; talk: Talk; channelsOf: ChannelsOf }

/** A piece of work as the commands take it, besides its line. */
export function requestOf(work: Work, { conversations, talk, channelsOf }: Lookups): Omit<Request, 'line'> {
  const { person, guild, about, introduced } = work
  return {
    who: person,
    ...placeOf(work, conversations),
    ...heardOf(work, talk),
    ...(about && { about }),
    ...(introduced && { introduced }),
    channels: () => channelsOf.of(person.id, guild),
  }
}

/** What was said around it, read once when somebody asks for it. */
function heardOf(work: Work, talk: Talk): Pick<Request, 'heard' | 'before' | 'pointsAt' | 'files'> {
  const { heard, pointsAt, files } = work
  return {
    ...(files && { files }),
    ...(heard && { heard, before: once(() => talk.before(work)) }),
    ...(pointsAt && { pointsAt: once(() => talk.pointedAt(pointsAt)) }),
  }
}

const permission = 'Someone who manages it can give me View Channel and Send Messages there.'

/** Where work comes from, as commands know it: posts go to its channel, or to the person in a direct conversation. */
function placeOf(
  { channel, conversation, guild, manages, cannotPost, person }: Work,
  { besides }: Conversations,
): Pick<Request, 'where' | 'mayManage' | 'managesWorkspace' | 'changedBy' | 'repliesIn' | 'postsNeed'> {
  const platform = 'discord'
  const own = { platform, kind: 'direct', person: person.id } as const
  const posts = postsOf({ person: person.id, channel, guild })
  if (guild === undefined) return { where: { platform, conversation, posts, own } }
  return {
    where: {
      platform,
      conversation,
      besides: besides(conversation, channel, person.id),
      workspace: guild,
      posts,
      own,
    },
    changedBy: 'managers',
    repliesIn: 'channel',
    mayManage: () => Promise.resolve(manages === true),
    managesWorkspace: () => Promise.resolve(manages === true),
    postsNeed: () => Promise.resolve(cannotPost && permission),
  }
}
