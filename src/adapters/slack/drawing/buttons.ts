import type { types } from '@slack/bolt'
import { safeUrl } from '../../../replies/build.ts'
import { cleanLine } from '../../../replies/clean.ts'
import type { Action, Reply } from '../../../replies/reply.ts'
import { limits } from '../limits.ts'
import type { Drawn } from './draw-block.ts'

/** How a button says what it is when it comes back: `run:3` carries a command line, `open:4` only opened a page. */
export const actionIds = { run: 'run', open: 'open', rate: 'rate' } as const

/** A page's buttons in rows; a button that cannot be drawn (an unsafe or endless address) is left out. */
export function drawActions(actions: readonly Action[]): readonly Drawn[] {
  const buttons = actions.flatMap(drawButton)
  const rows = Math.ceil(buttons.length / limits.button.perRow)
  return Array.from({ length: rows }, (_, row) => ({
    type: 'actions',
    elements: buttons.slice(row * limits.button.perRow, (row + 1) * limits.button.perRow),
  }))
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
      const value = cleanLine(action.command)
      if (value === '' || value.length > limits.button.value) return []
      return [{ type: 'button', action_id: `${actionIds.run}:${index}`, text, value }]
    }
    case 'open': {
      const url = safeUrl(action.url)
      if (url === undefined || url.length > limits.button.url) return []
      return [{ type: 'button', action_id: `${actionIds.open}:${index}`, text, url }]
    }
  }
}

const plain = (text: string): types.PlainTextElement => ({
  type: 'plain_text',
  text: text || 'Open',
  emoji: false,
})
