import type { z } from 'zod'
import type { Described } from '../../../platform/describe.ts'
import { timeStamp } from '../time-stamp.ts'
import type { Incoming, Place, Self } from '../work.ts'
import type { SlashCommand } from './payloads.ts'

/** `--private` anywhere in the line; phones and Macs turn two hyphens into a dash. */
const privately = /(^|\s)(?:--|—|–)private(?=\s|$)/i

/** `/paper …` as work: answers are for the channel unless asked for privately, everything else for the asker. */
export function commandIncoming(command: z.infer<typeof SlashCommand>, self: Self): Incoming {
  const { channel_id: channel, trigger_id: trigger } = command
  const wished = privately.test(command.text)
  const line = command.text.replace(privately, '$1').replace(/\s+/g, ' ').trim()
  const described = self.describe(line)
  return {
    kind: 'work',
    work: {
      key: `trigger:${trigger}`,
      line,
      who: { id: command.user_id, ...(command.user_name && { name: command.user_name }) },
      team: command.team_id ?? 'unknown',
      place: wished
        ? { kind: 'private', channel, typed: true }
        : placeOf(described, { channel, typed: true }),
      unseen: true,
      ...(command.response_url && { responseUrl: command.response_url }),
      since: earliestAnswer(),
    },
    keys: [`trigger:${trigger}`],
    described,
  }
}

/** Where the answer to a typed line goes that stands in no thread: only a question is asked before everybody. */
export function placeOf(
  { question }: Described,
  { channel, typed }: { channel: string; typed: boolean },
): Place {
  return question === undefined ? { kind: 'private', channel, typed } : { kind: 'channel', channel }
}

/** A time stamp of Slack's before which nothing answers what came in now. */
export const earliestAnswer = (): string => timeStamp(new Date())
