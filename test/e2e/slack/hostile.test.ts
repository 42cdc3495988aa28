import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { webApi } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { renderReply } from '../../../src/adapters/slack/render.ts'
import { gallery } from '../../contracts/gallery.ts'
import { eventually, patience } from '../../eventually.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { links, pings, readable } from '../../fakes/slack/reading.ts'
import { freshFolder, runPaperboy } from '../paperboy.ts'
import { answerIn, expectGoodGuest, startBot } from './running-bot.ts'

let slack: FakeSlack
beforeEach(async () => {
  slack = await startFakeSlack()
})
afterEach(() => slack.close())

const said = () => slack.messages.all.filter(({ fromBot }) => fromBot)
const pingsOfAll = () => said().flatMap(pings)

it('Slack takes every page of the gallery, and none of them pings or links where it should not', async () => {
  const client = new webApi.WebClient(slack.workspace.botToken, { slackApiUrl: slack.url })
  const { general } = slack.workspace
  for (const { reply, name } of gallery)
    for (const message of renderReply(reply)) {
      const { ts = '' } = await client.chat.postMessage({ channel: general, ...message })
      await client.chat.update({ channel: general, ts, ...message })
      const shown = slack.messages.find(general, ts)
      expect(shown && pings(shown), name).toEqual([])
      for (const link of shown ? links(shown) : []) expect(JSON.stringify(reply), name).toContain(link)
    }
  expectGoodGuest(slack)
})

describe('Hostile text reaches nobody', () => {
  const shouts = '@everyone @here <!channel> <!here> <@U0ADA> <!subteam^S1> <https://evil.example|arxiv.org>'

  it('from people', async () => {
    const bot = await startBot(slack)
    const lines = [
      `search ${shouts}`,
      `ask &lt;!channel&gt; what is TAROT? &lt;@U0ADA&gt; &lt;https://evil.example|click&gt;`,
      `ask ${shouts} what is TAROT?`,
      `--private ${shouts}`,
      `frobnicate ${shouts}`,
      `help ${shouts}`,
      `show ${shouts}`,
      `${'🧑‍🚀'.repeat(300)} ${'x'.repeat(3000)}`,
      `ask ${'*_~`'.repeat(200)}`,
      '```\n<!channel>\n```',
      'x'.repeat(30_000),
    ]
    for (const line of lines) {
      const before = slack.messages.onlyFor(slack.workspace.ada).length
      const asked = slack.people.mention(line)
      const direct = slack.people.dm(line)
      await slack.interactions.command(line)
      // What holds no word asks for nothing.
      if (!/\p{L}/u.test(line.replace(/^ask|<[^>]*>/g, ''))) continue
      for (const { channel, thread } of [asked, direct])
        await vi.waitFor(
          () =>
            expect(
              slack.messages.answers(channel, thread).length +
                (channel === asked.channel ? slack.messages.onlyFor(slack.workspace.ada).length - before : 0),
              line,
            ).toBeGreaterThan(0),
          patience,
        )
    }
    await bot.stop()
    expect(pingsOfAll()).toEqual([])
    expect(
      said()
        .flatMap(links)
        .filter((link) => link.includes('evil')),
    ).toEqual([])
    expectGoodGuest(slack)
  })

  it('from papers', async () => {
    const folder = freshFolder()
    const paper = {
      id: 'evil-1',
      title: `Zorkifier <!channel> ${shouts}`,
      abstract: `We present Zorkifier, a method that ranks papers by the number of readers. Zorkifier improves recall by 12% ${shouts}. See https://evil.example/now.`,
      url: 'https://arxiv.org/abs/2401.00001',
      date: '2025-01-02',
    }
    writeFileSync(join(folder, 'papers.jsonl'), `${JSON.stringify(paper)}\n`)
    const { code, stderr } = await runPaperboy(['ingest', 'papers.jsonl'], { folder })
    expect(stderr).toBe('')
    expect(code).toBe(0)
    const bot = await startBot(slack, { folder })
    const answer = await answerIn(slack, slack.people.mention('What is Zorkifier?'))
    expect(readable(answer)).toContain('<!channel>')
    await slack.interactions.click(answer, 'Show evidence')
    await slack.interactions.command('ask what does Zorkifier improve?')
    await eventually(() => expect(slack.views.modals).toHaveLength(1))
    await bot.stop()
    expect(pingsOfAll()).toEqual([])
    expect(
      said()
        .flatMap(links)
        .filter((link) => link.includes('evil.example')),
    ).toEqual([])
    expectGoodGuest(slack)
  })
})
