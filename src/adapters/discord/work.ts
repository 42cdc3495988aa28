import { z } from 'zod'

/** Something to answer; kept in the job log, so that it can be answered after a restart. */
export const Work = z.object({
  /** The id of the message or interaction it came as. */
  id: z.string(),
  line: z.string(),
  person: z.object({ id: z.string(), name: z.string().exactOptional() }),
  channel: z.string(),
  guild: z.string().exactOptional(),
  conversation: z.string(),
  /** What need not be for Paperboy, and how it came; left out for commands and buttons. */
  heard: z.enum(['addressed', 'involved', 'overheard']).exactOptional(),
  /** The message of somebody else that it replies to. */
  pointsAt: z.object({ channel: z.string(), id: z.string() }).exactOptional(),
  /** The names of files that came with it. */
  files: z.array(z.string()).exactOptional(),
  /** Paperboy has just come to the server, and says who it is. */
  introduced: z.literal(true).exactOptional(),
  inThread: z.literal(true).exactOptional(),
  /** Of the post in a forum that it was said in. */
  title: z.string().exactOptional(),
  /** The papers of the page that it was asked below, in a form. */
  about: z.array(z.string()).exactOptional(),
  /** Others do not see the line: it came with a command or a button. */
  unseen: z.literal(true).exactOptional(),
  /** Only the person may see the answer. */
  private: z.boolean(),
  /** Its answer opens a thread at it, as is set for the channel. */
  opensThread: z.literal(true).exactOptional(),
  /** Whether it can go on in a thread. */
  threadable: z.boolean(),
  /** The person may manage the channel; left out where they may not, or nobody else is. */
  manages: z.boolean().exactOptional(),
  /** Paperboy may not send messages there unasked. */
  cannotPost: z.literal(true).exactOptional(),
  /** What answers an interaction; without it the answer is a reply to the message. */
  token: z.string().exactOptional(),
  /** When it arrived, in milliseconds since 1970. */
  at: z.number(),
})
export type Work = z.infer<typeof Work>

/** The message that shows the answer so far, the way it went out, and whether only one person sees it. */
export const Posted = z.object({
  way: z.string(),
  id: z.string(),
  alone: z.literal(true).exactOptional(),
})
export type Posted = z.infer<typeof Posted>
