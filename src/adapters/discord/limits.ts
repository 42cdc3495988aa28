/**
 * What Discord allows, in one place. Lengths are UTF-16 units. Sources: the Discord developer documentation as of
 * August 2026, by page; where Discord counts in a way that is not written down, some slack is left and said so.
 */
export const limits = {
  /** Reference "Components": text of all components of a message is 4,000 in all; 5 % slack, as it is not official. */
  messageText: 3800,
  /** "Message": the text of a message without such components. */
  content: 2000,
  /** The same: rows of buttons and menus below it. */
  rows: 5,
  /** Reference "Components": 40 components a message, nested ones included. */
  components: 40,
  /** Reference "Components": items of a media gallery; "Uploading files": the text that stands for a picture. */
  attachments: 10,
  alt: 1024,
  /** Reference "Components": buttons in an action row. */
  buttonsInRow: 5,
  /** Reference "Components": a button's label, its `custom_id` and its address. */
  label: 80,
  customId: 100,
  buttonUrl: 512,
  /** Reference "Components": options of a menu. */
  options: 25,
  /** The same: what stands below the label of an option. */
  optionDescription: 100,
  /** The longest question that is read; a text input holds 4,000 (reference "Components"). */
  question: 2000,
  /** "Receiving and responding" and reference "Components": a modal's title and a label of 45, five fields. */
  formTitle: 45,
  formFields: 5,
  /** What a field of a form takes that is no question, its `value` included; a text input holds 4,000 (reference "Components"). */
  formField: 1500,
  /** "Application commands": choices of an autocomplete, and the length of a choice's name and value. */
  choices: 25,
  choice: 100,
  /** "Application commands": description of a command or option. */
  description: 100,
  /** "Application commands": a string option may be 6,000 long; a line that is read is at most 4,000. */
  optionText: 3900,
  /** "Threads": the name of a thread. */
  threadName: 100,
  /** "Threads": minutes of silence after which a thread is put away; one of 60, 1440, 4320 and 10080. */
  threadArchive: 1440,
  /** "Receiving and responding": how long an interaction's token lives, 15 minutes less what a request takes. */
  tokenMilliseconds: 14.5 * 60_000,
  /** "Rate limits": a bot may make 50 requests a second, interactions apart; what is left is for discord.js itself. */
  requestsPerSecond: 45,
  /**
   * The same for all processes together: 36 a second, a few at a time. What several processes send is late by different
   * times, so that what was spread over two seconds may arrive in one.
   */
  sharedRequests: { most: 4, within: 110 },
  /** "Rate limits": 401, 403 and 429 answers in ten minutes; at 10,000 Discord bans the address. */
  invalidRequests: 500,
  /** Of those, so many of one kind of request to one channel: one person alone cannot silence it elsewhere. */
  invalidRequestsInPlace: 25,
  /** First responses to interactions go on until so many: somebody waits for each, and half of what is allowed is left. */
  invalidRequestsAtMost: 5_000,
  invalidWindowMilliseconds: 10 * 60_000,
} as const

/** What Paperboy allows itself. */
export const manners = {
  /** Between two times that it is shown as typing, in milliseconds: Discord shows each for 10 s. */
  betweenTyping: 8_000,
  /** How often that is shown for one answer, and for how many at once. */
  typing: 30,
  typingAtOnce: 10,
  /** Between two versions of a growing answer, in milliseconds. */
  betweenEdits: 1000,
  /** How long the first version waits for a fuller one, in milliseconds: quick answers come as one message. */
  firstWait: 250,
  /** How long the first response to what is looked up at once waits for its page, in milliseconds: Discord gives 3 s. */
  firstResponse: 1000,
  /** Buttons of a reply, in two rows; where there would be more, they are options of menus, of which there are so many. */
  buttons: 10,
  menus: 2,
} as const
