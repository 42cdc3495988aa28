import { type ButtonInteraction, ChannelType, Routes } from 'discord.js'
import { describeError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import { paragraph, reply, text } from '../../replies/build.ts'
import { cleanLine } from '../../replies/clean.ts'
import type { Reply } from '../../replies/reply.ts'
import type { Conversations } from './conversations.ts'
import { linkedOf } from './incoming.ts'
import { limits } from './limits.ts'
import { renderBeginning, renderReply } from './render.ts'
import type { Rest } from './rest.ts'
import { tokenWay } from './ways.ts'

type Parts = { rest: Rest; application: string; conversations: Conversations; log: Log }

/** What to say when a thread has begun; it depends on whether messages can be read that do not mention Paperboy. */
const threadOpened = {
  readable: 'The thread is open. Ask on there; no need to mention me.',
  unreadable: 'The thread is open. Ask on there: mention me, or reply to me.',
}

/** Shows the pages of a long reply from one on, in answer to a click that was deferred. */
export async function showMore(
  { token }: ButtonInteraction,
  { rest, application }: Parts,
  { long, id, from, ephemeral }: { long: Reply | undefined; id: string; from: number; ephemeral: boolean },
): Promise<void> {
  const way = tokenWay(rest, { application, token, ephemeral })
  const bodies = long
    ? renderBeginning(long, { from, more: id })
    : renderReply(notice('The rest of that answer is no longer at hand. Ask once more to see it.'))
  for (const [slot, body] of bodies.entries()) await way.put(slot, body, undefined)
}

/** Opens a thread at the message whose button was clicked; the conversation goes on in it. */
export async function openThread(
  interaction: ButtonInteraction,
  { rest, application, conversations, log }: Parts,
  { name, readable }: { name: string; readable: boolean },
): Promise<void> {
  const { message, token } = interaction
  const way = tokenWay(rest, { application, token, ephemeral: true })
  const conversation = await conversations.ofMessage(linkedOf(message))
  try {
    await rest.bot.post(Routes.threads(message.channelId, message.id), {
      body: {
        name: cleanLine(name, limits.threadName) || 'Paperboy',
        auto_archive_duration: limits.threadArchive,
      },
    })
  } catch (error) {
    log.info({ error: describeError(error) }, 'A thread could not be opened')
    const [body] = renderReply(notice('I could not open a thread here: there is one already, or I may not.'))
    if (body) await way.put(0, body, undefined)
    return
  }
  // A thread has the id of the message it hangs on.
  conversations.remember(message.id, conversation)
  const [body] = renderReply(notice(readable ? threadOpened.readable : threadOpened.unreadable))
  if (body) await way.put(0, body, undefined)
}

/** Whether a thread can hang on a message in such a channel. */
export function holdsThreads(type: ChannelType | undefined): boolean {
  return type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement
}

function notice(line: string): Reply {
  return reply({ summary: line, blocks: [paragraph(text(line))] })
}
