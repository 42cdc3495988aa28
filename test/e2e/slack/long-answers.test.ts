import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { patience } from '../../eventually.ts'
import { type FakeSlack, startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import type { Said } from '../../fakes/slack/people/people.ts'
import { readable } from '../../fakes/slack/reading.ts'
import { freshFolder, runPaperboy } from '../paperboy.ts'
import { alone, endInOrder, expectGoodGuest, type RunningBot, startBot } from './running-bot.ts'

const sentences = Array.from(
  { length: 600 },
  (_, index) => `Zorkifier fact ${index} holds for rank <${index}> & up.`,
)

let slack: FakeSlack
let bot: RunningBot
beforeEach(async () => {
  slack = await startFakeSlack()
  const folder = freshFolder()
  const paper = {
    id: 'long-1',
    title: 'Zorkifier: a very long story',
    abstract: sentences.join(' '),
    url: 'https://arxiv.org/abs/2401.00001',
    date: '2025-01-02',
  }
  writeFileSync(join(folder, 'papers.jsonl'), `${JSON.stringify(paper)}\n`)
  await runPaperboy(['ingest', 'papers.jsonl'], { folder })
  bot = await startBot(slack, { folder })
})
afterEach(async () => {
  await bot.stop('SIGKILL')
  await slack.close()
})

const textOf = ({ channel, ts }: Said) => slack.messages.answers(channel, ts).map(readable).join('\n')
const isWhole = (text: string) =>
  sentences.every((sentence) => text.replaceAll(/\s+/g, ' ').includes(sentence))

describe('A page longer than a message', () => {
  it('goes on in further messages of the thread, and nothing of it is lost', async () => {
    const said = slack.people.mention('show Zorkifier')
    await vi.waitFor(() => expect(isWhole(textOf(said))).toBe(true), patience)
    expect(slack.messages.answers(said.channel, said.ts).length).toBeGreaterThan(2)
    expectGoodGuest(slack)
  })

  it('is continued, not begun again, after the process was killed in the middle', async () => {
    slack.faults.always('chat.postMessage', { kind: 'slow', milliseconds: 400 })
    const said = slack.people.mention('show Zorkifier')
    await vi.waitFor(() => expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(2), patience)
    await bot.stop('SIGKILL')
    slack.faults.clear()
    bot = await startBot(slack, { folder: bot.folder })
    await vi.waitFor(() => expect(isWhole(textOf(said))).toBe(true), patience)
    await endInOrder(slack, bot)
    expect(textOf(said).split('Zorkifier fact 7 ')).toHaveLength(2)
    expect(textOf(said).split('Zorkifier fact 500 ')).toHaveLength(2)
  })

  it('comes whole to the one who asked by command', async () => {
    await slack.interactions.command('show Zorkifier')
    const seen = () => alone(slack).map(readable).join('\n')
    await vi.waitFor(() => expect(isWhole(seen())).toBe(true), patience)
    expectGoodGuest(slack)
  })
})
