import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FakeDiscord, startFakeDiscord } from '../../fakes/discord/discord.ts'
import type { SeenMessage } from '../../fakes/discord/reading/screen.ts'
import { freshFolder, runPaperboy } from '../paperboy.ts'
import { type Bot, eventually, expectGoodManners, startBot } from './bot.ts'

/** What Discord would make times, pictures and links of, and what it would draw otherwise. */
const drawn =
  '</paper ask:4> <t:1700000000:R> <:smile:123456789> [click me](https://evil.example/x) ' +
  '<https://evil.example/y> discord.gg/evil ||hidden|| ~~gone~~ __under__ **loud** `tick` \\*'
/** The same with names; a sentence that calls on somebody is no claim of an answer. */
const traps = `@everyone @here <@1> <@&2> <#3> ${drawn}`
const paper = {
  id: 'trap-1',
  title: `Zorblax: ${traps}`,
  abstract: [
    `We propose Zorblax, a trap for renderers that reaches 97.3% accuracy on Quuxbench and says ${drawn}.`,
    `It also says ${traps}.`,
    '# Not a heading.\n> Not a quote.\n- Not a list.\n```\nNot code\n```',
  ].join(' '),
  url: 'https://example.org/zorblax',
}
/** A hint of the bot's own, with the id of a command that Discord registered. */
const hint = /^<\/paper [a-z ]+:\d{17,20}>$/
const neverDrawn = ['mention', 'timestamp', 'emoji', 'spoiler', 'strike', 'underline', 'address', 'fence']

let discord: FakeDiscord
let bot: Bot
beforeAll(async () => {
  discord = await startFakeDiscord()
  const folder = freshFolder()
  writeFileSync(join(folder, 'papers.jsonl'), `${JSON.stringify(paper)}\n`)
  expect(await runPaperboy(['ingest', 'papers.jsonl'], { folder })).toMatchObject({ code: 0 })
  bot = await startBot(discord, { folder })
})
afterAll(async () => {
  await bot?.stop()
  await discord.close()
})

function expectHarmless(messages: readonly SeenMessage[]): void {
  const marks = messages.flatMap((message) => message.marks)
  expect(marks.filter(({ kind, target }) => neverDrawn.includes(kind) && !hint.test(target ?? ''))).toEqual(
    [],
  )
  const links = messages.flatMap((message) => message.links)
  expect(links.filter((link) => link.includes('evil'))).toEqual([])
  expectGoodManners(discord)
}

describe('hostile text in a paper', () => {
  it.each([
    ['shown', 'show trap-1', '[click me](https://evil.example/x)'],
    ['found', 'search Zorblax', 'Zorblax'],
    ['asked about', 'What is Zorblax?', '97.3%'],
    ['behind an answer', 'evidence', '97.3%'],
  ])('stays text when the paper is %s', async (_, line, expected) => {
    const ada = discord.person('Ada')
    const dm = discord.dm(ada)
    if (line === 'evidence') {
      ada.say(dm, 'What is Zorblax?')
      await eventually(() => expect(discord.answers(dm).at(-1)?.buttons.length).toBeGreaterThan(0))
    }
    const before = discord.answers(dm).length
    ada.say(dm, line)
    await eventually(() => {
      const text = discord
        .answers(dm)
        .slice(before)
        .map((answer) => answer.text)
        .join('\n')
      expect(text.replaceAll('\u200B', '')).toContain(expected)
    })
    expectHarmless(discord.answers(dm))
  })
})

describe('hostile text from a person', () => {
  it.each(['ask', 'search', 'show', 'similar', 'help'])('stays text when it is said to %s', async (name) => {
    const ada = discord.person('@everyone <@1>')
    const dm = discord.dm(ada)
    ada.say(dm, `/${name} ${traps}`)
    await eventually(() => expect(discord.answers(dm).length).toBeGreaterThan(0))
    await eventually(() => expect(discord.answers(dm).at(-1)?.text.length).toBeGreaterThan(10))
    expectHarmless(discord.answers(dm))
  })
})
