/** Clocks differ: how much earlier than ours Slack's may be, in milliseconds. */
const clockDifference = 60_000

/** A time stamp of Slack's before which nothing happened that by our clock came after this moment. */
export const timeStamp = (moment: Date): string => ((moment.getTime() - clockDifference) / 1_000).toFixed(6)
