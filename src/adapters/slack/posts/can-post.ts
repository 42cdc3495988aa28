import type { webApi } from '@slack/bolt'
import type { Log } from '../../../lib/log.ts'
import { faultOf } from '../calling/faults.ts'
import { whyClosed } from './closed.ts'

/** Whether posts can come to a channel. Never throws: where nobody can tell, the first post will. */
export type CanPost = (channel: string) => Promise<boolean>

/**
 * Reads a message of the channel, which only members may: `/paper` works everywhere, posts do not. It takes no
 * permission that Paperboy does not have anyway.
 */
export function createCanPost(client: webApi.WebClient, log: Log): CanPost {
  return async (channel) => {
    try {
      await client.conversations.history({ channel, limit: 1 })
      return true
    } catch (error) {
      const fault = faultOf(error)
      if (fault.kind === 'refused' && whyClosed(fault.code) !== undefined) return false
      log.info({ fault }, 'Could not look whether posts can come to a channel')
      return true
    }
  }
}
