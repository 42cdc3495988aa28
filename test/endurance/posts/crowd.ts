/** What came of a crowd of posts that were due at once, while one person asked questions. */
export type Crowd = {
  posts: number
  messages: number
  /** Channels that did not get exactly one whole post. */
  wrong: number
  /** Calls that the platform turned away for their rate. */
  limited: number
  seconds: number
  /** How long questions took that were asked one after the other meanwhile, in milliseconds, quickest first. */
  answers: readonly number[]
}
