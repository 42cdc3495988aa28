import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type ChatInputApplicationCommandData,
  type ChatInputCommandInteraction,
  type Client,
  Events,
  type Interaction,
  type MessageApplicationCommandData,
  MessageFlags,
} from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../eventually.ts'
import { connect } from './client.ts'
import { type FakeDiscord, startFakeDiscord } from './discord.ts'

let discord: FakeDiscord
let client: Client
let ada: ReturnType<FakeDiscord['person']>

const { Subcommand, String: Text, Boolean: YesNo } = ApplicationCommandOptionType
const paper: ChatInputApplicationCommandData = {
  name: 'paper',
  description: 'Ask research papers questions',
  options: [
    {
      type: Subcommand,
      name: 'ask',
      description: 'Answer a question',
      options: [
        { type: Text, name: 'question', description: 'what you want to know', required: true },
        { type: YesNo, name: 'private', description: 'only for you' },
      ],
    },
    {
      type: Subcommand,
      name: 'show',
      description: 'Show a paper',
      options: [{ type: Text, name: 'paper', description: 'which', required: true, autocomplete: true }],
    },
  ],
}
const askAbout: MessageApplicationCommandData = {
  name: 'Ask about this',
  type: ApplicationCommandType.Message,
}

beforeEach(async () => {
  discord = await startFakeDiscord()
  client = (await connect(discord)).client
  await client.application?.commands.set([paper, askAbout])
  ada = discord.person('Ada')
})
afterEach(async () => {
  await client.destroy()
  await discord.close()
})

/** What the bot does with interactions, and the codes of what it could not do. */
function whenAsked(deed: (interaction: Interaction) => Promise<unknown>): readonly unknown[] {
  const codes: unknown[] = []
  client.on(Events.InteractionCreate, (interaction) => {
    deed(interaction).catch((error: unknown) => {
      codes.push(error instanceof Error && 'code' in error ? error.code : error)
    })
  })
  return codes
}

const asCommand =
  (deed: (interaction: ChatInputCommandInteraction) => Promise<unknown>) => (interaction: Interaction) =>
    interaction.isChatInputCommand() ? deed(interaction) : Promise.resolve()

const question = { question: 'why?' }

describe('interactions', () => {
  it('are deferred, answered by edits and followed up', async () => {
    whenAsked(
      asCommand(async (interaction) => {
        await interaction.deferReply()
        await interaction.editReply({ content: `You asked ${interaction.options.getString('question')}` })
        await interaction.followUp({ content: 'and more', flags: MessageFlags.Ephemeral })
      }),
    )
    const deed = ada.slash(discord.general, 'paper ask', question)
    await eventually(() => expect(deed.messages()).toHaveLength(2))
    expect(deed.messages()).toMatchObject([
      { text: 'You asked why?', ephemeral: false, loading: false },
      { text: 'and more', ephemeral: true },
    ])
    expect(deed.respondedAfter()).toBeLessThan(3000)
    expect(discord.see(discord.general)).toHaveLength(1)
    expect(discord.see(discord.general, ada)).toHaveLength(2)
  })

  it('stay ephemeral once deferred so, and become Components V2 when edited so', async () => {
    whenAsked(
      asCommand(async (interaction) => {
        await interaction.deferReply({ flags: MessageFlags.Ephemeral })
        await interaction.editReply({
          flags: MessageFlags.IsComponentsV2,
          components: [{ type: 10, content: '# Title' }],
        })
      }),
    )
    const deed = ada.slash(discord.general, 'paper ask', { ...question, private: true })
    await eventually(() =>
      expect(deed.messages()).toMatchObject([
        { text: 'Title', ephemeral: true, marks: [{ kind: 'heading' }] },
      ]),
    )
  })

  it('are answered once', async () => {
    const codes = whenAsked(
      asCommand(async (interaction) => {
        await interaction.reply('first')
        interaction.replied = false
        await interaction.reply('second')
      }),
    )
    ada.slash(discord.general, 'paper ask', question)
    await eventually(() => expect(codes).toEqual([40060]))
  })

  it('are unknown after three seconds', async () => {
    const codes = whenAsked(
      asCommand(async (interaction) => {
        discord.world.advance(3100)
        await interaction.reply('late')
      }),
    )
    ada.slash(discord.general, 'paper ask', question)
    await eventually(() => expect(codes).toEqual([10062]))
  })

  it('have tokens that serve for fifteen minutes', async () => {
    const codes = whenAsked(
      asCommand(async (interaction) => {
        await interaction.reply('in time')
        discord.world.advance(15 * 60_000)
        await interaction.editReply('late')
      }),
    )
    ada.slash(discord.general, 'paper ask', question)
    await eventually(() => expect(codes).toEqual([50027]))
  })

  it('offer choices while one types', async () => {
    whenAsked(async (interaction) => {
      if (!interaction.isAutocomplete()) return
      const typed = interaction.options.getFocused()
      await interaction.respond([{ name: `${typed}…`, value: typed }])
    })
    const { interaction } = ada.type(discord.general, 'paper show', { paper: 'TAR' }, 'paper')
    await eventually(() => expect(interaction.response?.choices).toEqual([{ name: 'TAR…', value: 'TAR' }]))
  })

  it('begin at buttons and at messages', async () => {
    whenAsked(async (interaction) => {
      if (interaction.isButton()) {
        await interaction.update({ content: `pressed ${interaction.customId}`, components: [] })
      } else if (interaction.isMessageContextMenuCommand()) {
        await interaction.reply({
          content: interaction.targetMessage.content,
          components: [{ type: 1, components: [{ type: 2, style: 1, custom_id: 'go', label: 'Go' }] }],
        })
      }
    })
    const { message } = ada.say(discord.general, 'read this')
    const deed = ada.useOn(message, 'Ask about this')
    await eventually(() => expect(deed.messages()).toMatchObject([{ text: 'read this' }]))
    const [shown] = deed.messages()
    if (shown) ada.press(shown, 'Go')
    await eventually(() => expect(deed.messages()).toMatchObject([{ text: 'pressed go', buttons: [] }]))
  })

  it('need a command that is registered, with options that it has', () => {
    expect(() => ada.slash(discord.general, 'paper sing')).toThrow('no sub-command sing')
    expect(() => ada.slash(discord.general, 'paper ask')).toThrow('question is required')
    expect(() => ada.slash(discord.general, 'paper ask', { ...question, private: 'yes' })).toThrow(
      'does not take',
    )
  })
})

describe('the registration of commands', () => {
  it('keeps the id of a command that keeps its name, and refuses what is not well formed', async () => {
    const first = discord.world.commands.map(({ id }) => id)
    await client.application?.commands.set([paper, askAbout])
    expect(discord.world.commands.map(({ id }) => id)).toEqual(first)
    const wrong = [
      { ...paper, name: 'Paper Boy' },
      { ...paper, description: '' },
      { ...paper, options: [...(paper.options ?? []), ...(paper.options ?? [])] },
      { ...paper, description: 'd'.repeat(101) },
    ]
    for (const command of wrong)
      await expect(client.application?.commands.set([command])).rejects.toMatchObject({ code: 50035 })
  })
})
