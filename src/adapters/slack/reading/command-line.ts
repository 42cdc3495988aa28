import type { z } from 'zod'
import type { Incoming, Place, Self } from '../work.ts'
import type { SlashCommand } from './payloads.ts'
import { earliestAnswer, privatePlace } from './places.ts'

/** `--private` anywhere in the line; phones and Macs turn two hyphens into a dash. */
const privately = /(^|\s)(?:--|—|–)private(?=\s|$)/i

/** `/paper …` as work: only a question that is asked by the command's name is asked before everybody. */
export function commandIncoming(command: z.infer<typeof SlashCommand>, self: Self): Incoming {
  const { channel_id: channel, trigger_id: trigger } = command
  const line = command.text.replace(privately, '$1').replace(/\s+/g, ' ').trim()
  const described = self.describe(line)
  const isOpen =
    described.byName === true && described.question !== undefined && !privately.test(command.text)
  const place: Place = isOpen ? { kind: 'channel', channel } : privatePlace(described, { channel, trigger })
  return {
    kind: 'work',
    work: {
      key: `trigger:${trigger}`,
      line,
      who: { id: command.user_id, ...(command.user_name && { name: command.user_name }) },
      team: command.team_id ?? 'unknown',
      place,
      unseen: true,
      ...(command.response_url && { responseUrl: command.response_url }),
      since: earliestAnswer(),
    },
    keys: [`trigger:${trigger}`],
    described,
  }
}
