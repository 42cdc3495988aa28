import { startPaperboy } from '../e2e/paperboy.ts'
import type { FakeDiscord } from '../fakes/discord/discord.ts'
import type { FakeSlack } from '../fakes/slack/fake-slack.ts'

type Platforms = { slack?: FakeSlack; discord?: FakeDiscord }

/** Starts the real process on these platforms, without limits for people, and waits until it answers on all of them. */
export async function startBot(
  { slack, discord }: Platforms,
  { folder, settings = {} }: { folder: string; settings?: Record<string, string> },
) {
  const { child, exit } = startPaperboy([], {
    folder,
    settings: {
      ...slack?.settings,
      ...(discord && { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.url }),
      QUESTIONS_PER_PERSON: '100000',
      QUESTIONS_PER_WORKSPACE: '100000',
      ...settings,
    },
  })
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  const names = [...(slack ? ['Slack'] : []), ...(discord ? ['Discord'] : [])]
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (piece: string) => {
      said += piece
      if (names.every((name) => said.includes(`Paperboy answers in ${name}`))) resolve()
    })
  void exit.then(() => reject(new Error(`Paperboy ended: ${said}`)))
  await ready
  return {
    child,
    async stop() {
      child.kill('SIGTERM')
      await exit
    },
  }
}
