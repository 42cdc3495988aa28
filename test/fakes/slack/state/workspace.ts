import { Refusal } from '../refusal.ts'

export type Channel = {
  id: string
  name: string
  kind: 'channel' | 'im'
  members: Set<string>
  archived: boolean
  /** The person on the other side of a DM. */
  person?: string
}

/** Everything the app may do when nothing is taken away. */
export const everyScope = [
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
  'im:read',
  'im:write',
  'users:read',
] as const

export type Workspace = ReturnType<typeof createWorkspace>

/** One team with the app installed: its people, channels and what the app may do. */
export function createWorkspace(granted: readonly string[] = everyScope) {
  const bot = { user: 'U0PAPERBOY', bot: 'B0PAPERBOY', app: 'A0PAPERBOY', name: 'paperboy' }
  const channels = new Map<string, Channel>()
  const people = new Map<string, string>()
  const deactivated = new Set<string>()
  const scopes = new Set(granted)
  /** Error that every call with the bot token meets, such as `token_revoked`. */
  let revoked: string | undefined
  let lastTime = 0

  const addChannel = (id: string, name: string, members: readonly string[]) => {
    const channel: Channel = { id, name, kind: 'channel', members: new Set(members), archived: false }
    channels.set(id, channel)
    return channel
  }
  const person = (name: string) => {
    const id = `U0${name.toUpperCase()}`
    people.set(id, name)
    return id
  }
  const ada = person('Ada')
  const general = addChannel('C0GENERAL', 'general', [bot.user, ada])
  const closed = addChannel('C0CLOSED', 'closed', [ada])

  return {
    team: 'T0PAPERS',
    url: 'https://papers.slack.com/',
    bot,
    botToken: 'xoxb-fake-bot-token',
    appToken: 'xapp-1-fake-app-token',
    signingSecret: 'fake-signing-secret',
    scopes,
    channels,
    people,
    /** People who may manage the workspace; people whose accounts are closed. */
    admins: new Set<string>(),
    /** What else `users.info` says of somebody, as Slack writes it. */
    profiles: new Map<string, Readonly<Record<string, unknown>>>(),
    /** The enterprise that the team belongs to, if any. */
    enterprise: { id: undefined as string | undefined },
    deactivated,
    /** The channel the bot is in, one it is not in, and a person who is in both. */
    general: general.id,
    closed: closed.id,
    ada,
    addChannel,
    /** @throws Refusal `missing_scope` */
    needScope(scope: string): void {
      if (!scopes.has(scope))
        throw new Refusal('missing_scope', [], { needed: scope, provided: [...scopes].join(',') })
    },
    /** Whether the app is told of what is said in such a channel: events come with the scope alone. */
    mayHear: ({ kind }: Channel) => scopes.has(kind === 'im' ? 'im:history' : 'channels:history'),
    /** Adds a person, once; -> their id. */
    person,
    /** Invalidates the bot token from now on, as `token_revoked` or `account_inactive`; undefined restores it. */
    revoke(error: string | undefined) {
      revoked = error
    },
    revocation: () => revoked,
    /** A message's time, unique and growing: seconds and six digits. */
    nextTime(): string {
      lastTime = Math.max(lastTime + 1, Date.now() * 1000)
      return `${Math.floor(lastTime / 1e6)}.${String(lastTime % 1e6).padStart(6, '0')}`
    },
    /** The DM with a person, made on first use. */
    directMessage(user: string): Channel {
      if (!people.has(user)) throw new Refusal('user_not_found')
      if (deactivated.has(user)) throw new Refusal('user_disabled')
      const id = `D${user.slice(1)}`
      const members = new Set([user, bot.user])
      const made = channels.get(id) ?? { id, name: '', kind: 'im', members, archived: false, person: user }
      channels.set(id, made)
      return made
    },
    /** A channel by id. @throws Refusal `channel_not_found` */
    channel(id: string): Channel {
      const found = channels.get(id)
      if (!found) throw new Refusal('channel_not_found')
      return found
    },
    /** A channel the bot may write to. @throws Refusal that says why it may not */
    writable(id: string): Channel {
      const found = this.channel(id)
      if (found.archived) throw new Refusal('is_archived')
      if (!found.members.has(bot.user)) throw new Refusal('not_in_channel')
      return found
    },
  }
}
