import type { types } from '@slack/bolt'
import { z } from 'zod'
import { safeUrl } from '../../../replies/build.ts'
import { cleanLine } from '../../../replies/clean.ts'
import type { Action, Reply } from '../../../replies/reply.ts'
import { limits } from '../limits.ts'
import type { Drawn } from './draw-block.ts'

/**
 * How a button says what it is when it comes back: `run:3` carries a command line, `open:4` only opened a page, `form:0`
 * opens a form for a question, `fill:0` one for the options of a command, `turn:0` carries a line whose page takes the place of this one, `share` shows a private page to everybody.
 */
export const actionIds = {
  run: 'run',
  open: 'open',
  rate: 'rate',
  form: 'form',
  fill: 'fill',
  turn: 'turn',
  share: 'share',
} as const

/** A row of buttons says by its name who asked for its page: Slack tells it with every click. */
const asked = /^asked:([^:]+):/
export const askerOf = (row: string | undefined): string | undefined => asked.exec(row ?? '')?.[1]

/** What the button of a form carries: the paper it asks about, or nothing where it asks about any. */
const Asking = z.object({ about: z.string().exactOptional(), name: z.string().exactOptional() })
export const readAsking = (value: string | undefined) => Asking.safeParse(parsed(value)).data

/** What the button that shares carries: the page by the key of its work, and the line that makes it anew. */
const Sharing = z.object({ key: z.string(), line: z.string(), about: z.array(z.string()).exactOptional() })
export type Sharing = z.infer<typeof Sharing>
export const readSharing = (value: string | undefined) => Sharing.safeParse(parsed(value)).data

function parsed(value: string | undefined): unknown {
  try {
    return JSON.parse(value ?? 'null')
  } catch {
    return undefined
  }
}

/**
 * A page's buttons in rows; a button that cannot be drawn (an unsafe or endless address) is left out.
 *
 * @param askedBy who asked for the page, where others read it
 */
export function drawActions(actions: readonly Action[], askedBy?: string): readonly Drawn[] {
  const buttons = actions.flatMap(drawButton)
  const rows = Math.ceil(buttons.length / limits.button.perRow)
  return Array.from({ length: rows }, (_, row) => ({
    type: 'actions',
    ...(askedBy !== undefined && { block_id: `asked:${askedBy}:${row}` }),
    elements: buttons.slice(row * limits.button.perRow, (row + 1) * limits.button.perRow),
  }))
}

/** The button that shows to everybody what one person sees; none where the line is too long to be carried. */
export function drawSharing(sharing: Sharing): readonly Drawn[] {
  const value = JSON.stringify(sharing)
  if (value.length > limits.button.value) return []
  const elements: types.Button[] = [
    { type: 'button', action_id: actionIds.share, text: plain('Share here'), value },
  ]
  return [{ type: 'actions', elements }]
}

/** The button that opens a form for any question, where nothing can be typed. */
export function drawAsking(): Drawn {
  const elements: types.Button[] = [
    {
      type: 'button',
      action_id: `${actionIds.form}:any`,
      text: plain('Ask a question'),
      style: 'primary',
      value: '{}',
    },
  ]
  return { type: 'actions', elements }
}

/** Thumbs up and down, each with the command line it sends. */
export function drawRating({ up, down }: NonNullable<Reply['rating']>): Drawn {
  return {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: actionIds.rate,
        positive_button: { text: plain('Helpful'), value: up, accessibility_label: 'This answer helped' },
        negative_button: {
          text: plain('Not helpful'),
          value: down,
          accessibility_label: 'This answer did not help',
        },
      },
    ],
  }
}

function drawButton(action: Action, index: number): readonly types.Button[] {
  const text = plain(cleanLine(action.label, limits.button.label))
  switch (action.kind) {
    case 'run': {
      const value = action.form ? JSON.stringify(action.form) : cleanLine(action.command)
      if (value === '' || value.length > limits.button.value) return []
      const id = idOf(action)
      const spoken = action.spoken && { accessibility_label: cleanLine(action.spoken, limits.button.label) }
      return [{ type: 'button', action_id: `${id}:${index}`, text, value, ...spoken }]
    }
    case 'open': {
      const url = safeUrl(action.url)
      if (url === undefined || url.length > limits.button.url) return []
      return [{ type: 'button', action_id: `${actionIds.open}:${index}`, text, url }]
    }
  }
}

function idOf({ form, fills, turns }: Extract<Action, { kind: 'run' }>): string {
  if (form) return actionIds.form
  if (fills) return actionIds.fill
  return turns ? actionIds.turn : actionIds.run
}

const plain = (text: string): types.PlainTextElement => ({
  type: 'plain_text',
  text: text || 'Open',
  emoji: false,
})
