import { editMessage, postMessage } from '../messages.ts'
import { refusal } from '../refusal.ts'
import { messageJson } from '../serialize.ts'
import { isEmpty, messageFlags, readMessage, settableFlags } from '../validation/message-body.ts'
import type { Interaction, Message, World } from '../world.ts'

/** Posts what an interaction is answered with. */
export function postByInteraction(world: World, interaction: Interaction, given: unknown): Message {
  const { contents, body } = readMessage(given, { settable: settableFlags.interaction })
  if (isEmpty(contents)) throw refusal('emptyMessage')
  return publish(world, interaction, contents, body.allowed_mentions ?? undefined)
}

/** Puts checked contents into the channel of an interaction, for all or only for who began it. */
export function publish(
  world: World,
  interaction: Interaction,
  contents: Message['contents'],
  allowedMentions?: Message['allowedMentions'],
): Message {
  const channel = world.channels.get(interaction.channelId)
  if (!channel) throw refusal('unknownChannel')
  const ephemeral = (contents.flags & messageFlags.ephemeral) !== 0
  return postMessage(world, {
    author: world.bot,
    channel,
    contents,
    allowedMentions,
    interaction: {
      id: interaction.id,
      userId: interaction.userId,
      ...(interaction.sourceId !== undefined && { clickedId: interaction.sourceId }),
    },
    onlyFor: ephemeral ? interaction.userId : undefined,
  })
}

/** Changes a message with the token of an interaction; -> what the route answers. */
export function editByInteraction(world: World, message: Message, given: unknown) {
  const { loading } = messageFlags
  const before = { ...message.contents, flags: message.contents.flags & ~loading }
  // Whether it is ephemeral was decided at the deferral: the flag may be repeated but changes nothing.
  const { contents, body } = readMessage(given, {
    before,
    settable: settableFlags.edit | messageFlags.ephemeral,
  })
  if (isEmpty(contents)) throw refusal('emptyMessage')
  const ephemeral = before.flags & messageFlags.ephemeral
  const flags = (contents.flags & ~messageFlags.ephemeral) | ephemeral
  editMessage(world, message, { ...contents, flags }, body.allowed_mentions ?? undefined)
  return { body: messageJson(world, message, { messageContent: true }) }
}
