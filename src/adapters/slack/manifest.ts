import { type MenuEntry, usageOf } from '../../platform/menu.ts'
import { truncate } from '../../replies/clean.ts'
import { limits } from './limits.ts'
import { suggestedPrompts } from './prompts.ts'

/** The message shortcut "Ask about this". */
export const shortcutId = 'ask_about_this'
/** The message shortcut "Remove this answer". */
export const removalId = 'remove_answer'
/** The form of "Ask about it". */
export const formId = 'ask_about_paper'
/** The form of the options of a command. */
export const fillId = 'fill_in'
/** The slash command; what follows it is what a person would type to Paperboy. */
export const slashCommand = '/paper'

/** What Slack asks for before it tells an app that it was invited to a channel. */
const invitationScopes = ['channels:read', 'groups:read']

const scopes = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:write',
  'mpim:history',
  'users:read',
]

const events = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_left',
  'group_left',
  'member_joined_channel',
  'message.channels',
  'message.groups',
  'message.im',
  'message.mpim',
  'tokens_revoked',
]

/**
 * What an app cannot do that was installed before the manifest asked for `channels:read` and `groups:read`.
 *
 * @param granted as Slack tells it beside every answer; nothing is known without it
 */
export function lackOf(granted: readonly string[] | undefined): string | undefined {
  if (granted === undefined) return undefined
  const missing = invitationScopes.filter((scope) => !granted.includes(scope))
  if (missing.length === 0) return undefined
  return `${missing.join(' and ')}: I am not told when I am invited to a channel, and do not introduce myself there. Paste slack.manifest.json under App Manifest, then install the app again.`
}

/**
 * The app manifest: everything that is set up on api.slack.com, from the definitions of the commands. Made for Socket
 * Mode; for HTTP, docs/slack.md says what to change.
 */
export function createManifest(menu: readonly MenuEntry[]) {
  const listed = menu.filter(({ hidden }) => !hidden)
  const description = 'Answers questions from research papers; every sentence cites its source.'
  return {
    display_information: {
      name: 'Paperboy',
      description,
      long_description: truncate(longDescription(listed), limits.manifest.longDescription),
      background_color: '#1f3a5f',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      agent_view: { agent_description: description, suggested_prompts: suggestedPrompts(listed) },
      bot_user: { display_name: 'Paperboy', always_online: true },
      shortcuts: [
        {
          name: 'Ask about this',
          type: 'message',
          callback_id: shortcutId,
          description: 'Answers a message from the papers, for you alone',
        },
        {
          name: 'Remove this answer',
          type: 'message',
          callback_id: removalId,
          description: 'Takes back an answer that you asked for',
        },
      ],
      slash_commands: [
        {
          command: slashCommand,
          description: 'Ask the papers a question, or use a command',
          usage_hint: truncate(listed.map(({ name }) => name).join(' | '), limits.manifest.usageHint),
          should_escape: false,
        },
      ],
    },
    oauth_config: { scopes: { bot: scopes } },
    settings: {
      event_subscriptions: { bot_events: events },
      interactivity: { is_enabled: true },
      org_deploy_enabled: false,
      socket_mode_enabled: true,
      token_rotation_enabled: false,
    },
  }
}

/** The manifest as the file in the repository holds it. */
export function manifestText(menu: readonly MenuEntry[]): string {
  return `${JSON.stringify(createManifest(menu), undefined, 2)}\n`
}

function longDescription(commands: readonly MenuEntry[]): string {
  const lines = commands.map((command) => `${usageOf(command)}: ${command.summary}`)
  return [
    'Ask Paperboy a question in a channel, in a direct message or with /paper, and it answers from the abstracts of',
    'research papers: every sentence carries the number of the paper it comes from, and "Show evidence" opens the',
    'exact sentences. Ask more in the thread. It knows these commands:\n\n',
  ]
    .join(' ')
    .concat(lines.join('\n'))
}
