import { expect, it } from 'vitest'
import { formatTable } from '../../eval/table.ts'
import { postToCrowdInDiscord } from './crowd-in-discord.ts'
import { postToCrowdInSlack } from './crowd-in-slack.ts'

/** `CROWD=1000 npx vitest run test/endurance/posts/crowd.test.ts` takes over ten minutes: the platforms' rates, not ours. */
const posts = Number(process.env.CROWD ?? 40)

it.each([
  { platform: 'Slack', post: postToCrowdInSlack },
  { platform: 'Discord', post: postToCrowdInDiscord },
])(
  'a crowd of posts at once reaches every channel of $platform once, and questions are answered between them',
  {
    timeout: 60_000 + posts * 3_000,
  },
  async ({ platform, post }) => {
    const { wrong, messages, limited, seconds, answers } = await post(posts)
    const at = (share: number) => Math.round(answers[Math.floor((answers.length - 1) * share)] ?? 0)
    const head = ['platform', 'due at once', 'messages', 'wrong', 'turned away', 'seconds']
    const row = [platform, String(posts), messages, wrong, limited, Math.round(seconds)]
    const questions = ['questions meanwhile', 'p50 ms', 'p95 ms', 'slowest ms']
    const times = [answers.length, at(0.5), at(0.95), at(1)]
    process.stdout.write(`${formatTable([...head, ...questions], [[...row, ...times]])}\n`)
    expect(wrong).toBe(0)
    expect(messages).toBe(posts)
    expect(answers.length).toBeGreaterThan(0)
    expect(answers.at(-1)).toBeLessThan(15_000)
  },
)
