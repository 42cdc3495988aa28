import {
  type ButtonInteraction,
  ComponentType,
  InteractionResponseType,
  MessageFlags,
  type ModalSubmitInteraction,
  type RepliableInteraction,
  Routes,
  type StringSelectMenuInteraction,
  TextInputStyle,
} from 'discord.js'
import type { AdapterParts } from '../../platform/adapter.ts'
import { audienceOfPress } from '../../platform/audience.ts'
import type { Described } from '../../platform/describe.ts'
import { askLine } from '../../platform/menu.ts'
import {
  type FormField,
  filledLine,
  formOf,
  type OptionsForm,
  prefilled,
} from '../../platform/options-form.ts'
import { cleanLine } from '../../replies/clean.ts'
import type { Answering, AnsweringOptions } from './answering.ts'
import { type Click, fillId, formId, type Paging, readClick } from './buttons.ts'
import { openThread, shareHere, showAlone, showPage } from './follow-on.ts'
import { linkedOf } from './incoming.ts'
import { limits } from './limits.ts'
import type { Work } from './work.ts'

/** What somebody wants who used what stands below a message, beside a line. */
export type Pressed = {
  described: Described
  /** Nobody else sees what comes of it. */
  alone: boolean
  /** It belongs to no conversation that others have. */
  apart: boolean
  about?: readonly string[]
}

type Turning = Extract<Click, { kind: 'page' }>
type Reading = Extract<Click, { kind: 'open' }>

type Clicking = Pick<AdapterParts, 'menu' | 'describe' | 'prefill' | 'log'> &
  Pick<AnsweringOptions, 'rest' | 'application' | 'conversations'> & {
    answering: Answering
    /** Whether messages can be read that do not mention Paperboy. */
    readable: boolean
    respond(interaction: RepliableInteraction, line: string, pressed: Pressed): Promise<void>
    workOf(interaction: RepliableInteraction, line: string, pressed: Pressed): Promise<Work>
  }

const questionField = 'question'

/** Buttons, menus and forms below messages of Paperboy's. */
export function createClicks(options: Clicking) {
  const { describe, menu, rest, conversations, answering, readable, respond, workOf } = options

  /** A page stays with the person who asked for it: others see what they press alone, and change nothing for anybody. */
  async function pressed(
    { message, user, guildId }: ButtonInteraction | StringSelectMenuInteraction | ModalSubmitInteraction,
    described: Described,
  ): Promise<Pressed> {
    const isPrivate = message?.flags.has(MessageFlags.Ephemeral) === true
    const askedBy =
      guildId === null ? user.id : message ? await conversations.askerOf(linkedOf(message)) : undefined
    const alone = audienceOfPress(described, { by: user.id, askedBy, isPrivate }) === 'asker'
    return {
      described,
      alone: alone && (guildId !== null || isPrivate),
      apart: !isPrivate && askedBy !== user.id,
    }
  }

  async function press(
    interaction: ButtonInteraction | StringSelectMenuInteraction | ModalSubmitInteraction,
    line: string,
    about?: readonly string[],
  ): Promise<void> {
    const made = await pressed(interaction, describe(line))
    return respond(interaction, line, { ...made, ...(about && { about }) })
  }

  /** A form has to be the first response, at once. */
  function openForm({ id, token }: ButtonInteraction | StringSelectMenuInteraction, data: object) {
    const body = { type: InteractionResponseType.Modal, data }
    return rest.interactions.post(Routes.interactionCallback(id, token), { auth: false, body })
  }

  /** Another page of what stands there, in its place where it is the reader's own. */
  async function turnTo(interaction: ButtonInteraction, { number, paging }: Turning): Promise<void> {
    const line = paging.line ?? ''
    const made = await pressed(interaction, describe(line))
    const find = async () => answering.longReply(paging, await workOf(interaction, line, made))
    const isPrivate = interaction.message.flags.has(MessageFlags.Ephemeral) || made.apart
    const share = isPrivate && interaction.guildId !== null && made.described.audience !== 'asker'
    await showPage(interaction, options, { number, paging, alone: made.apart, share, find })
  }

  async function readAlone(interaction: ButtonInteraction, { asker, paging }: Reading): Promise<void> {
    const line = paging.line ?? ''
    const made = { described: describe(line), alone: true, apart: false }
    const find = async () => answering.longReply(paging, await workOf(interaction, line, made))
    const { id, token, user } = interaction
    await showAlone({ id, token, person: user.id }, options, { asker, paging, find })
  }

  async function share(interaction: ButtonInteraction, paging: Paging): Promise<void> {
    const line = paging.line ?? ''
    const made = { described: describe(line), alone: true, apart: false }
    const isForOthers = made.described.audience !== 'asker'
    const find = async () =>
      isForOthers ? answering.longReply(paging, await workOf(interaction, line, made)) : undefined
    await shareHere(interaction, options, { paging, find })
  }

  async function use(interaction: ButtonInteraction | StringSelectMenuInteraction, id: string) {
    const wanted = readClick(id)
    if (wanted.kind === 'command') return press(interaction, wanted.line)
    if (wanted.kind === 'form') return openForm(interaction, questionForm(wanted))
    if (wanted.kind === 'fill') {
      const form = formOf(wanted.line, options)
      if (!form) return press(interaction, wanted.line)
      const { line } = form
      const work = await workOf(interaction, line, await pressed(interaction, describe(line)))
      const known = await options.prefill({ ...answering.requestOf(work), line })
      return openForm(interaction, optionsForm(prefilled(form, known), channelOf(interaction)))
    }
    if (!interaction.isButton()) return
    switch (wanted.kind) {
      case 'page':
        return turnTo(interaction, wanted)
      case 'open':
        return readAlone(interaction, wanted)
      case 'share':
        return share(interaction, wanted.paging)
      case 'thread':
        return openThread(interaction, options, { name: wanted.name, readable })
    }
  }

  return {
    click: (interaction: ButtonInteraction) => use(interaction, interaction.customId),
    choose: (interaction: StringSelectMenuInteraction) => use(interaction, interaction.values[0] ?? ''),
    async submit(interaction: ModalSubmitInteraction): Promise<void> {
      const form = readClick(interaction.customId)
      const typed = Object.fromEntries(
        interaction.fields.fields.map((field) => [
          field.customId,
          field.type === ComponentType.TextInput
            ? field.value
            : field.type === ComponentType.StringSelect
              ? field.values[0]
              : '',
        ]),
      )
      if (form.kind === 'form')
        await press(interaction, askLine(menu, typed[questionField] ?? ''), [form.about])
      // Discord shows nothing beside the fields of a form: the command says what cannot be read, as of a typed line.
      if (form.kind === 'fill') await press(interaction, filledLine(form.line, typed, options).line)
    },
  }
}

/** What its channel is called, where it is one of a server. */
const channelOf = ({ channel }: ButtonInteraction | StringSelectMenuInteraction): string | undefined =>
  channel && !channel.isDMBased() ? channel.name : undefined

function questionForm({ about, name }: Extract<Click, { kind: 'form' }>) {
  const component = {
    type: ComponentType.TextInput,
    custom_id: questionField,
    style: TextInputStyle.Paragraph,
    max_length: limits.question,
  }
  return {
    custom_id: formId({ about }),
    title: cleanLine(name === undefined ? 'Ask about this paper' : `Ask about ${name}`, limits.formTitle),
    components: [{ type: ComponentType.Label, label: 'Your question', component }],
  }
}

/**
 * With what is known in its fields. Each field of a form counts, so that the channel stands in its title.
 *
 * @param channel what the channel is called that it was opened in
 */
function optionsForm({ line, title, to, fields }: OptionsForm, channel: string | undefined) {
  const place = to?.kind === 'channel' && channel !== undefined ? ` in #${channel}` : ''
  return {
    custom_id: fillId(line),
    title: cleanLine(`${title}${place}`, limits.formTitle),
    components: fields.slice(0, limits.formFields).map((field) => ({
      type: ComponentType.Label,
      label: cleanLine(field.label, limits.formTitle),
      description: cleanLine(field.help, limits.description),
      component: drawField(field),
    })),
  }
}

function drawField({ id, value, choices }: FormField) {
  const field = { custom_id: id, required: false }
  if (choices && choices.length <= limits.options && (value === undefined || choices.includes(value)))
    return {
      type: ComponentType.StringSelect,
      ...field,
      options: choices.map((choice) => ({
        label: cleanLine(choice, limits.label),
        value: choice,
        ...(choice === value && { default: true }),
      })),
    }
  return {
    type: ComponentType.TextInput,
    ...field,
    style: TextInputStyle.Short,
    max_length: limits.formField,
    ...(value !== undefined && { value: value.slice(0, limits.formField) }),
  }
}
