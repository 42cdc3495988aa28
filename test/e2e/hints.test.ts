import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { onCommandLine } from '../../src/adapters/terminal/once.ts'
import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import { readConfig } from '../../src/config.ts'
import type { Address } from '../../src/platform/request.ts'
import type { Block, Prose, Reply } from '../../src/replies/reply.ts'
import { createServices, type OpenServices } from '../../src/services.ts'
import { startFakeDiscord } from '../fakes/discord/discord.ts'
import type { SeenMessage } from '../fakes/discord/reading/screen.ts'
import type { Channel } from '../fakes/discord/world.ts'
import { startFakeSlack } from '../fakes/slack/fake-slack.ts'
import { readable } from '../fakes/slack/reading.ts'
import { settled } from './conformance/talk.ts'
import { startBot as startDiscordBot } from './discord/bot.ts'
import { freshFolder, runPaperboy } from './paperboy.ts'
import { startBot as startSlackBot } from './slack/running-bot.ts'

/** Lines whose pages tell what to type next. */
const asked = [
  'subscriptions',
  'help',
  'help search',
  'search click-through rate prediction',
  'how many papers do you have?',
  'what is the meaning of zzgrqx?',
  'how do I add a paper?',
  'how can I get a daily post?',
  'how do I get rid of you?',
  'what do you store about me?',
  'help subscribe',
  'help compare',
  'summarize zzgrqx',
  'subscribe about graphs',
  'follow Lovelace',
  'unfollow Ada Lovelace',
]

/** A reader's own words belong in the place of these. */
const form = /[<[]/

/** What is said to a line that was not understood. */
const notUnderstood =
  /There is no command|Did you mean|I do not understand|There is no list|Which paper do you mean|I do not know (?:a|any) paper|^Type /m

/** A line, and what its page tells to type. */
type Told = { line: string; hints: readonly string[] }

/** Has lines answered where somebody is; -> what is read there. */
type Place = (line: string) => Promise<string>

describe('every hint is understood where it stands', () => {
  let services: OpenServices
  let inChats: readonly Told[]
  let inTerminal: readonly Told[]
  let told = 0

  beforeAll(async () => {
    services = await createServices(
      readConfig({
        DATABASE_URL: `sqlite:${join(freshFolder(), 'paperboy.sqlite')}`,
        EMBEDDING_MODEL: 'off',
      }),
    )
    const posts = { platform: 'slack', kind: 'direct', person: 'ada' } as const
    inChats = await toldIn({ platform: 'slack', conversation: 'core', posts })
    inTerminal = await toldIn({ platform: 'terminal', conversation: 'core' })
  })

  /** What the core tells to type, before any platform spells it. */
  async function toldIn(where: Address): Promise<readonly Told[]> {
    const handle = createHandle(commands, services)
    const found: Told[] = []
    for (const line of asked) {
      let last: Reply | undefined
      for await (const page of handle({ who: { id: 'ada' }, where, line })) last = page
      found.push({ line, hints: hintsIn(last?.blocks ?? []).filter((hint) => !form.test(hint)) })
    }
    return found
  }

  afterAll(async () => {
    process.stdout.write(`${told} hints typed where they stood\n`)
    await services.close()
  })

  /** Types each hint right after the page that tells it. */
  async function typeAll(
    hints: readonly Told[],
    place: Place,
    spell: (hint: string) => string,
    type: (spelt: string, hint: string) => Promise<string>,
  ): Promise<void> {
    const misread: string[] = []
    const typed = new Set<string>()
    for (const { line, hints: lines } of hints) {
      for (const hint of lines.filter((each) => !typed.has(each))) {
        typed.add(hint)
        const page = await place(line)
        const spelt = spell(hint)
        expect(page.replaceAll('\u200B', ''), line).toContain(spelt)
        const answer = await type(spelt, hint)
        told += 1
        if (notUnderstood.test(answer)) misread.push(`${spelt}: ${answer.slice(0, 200)}`)
      }
    }
    expect(misread).toEqual([])
    expect(typed.size).toBeGreaterThan(12)
  }

  it('in Slack: in a thread, alone with Paperboy, and behind the slash command', async () => {
    const slack = await startFakeSlack()
    const bot = await startSlackBot(slack, { settings: { SUBSCRIPTIONS_BY: 'everyone' } })
    const { people, interactions, messages, views, workspace } = slack
    const other = workspace.addChannel('C0OTHER', 'other', [workspace.bot.user, workspace.ada])
    try {
      let thread: string | undefined
      let channel = ''
      const readAfter = async (say: () => unknown) => {
        const shown = () => [
          messages.all.filter(({ fromBot }) => fromBot).map(readable),
          views.modals.map(({ blocks }) => readable({ text: '', blocks })),
        ]
        const seen = shown().map(({ length }) => length)
        await say()
        const pages = await settled(() => shown().flatMap((kind, index) => kind.slice(seen[index])))
        return pages.join('\n')
      }
      const mention: Place = (line) =>
        readAfter(() => {
          const said = people.mention(line, thread === undefined ? {} : { thread })
          thread ??= said.thread
          channel = said.channel
        })
      await mention('hi')
      await typeAll(
        inChats,
        mention,
        (hint) => `@Paperboy ${hint}`,
        (spelt) => mention(spelt.replace('@Paperboy ', '')),
      )
      expect(channel).not.toBe('')
      let direct: string | undefined
      const dm: Place = (line) =>
        readAfter(() => {
          const said = people.dm(line, direct === undefined ? {} : { thread: direct })
          direct ??= said.thread
        })
      await typeAll(inChats, dm, (hint) => hint, dm)
      const slash: Place = (line) => readAfter(() => interactions.command(line, { channel: other.id }))
      await typeAll(
        inChats,
        slash,
        (hint) => `/paper ${hint}`,
        (spelt) => slash(spelt.replace('/paper ', '')),
      )
    } finally {
      await bot.stop()
      await slack.close()
    }
  }, 400_000)

  it('in Discord: in a channel, and in direct messages', async () => {
    const discord = await startFakeDiscord()
    const bot = await startDiscordBot(discord)
    try {
      const ada = discord.person('Ada')
      ada.promote()
      const known = discord.world.commands.find(({ name }) => name === 'paper')
      const clickable = /^<\/(paper \w+):(\d+)>(.*)$/s
      for (const [channel, before] of [
        [discord.addChannel('papers'), `<@${discord.world.bot.id}> `],
        [discord.dm(ada), ''],
      ] as const) {
        const place: Place = (line) => readIn(channel, () => void ada.say(channel, `${before}${line}`))
        const readIn = async (at: Channel, say: () => void) => {
          const seen = discord.answers(at).length
          say()
          const pages = await settled(() => discord.answers(at).slice(seen))
          return (await Promise.all(pages.map(readAlone))).join('\n')
        }
        // A page for one person stands behind a button in a channel.
        const readAlone = async (page: SeenMessage): Promise<string> => {
          if (!page.buttons.some((button) => 'label' in button && button.label === 'Show it to me'))
            return page.text
          const deed = ada.press(page, 'Show it to me')
          const [shown] = await settled(() => deed.messages().filter(({ loading }) => !loading))
          return shown?.text ?? ''
        }
        const spell = (hint: string) => {
          const [name = ''] = hint.split(' ')
          return commands.some((command) => command.name === name && !command.hidden) &&
            !hint.startsWith('subscribe edit')
            ? `</paper ${name}:${known?.id}>`
            : before === ''
              ? hint
              : `@Paperboy ${hint}`
        }
        await typeAll(inChats, place, spell, (spelt, hint) => {
          const [, words] = clickable.exec(spelt) ?? []
          if (words === undefined) return place(spelt.replace('@Paperboy ', ''))
          const deed = ada.slash(channel, words, optionsOf(words, hint))
          return settled(() => deed.messages().filter(({ loading }) => !loading)).then((pages) =>
            pages.map(({ text }) => text).join('\n'),
          )
        })
      }
    } finally {
      await bot.stop()
      await discord.close()
    }
  }, 400_000)

  it('on the command line', async () => {
    const folder = freshFolder()
    const run = async (line: string) => {
      const words = wordsInShell(line)
      const { stdout, stderr } = await runPaperboy(words, { folder })
      return stdout + stderr
    }
    await typeAll(
      inTerminal,
      (line) => run(onCommandLine(line, commands).replace(/^paperboy /, '')),
      (hint) => onCommandLine(hint, commands),
      // What the terminal has no posts for is said by its name.
      (spelt) => run(spelt.replace(/^paperboy /, '')),
    )
  }, 400_000)
})

/** The options that a hint of a slash command names, as its page shows them. */
function optionsOf(words: string, hint: string): Record<string, string> {
  const name = words.replace('paper ', '')
  const command = commands.find((each) => each.name === name)
  const rest = hint.slice(name.length).trim()
  if (rest === '' || command === undefined) return {}
  const given: Record<string, string> = {}
  let option = command.options[0]?.lead === undefined ? command.options[0]?.name : undefined
  for (const word of rest.split(' ')) {
    const led = command.options.find(({ lead }) => lead === word)
    if (led) option = led.name
    else if (option !== undefined) given[option] = [given[option], word].filter(Boolean).join(' ')
  }
  return given
}

/** A line as a shell parts it into words. */
const wordsInShell = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')

function hintsIn(blocks: readonly Block[]): readonly string[] {
  const inProse = (body: Prose) => body.flatMap((inline) => (inline.kind === 'hint' ? [inline.line] : []))
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'paragraph':
      case 'quote':
      case 'note':
        return inProse(block.body)
      case 'list':
        return block.items.flatMap(inProse)
      case 'facts':
        return block.rows.flatMap(({ value }) => inProse(value))
      default:
        return []
    }
  })
}
