import { type Message, PermissionFlagsBits, type PermissionsBitField } from 'discord.js'

/** What has to be there so that a post can come; in a thread it is another permission than in a channel. */
export const maySend = (permissions: Readonly<PermissionsBitField>, inThread = false): boolean =>
  permissions.has([
    PermissionFlagsBits.ViewChannel,
    inThread ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages,
  ])

/** As far as is known: a member whose roles are not known may not. */
export function managesChannel({ channel, member }: Message): boolean {
  if (channel.isDMBased() || !member) return false
  // Of a thread whose channel it has not heard of yet, nothing is known.
  const known: ReturnType<typeof channel.permissionsFor> | null = channel.permissionsFor(member)
  return known?.has(PermissionFlagsBits.ManageChannels) === true
}
