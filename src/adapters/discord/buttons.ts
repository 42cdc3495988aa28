import { type APIActionRowComponent, type APIButtonComponent, ButtonStyle, ComponentType } from 'discord.js'
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
  /** The pages of a reply from number `from` on. */
  | { kind: 'more'; reply: string; from: number }
  /** To go on in a thread of that name. */
  | { kind: 'thread'; name: string }

/** A `custom_id` -> what it asks for. */
export function readClick(customId: string): Click {
  const more = /^!more (\S+) (\d+)$/.exec(customId)
  if (more) return { kind: 'more', reply: more[1] ?? '', from: Number(more[2]) }
  const thread = /^!thread (.*)$/s.exec(customId)
  if (thread) return { kind: 'thread', name: thread[1] ?? '' }
  return { kind: 'command', line: customId }
}

export function moreButton(reply: string, from: number): APIButtonComponent {
  return commandButton('More', `!more ${reply} ${from}`)
}

export function threadButton(name: string): APIButtonComponent {
  const room = limits.customId - '!thread '.length
  return commandButton('Go on in a thread', `!thread ${cleanLine(name, room)}`)
}

/** The buttons of a reply, thumbs last, and what cannot be a button as blocks: nothing is left out. */
export function drawActions({ actions = [], rating }: Pick<Reply, 'actions' | 'rating'>): {
  buttons: readonly APIButtonComponent[]
  blocks: readonly Block[]
} {
  const different = [...new Map(actions.map((action) => [keyOf(action), action])).values()]
  const fitting = different.filter(fitsButton).slice(0, manners.actions)
  const others = different.filter((action) => !fitting.includes(action))
  const thumbs = rating
    ? [
        { ...commandButton('Helpful', rating.up), emoji: { name: '👍' } },
        { ...commandButton('Not helpful', rating.down), emoji: { name: '👎' } },
      ]
    : []
  return { buttons: [...fitting.map(drawButton), ...thumbs], blocks: others.map(spokenAction) }
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
      return commandButton(action.label, cleanLine(action.command))
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

/** Two buttons of a message may not have the same `custom_id`. */
function keyOf(action: Action): string {
  return action.kind === 'run' ? `run ${cleanLine(action.command)}` : `open ${action.url}`
}

function fitsButton(action: Action): boolean {
  if (action.kind === 'open') return action.url.length <= limits.buttonUrl && URL.canParse(action.url)
  const command = cleanLine(action.command)
  return command !== '' && command.length <= limits.customId
}

function spokenAction(action: Action): Block {
  switch (action.kind) {
    case 'run':
      return note(`${action.label}: `, code(action.command))
    case 'open':
      return paragraph(link(action.label, action.url))
  }
}
