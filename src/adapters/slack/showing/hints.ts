import { code } from '../../../replies/build.ts'
import type { Reply } from '../../../replies/reply.ts'
import { spelled } from '../../../replies/spell.ts'
import { slashCommand } from '../manifest.ts'
import type { Place } from '../work.ts'

/**
 * A page whose hints can be typed where it stands. Slack runs slash commands in channels only, so that in a thread
 * Paperboy is mentioned; in a conversation with it alone, a line is all it takes.
 */
export function withHints(page: Reply, place: Place): Reply {
  const before = whatStandsBefore(place)
  return spelled(page, (line) => [code(`${before}${line}`)])
}

const mention = '@Paperboy '
const slash = `${slashCommand} `

function whatStandsBefore(place: Place): string {
  switch (place.kind) {
    case 'direct':
      return ''
    case 'thread':
      return place.direct ? '' : mention
    // The conversation about what stands in a channel goes on in its thread.
    case 'channel':
    case 'shared':
      return mention
    case 'private':
    case 'modal':
      return place.thread === undefined ? slash : mention
  }
}
