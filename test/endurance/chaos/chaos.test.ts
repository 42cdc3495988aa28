import { describe, expect, it } from 'vitest'
import { liveThrough } from './live-through.ts'
import { stageInDiscord } from './stage-in-discord.ts'
import { stageInSlack } from './stage-in-slack.ts'

/** A few of the cases that `npm run chaos` goes through: those that were wrong once. */
describe.concurrent('a question is answered once', () => {
  it.each([
    ['Slack', stageInSlack, 'process killed', 'answering'],
    ['Slack', stageInSlack, 'process frozen', 'answering'],
    ['Discord', stageInDiscord, 'process killed', 'posting'],
    ['Discord', stageInDiscord, 'connection cut', 'posted, not recorded'],
    ['Discord', stageInDiscord, 'database locked', 'event received'],
  ] as const)('in $0: $2, $3', { timeout: 120_000 }, async (_, open, fault, moment) => {
    const { answers, said, log } = await liveThrough(open, { fault, moment })
    expect(said, log).toHaveLength(1)
    expect(answers, log).toBe(1)
  })
})
