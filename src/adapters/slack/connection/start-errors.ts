import { PaperboyError } from '../../../lib/errors.ts'
import { faultOf } from '../calling/faults.ts'

/** What did not work, by the setting it depends on. */
export type StartStep = 'bot token' | 'socket' | 'port'

const settings = {
  'bot token': [
    'SLACK_BOT_TOKEN',
    'Copy the Bot User OAuth Token (xoxb-…) from “OAuth & Permissions” of the app; install the app first.',
  ],
  socket: [
    'SLACK_APP_TOKEN',
    'Make an app-level token (xapp-…) with the scope connections:write under “Basic Information”, and turn Socket Mode on.',
  ],
  port: ['PORT', 'Set PORT to a free one, or stop what listens there.'],
} as const

/** Any failure to connect -> what happened and what to do. */
export function startError(step: StartStep, error: unknown): PaperboyError {
  const [setting, advice] = settings[step]
  const fault = faultOf(error)
  const cause = { cause: error }
  if (step === 'port') {
    return new PaperboyError(`Slack’s events cannot be received on ${setting}.`, advice, cause)
  }
  switch (fault.kind) {
    case 'refused':
      return new PaperboyError(`Slack does not accept ${setting} (${fault.code}).`, advice, cause)
    case 'limited':
      return new PaperboyError(
        'Slack limits how often Paperboy may connect.',
        'Start again in a minute.',
        cause,
      )
    case 'unclear':
      return new PaperboyError(
        'Slack cannot be reached.',
        'Check the network and, if it is set, SLACK_API_URL; then start again.',
        cause,
      )
  }
}
