import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/discord.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack/fake-slack.ts'
import { readable } from '../fakes/slack/reading.ts'
import { type Bot, eventually, launch } from './discord/bot.ts'

let discord: FakeDiscord
let slack: FakeSlack
let bot: Bot
beforeEach(async () => {
  discord = await startFakeDiscord()
  slack = await startFakeSlack()
})
afterEach(async () => {
  await bot.stop()
  await discord.close()
  await slack.close()
})

/** One process with the credentials of both. */
function start(settings: Record<string, string> = {}): void {
  bot = launch(discord, {
    settings: {
      ...slack.settings,
      ...settings,
    },
  })
}
const answers = (platform: string) =>
  eventually(() => expect(bot.said.stdout).toContain(`Paperboy answers in ${platform}`))

/** What it says to this in direct messages on each platform. */
async function inDiscord(line: string): Promise<string> {
  const ada = discord.person('Ada')
  ada.say(discord.dm(ada), line)
  return eventually(() => {
    const text = discord
      .answers(discord.dm(ada))
      .map((answer) => answer.text)
      .join('\n')
    expect(text).toContain('TAROT')
    return text
  })
}
async function inSlack(line: string): Promise<string> {
  const said = slack.people.dm(line)
  return eventually(() => {
    const text = slack.messages.answers(said.channel, said.thread).map(readable).join('\n')
    expect(text).toContain('TAROT')
    return text
  })
}

const question = 'What is TAROT?'

describe('one process in Slack and Discord', () => {
  it('answers in both, and says so', async () => {
    start()
    await Promise.all([answers('Slack'), answers('Discord')])
    await Promise.all([inSlack(question), inDiscord(question)])
    expect((await bot.stop()).code).toBe(0)
  })

  it('goes on in Discord when Slack turns it away', async () => {
    slack.workspace.revoke('invalid_auth')
    start()
    await answers('Discord')
    await inDiscord(question)
    expect(bot.said.stderr).toContain('SLACK_BOT_TOKEN')
  })

  it('goes on in Slack when Discord turns it away', async () => {
    start({ DISCORD_TOKEN: 'MTA.wrong.token' })
    await answers('Slack')
    await inSlack(question)
    expect(bot.said.stderr).toContain('DISCORD_TOKEN')
  })
})
