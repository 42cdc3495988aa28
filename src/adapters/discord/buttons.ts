import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import { code, link, note, paragraph } from '../../replies/build.ts'
import { cleanLine } from '../../replies/clean.ts'
import type { Action, Block, Reply } from '../../replies/reply.ts'
import { limits, manners } from './limits.ts'

/**
 * What a click asks for. A button's `custom_id` is a command line, as if it were typed; Paperboy's own begin with
 * `!`, which no command does.
 */
export type Click =
  | { kind: 'command'; line: string }
  /** Another page of a reply, from 0. */
  | { kind: 'page'; number: number; paging: Paging }
  /** To go on in a thread of that name. */
  | { kind: 'thread'; name: string }
  /** To read alone what a reply says to the one who asked. */
  | { kind: 'open'; asker: string; paging: Paging }
  /** To show everybody what one person saw. */
  | { kind: 'share'; paging: Paging }
  /** A form for a question about a paper. */
  | { kind: 'form'; about: string; name?: string }
  /** A form for the options of a command. */
  | { kind: 'fill'; line: string }

/** What the pages of a reply are called: by its id, and by the line that brings it again, as long as that is short. */
export type Paging = { id: string; line?: string }

/** A `custom_id` -> what it asks for. */
export function readClick(customId: string): Click {
  const [, number, id = '', line] = /^!page (\d+) (\S+)(?: (.+))?$/s.exec(customId) ?? []
  if (number !== undefined)
    return { kind: 'page', number: Number(number), paging: { id, ...(line !== undefined && { line }) } }
  const thread = /^!thread (.*)$/s.exec(customId)
  if (thread) return { kind: 'thread', name: thread[1] ?? '' }
  const [, asker, page = '', asked] = /^!open (\S+) (\S+)(?: (.+))?$/s.exec(customId) ?? []
  if (asker !== undefined)
    return { kind: 'open', asker, paging: { id: page, ...(asked !== undefined && { line: asked }) } }
  const [, shared, typed] = /^!share (\S+)(?: (.+))?$/s.exec(customId) ?? []
  if (shared !== undefined)
    return { kind: 'share', paging: { id: shared, ...(typed !== undefined && { line: typed }) } }
  const [, about, name] = /^!form (\S+)(?: (.+))?$/s.exec(customId) ?? []
  if (about !== undefined) return { kind: 'form', about, ...(name !== undefined && { name }) }
  const fill = /^!fill (.*)$/s.exec(customId)
  if (fill) return { kind: 'fill', line: fill[1] ?? '' }
  return { kind: 'command', line: customId }
}

/** Arrows to the pages around one, and between them where one is. */
export function pageButtons(
  paging: Paging,
  { number, of }: { number: number; of: number },
): readonly APIButtonComponent[] {
  const idOf = (page: string) => withPaging(`!page ${page}`, paging)
  return [
    // What cannot be pressed needs a name, too.
    { ...commandButton('◀ Back', idOf(number === 0 ? '000' : `${number - 1}`)), disabled: number === 0 },
    { ...commandButton(`Page ${number + 1} of ${of}`, idOf('0000')), disabled: true },
    { ...commandButton('Next ▶', idOf(`${number + 1}`)), disabled: number + 1 === of },
  ]
}

/** A button for the one who asked, to read what stands there for them alone. */
export const openButton = (asker: string, paging: Paging): APIButtonComponent =>
  commandButton('Show it to me', withPaging(`!open ${asker}`, paging))

/** A button for the one person who sees a page, to show it to everybody there. */
export const shareButton = (paging: Paging): APIButtonComponent =>
  commandButton('Share here', withPaging('!share', paging))

function withPaging(begin: string, { id, line }: Paging): string {
  const short = `${begin} ${id}`
  const whole = `${short} ${line}`
  return line === undefined || whole.length > limits.customId ? short : whole
}

/** What a form is called whose question is about a paper, which is named where there is room for it. */
export function formId({ about, name }: { about: string; name?: string }): string {
  const short = `!form ${about}`
  const whole = `${short} ${name}`
  return name === undefined || whole.length > limits.customId ? short : whole
}
/** And one that goes on with a line. */
export const fillId = (line: string): string => `!fill ${line}`

export function threadButton(name: string): APIButtonComponent {
  const room = limits.customId - '!thread '.length
  return commandButton('Go on in a thread', `!thread ${cleanLine(name, room)}`)
}

/**
 * The buttons of a reply, thumbs last; menus instead, where there are more than one overlooks; and what can be neither as
 * blocks: nothing is left out.
 */
export function drawActions({ actions = [], rating }: Pick<Reply, 'actions' | 'rating'>): {
  buttons: readonly APIButtonComponent[]
  menus: readonly APIActionRowComponent<APIStringSelectComponent>[]
  blocks: readonly Block[]
} {
  const different = [...new Map(actions.map((action) => [keyOf(action), action])).values()]
  const runs = different.filter((action) => action.kind === 'run').filter(fitsButton)
  const listed = runs.length > manners.buttons ? runs.slice(0, limits.options * manners.menus) : []
  const links = different.filter((action) => action.kind === 'open').filter(fitsButton)
  const pressed = [...(listed.length > 0 ? [] : runs), ...links]
  const drawn = new Set<Action>([...pressed, ...listed])
  const others = different.filter((action) => !drawn.has(action))
  const thumbs = rating
    ? [
        { ...commandButton('Helpful', rating.up), emoji: { name: '👍' } },
        { ...commandButton('Not helpful', rating.down), emoji: { name: '👎' } },
      ]
    : []
  return {
    buttons: [...pressed.map(drawButton), ...thumbs],
    menus: drawMenus(listed),
    blocks: others.map(spokenAction),
  }
}

type Run = Extract<Action, { kind: 'run' }>

function drawMenus(actions: readonly Run[]): readonly APIActionRowComponent<APIStringSelectComponent>[] {
  const count = Math.ceil(actions.length / limits.options)
  return Array.from({ length: count }, (_, index) => {
    const part = actions.slice(index * limits.options, (index + 1) * limits.options)
    const options = part.map(drawOption)
    const menu = {
      type: ComponentType.StringSelect as const,
      custom_id: `!menu ${index}`,
      placeholder: index === 0 ? 'What next?' : 'More',
      options,
    }
    return { type: ComponentType.ActionRow, components: [menu] }
  })
}

/** "Similar to 3" says of which paper. */
function drawOption(action: Run) {
  const label = faceOf(action)
  const description = cleanLine(
    (action.spoken ?? '').replace(`${action.label}: `, ''),
    limits.optionDescription,
  )
  return { label, value: idOf(action), ...(description !== '' && { description }) }
}

/** Buttons in rows. */
export function drawRows(
  buttons: readonly APIButtonComponent[],
): readonly APIActionRowComponent<APIButtonComponent>[] {
  const rows = Array.from({ length: Math.ceil(buttons.length / limits.buttonsInRow) }, (_, index) =>
    buttons.slice(index * limits.buttonsInRow, (index + 1) * limits.buttonsInRow),
  )
  return rows.map((components) => ({ type: ComponentType.ActionRow, components: [...components] }))
}

function drawButton(action: Action): APIButtonComponent {
  switch (action.kind) {
    case 'run':
      return commandButton(action.label, idOf(action))
    case 'open':
      return {
        type: ComponentType.Button,
        style: ButtonStyle.Link,
        label: cleanLine(action.label, limits.label) || 'Open',
        url: action.url,
      }
  }
}

function commandButton(label: string, command: string) {
  return {
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label: cleanLine(label, limits.label) || cleanLine(command, limits.label),
    custom_id: command,
  }
}

const faceOf = ({ label, command }: Run): string =>
  cleanLine(label, limits.label) || cleanLine(command, limits.label)

/** What Discord tells when it was pressed or chosen. */
const idOf = ({ command, form, fills }: Run): string =>
  form ? formId(form) : fills ? fillId(cleanLine(command)) : cleanLine(command)

/** Two buttons of a message may not have the same `custom_id`. */
const keyOf = (action: Action): string =>
  action.kind === 'run' ? `run ${idOf(action)}` : `open ${action.url}`

function fitsButton(action: Action): boolean {
  if (action.kind === 'open') return action.url.length <= limits.buttonUrl && URL.canParse(action.url)
  const id = idOf(action)
  return id !== '' && id.length <= limits.customId
}

function spokenAction(action: Action): Block {
  switch (action.kind) {
    case 'run':
      return note(`${action.label}: `, code(action.command))
    case 'open':
      return paragraph(link(action.label, action.url))
  }
}
