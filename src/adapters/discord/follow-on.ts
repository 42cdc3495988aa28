import {
  type ButtonInteraction,
  ChannelType,
  InteractionResponseType,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  PermissionFlagsBits,
  Routes,
} from 'discord.js'
import { describeError } from '../../lib/errors.ts'
import type { Log } from '../../lib/log.ts'
import { mayBeShared } from '../../platform/audience.ts'
import { emphasis, note, paragraph, reply, text } from '../../replies/build.ts'
import { cleanLine } from '../../replies/clean.ts'
import type { Reply } from '../../replies/reply.ts'
import type { Paging } from './buttons.ts'
import type { Conversations } from './conversations.ts'
import { linkedOf } from './incoming.ts'
import { openResponse } from './interactions.ts'
import { limits } from './limits.ts'
import { maySend } from './permissions.ts'
import { type MessageBody, renderPage } from './render.ts'
import type { Rest } from './rest.ts'
import { tokenTransport } from './transports.ts'

type Parts = {
  rest: Rest
  application: string
  conversations: Conversations
  log: Log
}
type Pressed = Pick<ButtonInteraction, 'id' | 'token'>

/** What to say when a thread has begun; it depends on whether messages can be read that do not mention Paperboy. */
const threadOpened = {
  readable: 'The thread is open. Ask more there; no need to mention me.',
  unreadable: 'The thread is open. Ask more there: mention me, or reply to me.',
}
const lost = notice('This is no longer at hand. Ask once more to see it.')
const others = notice('That is for the person who asked. Ask me yourself.')

/**
 * Shows a page of a reply: in place of the one that stands there, or to the one who pressed alone.
 *
 * @param find the reply, which may take a while
 */
export async function showPage(
  pressed: Pressed,
  { rest, application }: Parts,
  {
    number,
    paging,
    alone,
    share = false,
    find,
  }: {
    number: number
    paging: Paging
    alone: boolean
    /** Whether it may be shown to everybody from there. */
    share?: boolean
    find(): Promise<Reply | undefined>
  },
): Promise<void> {
  const { DeferredMessageUpdate, DeferredChannelMessageWithSource } = InteractionResponseType
  const type = alone ? DeferredChannelMessageWithSource : DeferredMessageUpdate
  await respond(pressed, rest, { type, ...(alone && { data: { flags: MessageFlags.Ephemeral } }) })
  const found = await find()
  // What stands there is not taken away because the rest is gone.
  if (!found && !alone) return
  const shared = share && found ? { share: paging } : {}
  const { files, ...body } = renderPage(found ?? lost, { page: number, paging, pictures: true, ...shared })
  await rest.interactions.patch(Routes.webhookMessage(application, pressed.token, '@original'), {
    auth: false,
    body,
    ...(files && { files }),
  })
}

/** Shows the one who asked what stands there for them alone. */
export async function showAlone(
  pressed: Pressed & { person: string },
  parts: Parts,
  { asker, ...shown }: { asker: string; paging: Paging; find(): Promise<Reply | undefined> },
): Promise<void> {
  const find = pressed.person === asker ? shown.find : () => Promise.resolve(others)
  await showPage(pressed, parts, { ...shown, find, number: 0, alone: true })
}

/** Shows everybody what one person saw, in that person's name and once; where it stood alone, it says so. */
export async function shareHere(
  interaction: ButtonInteraction,
  parts: Parts,
  { paging, find }: { paging: Paging; find(): Promise<Reply | undefined> },
): Promise<void> {
  const { id, token, user, memberPermissions, channel } = interaction
  const { rest, application, log } = parts
  if (!memberPermissions || !maySend(memberPermissions, channel?.isThread()))
    return void (await sayAlone(interaction, parts)('You may not write here.'))
  await respond({ id, token }, rest, { type: InteractionResponseType.DeferredMessageUpdate })
  const followUp = ({ files, ...body }: MessageBody) => {
    const query = new URLSearchParams({ wait: 'true' })
    return rest.once.post(Routes.webhook(application, token), {
      auth: false,
      query,
      body,
      ...(files && { files }),
    })
  }
  const say = (told: Reply) => {
    const body = renderPage(told)
    return followUp({ ...body, flags: body.flags | MessageFlags.Ephemeral })
  }
  const page = await find()
  if (!page || !mayBeShared(page)) return void (await say(lost))
  const what = paging.line === undefined ? '' : `: ${paging.line.replace(/^\//, '')}`
  const told = { ...page, blocks: [paragraph(emphasis(`${user.displayName} shared${what}`)), ...page.blocks] }
  try {
    await followUp(renderPage(told, { paging, pictures: true }))
  } catch (error) {
    log.info({ error: describeError(error) }, 'A page could not be shared')
    return void (await say(notice('Discord did not let me share that here.')))
  }
  const marked = { ...page, blocks: [...page.blocks, note('Shared here.')] }
  const { files, ...body } = renderPage(marked, { paging, pictures: true })
  const original = Routes.webhookMessage(application, token, '@original')
  await rest.interactions.patch(original, { auth: false, body, ...(files && { files }) })
}

/** Opens a thread at the message whose button was clicked; the conversation goes on in it. */
export async function openThread(
  interaction: ButtonInteraction,
  parts: Parts,
  { name, readable }: { name: string; readable: boolean },
): Promise<void> {
  const { rest, conversations, log } = parts
  const { message, memberPermissions, appPermissions } = interaction
  const say = sayAlone(interaction, parts)
  const needed = PermissionFlagsBits.CreatePublicThreads
  // Discord counts what it refuses, so it is not asked for what it says may not be.
  if (!memberPermissions?.has(needed)) return void (await say('You may not open threads here.'))
  if (!appPermissions.has(needed))
    return void (await say('I may not open threads here. Somebody who manages the server can let me.'))
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
    await say('I could not open a thread here: there is one already.')
    return
  }
  // A thread has the id of the message it is attached to.
  conversations.remember(message.id, conversation)
  await say(readable ? threadOpened.readable : threadOpened.unreadable)
}

/** Removes an answer of Paperboy's, for the person who asked and for those who manage messages. */
export async function removeAnswer(
  interaction: MessageContextMenuCommandInteraction,
  parts: Parts,
): Promise<void> {
  const { rest, conversations, log } = parts
  const { targetMessage: target, user, guildId, memberPermissions, client } = interaction
  const say = sayAlone(interaction, parts)
  if (target.author.id !== client.user.id) return void (await say('That is not one of my answers.'))
  const isTheirs = guildId === null || (await conversations.askerOf(linkedOf(target))) === user.id
  if (!isTheirs && !memberPermissions?.has(PermissionFlagsBits.ManageMessages))
    return void (await say('Only the person who asked, or someone who manages messages here, can remove it.'))
  try {
    await rest.bot.delete(Routes.channelMessage(target.channelId, target.id))
  } catch (error) {
    log.info({ error: describeError(error) }, 'An answer could not be removed')
    return void (await say('I could not remove it.'))
  }
  await say('Removed.')
}

/** Says a line to the person who pressed something, and to nobody else. */
function sayAlone(pressed: Pressed, { rest, application }: Parts): (words: string) => Promise<string> {
  const { token } = pressed
  const opening = openResponse(rest, pressed, { ephemeral: true, quick: true })
  const transport = tokenTransport(rest, { application, token, opening, alone: true })
  return (words) => transport.put({ body: renderPage(notice(words)), alone: true, known: undefined })
}

/** Whether a thread can be attached to a message in such a channel. */
export function holdsThreads(type: ChannelType | undefined): boolean {
  return type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement
}

const respond = ({ id, token }: Pressed, rest: Rest, body: object) =>
  rest.interactions.post(Routes.interactionCallback(id, token), { auth: false, body })

function notice(line: string): Reply {
  return reply({ summary: line, blocks: [paragraph(text(line))] })
}
