import type { webApi } from '@slack/bolt'
import type { Log } from '../../../lib/log.ts'
import type { Channels } from '../../../platform/request.ts'
import { faultOf } from '../calling/faults.ts'

/** The channels of a workspace that a person is in, as far as Paperboy may see them. Never throws. */
export type ChannelsOf = (person: string, team: string) => Promise<Channels>

/** reference/methods/users.conversations: under 1,000 at once. Of more channels, the first are looked at. */
const most = 999

const reasons = {
  lacking:
    'I cannot see which daily posts come to your channels: the person who runs me has to reinstall the app, for channels:read and groups:read.',
  failing: 'Slack is not telling me right now which daily posts come to your channels.',
}

/** Somebody waits for it, so that Slack is asked once. */
export function createChannelsOf(client: webApi.WebClient, log: Log): ChannelsOf {
  return async (person, team) => {
    try {
      const types = 'public_channel,private_channel'
      const given = { user: person, types, exclude_archived: true, limit: most }
      const { channels = [] } = await client.users.conversations(given)
      const known = channels.flatMap(({ id, name }) =>
        id === undefined ? [] : [{ name: `#${name ?? id}`, posts: channelIn(team, id) }],
      )
      return { known }
    } catch (error) {
      const fault = faultOf(error)
      log.info({ fault }, 'Could not look which channels a person is in')
      const isLacking = fault.kind === 'refused' && fault.code === 'missing_scope'
      return { why: isLacking ? reasons.lacking : reasons.failing }
    }
  }
}

const channelIn = (workspace: string, channel: string) =>
  ({ platform: 'slack', workspace, kind: 'channel', channel }) as const
