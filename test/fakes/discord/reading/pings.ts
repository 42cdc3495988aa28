import { withNested } from '../validation/components.ts'
import type { AllowedMentions, Contents } from '../validation/message-body.ts'
import type { Message, World } from '../world.ts'

/** Somebody whom a message notifies. */
export type Ping = { message: string; kind: 'everyone' | 'role' | 'user' | 'reply'; target: string }

/**
 * Every ping that the bot's messages set off, in any version of them. It errs on the side of a ping: code and
 * backslashes are not looked at, since only `allowed_mentions` is a promise.
 */
export function pingsOf(world: World): Ping[] {
  return [...world.messages.values()]
    .filter(({ authorId }) => authorId === world.bot.id)
    .flatMap((message) =>
      message.versions.flatMap(({ contents, allowedMentions }, version) => [
        ...mentionPings(message, contents, allowedMentions),
        ...(version === 0 ? replyPings(world, message, allowedMentions) : []),
      ]),
    )
}

function mentionPings(message: Message, contents: Contents, allowed: AllowedMentions | undefined): Ping[] {
  const text = pingingText(contents)
  const parse = new Set<string>(
    allowed ? (allowed.parse ?? []) : message.interaction ? ['users'] : ['users', 'roles', 'everyone'],
  )
  const named = (pattern: RegExp) => [...text.matchAll(pattern)].map(([whole, id]) => id ?? whole)
  const ping = (kind: Ping['kind']) => (target: string) => ({ message: message.id, kind, target })
  const users = named(/<@!?(\d+)>/g).filter((id) => parse.has('users') || allowed?.users?.includes(id))
  const roles = named(/<@&(\d+)>/g).filter((id) => parse.has('roles') || allowed?.roles?.includes(id))
  const everyone = parse.has('everyone') ? named(/@(?:everyone|here)/g) : []
  return [...users.map(ping('user')), ...roles.map(ping('role')), ...everyone.map(ping('everyone'))]
}

function replyPings(world: World, message: Message, allowed: AllowedMentions | undefined): Ping[] {
  const replied = world.messages.get(message.replyTo ?? '')
  if (!replied || allowed?.replied_user === false || (allowed && allowed.replied_user === undefined))
    return []
  return [{ message: message.id, kind: 'reply', target: replied.authorId }]
}

/** Mentions in embeds notify nobody. */
const pingingText = ({ content, components }: Contents) =>
  [content, ...components.flatMap(withNested).map((part) => (part.type === 10 ? part.content : ''))].join(
    '\n',
  )
