import { destinationInWords, type FormField, type OptionsForm } from '../../../platform/options-form.ts'
import { paragraph } from '../../../replies/build.ts'
import { cleanLine } from '../../../replies/clean.ts'
import type { Guard } from '../calling/calls.ts'
import { type Drawn, drawBlock } from '../drawing/draw-block.ts'
import { limits } from '../limits.ts'
import { fillId, formId } from '../manifest.ts'
import { type Origin, writeOrigin } from '../modal-origin.ts'
import type { Tools } from './surface.ts'

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false }) as const

/** A page over the conversation that `origin` names. */
export function pageView({
  origin,
  blocks,
  isAbove = false,
}: {
  origin: Origin
  blocks: Drawn[]
  isAbove?: boolean
}) {
  return {
    type: 'modal' as const,
    title: plain('Paperboy'),
    close: plain(isAbove ? 'Back' : 'Close'),
    private_metadata: writeOrigin(origin),
    blocks,
  }
}

/** What says that a page is on its way. */
export const waitingView = (origin: Origin, isAbove = false) =>
  pageView({ origin, isAbove, blocks: [...drawBlock(paragraph('One moment…'))] })

/** Puts a page into a modal that is open. @throws when it was closed, or Slack refuses it */
export async function fillView(
  view: string,
  page: Parameters<typeof pageView>[0],
  { client, calls }: Pick<Tools, 'client' | 'calls'>,
  guard: Guard,
): Promise<void> {
  await calls.call('views.update', () => client.views.update({ view_id: view, view: pageView(page) }), guard)
}

/**
 * A form for a question; `origin` says where the answer belongs, and which paper it is about.
 *
 * @param name what that paper is called; left out, the question may be about any
 */
export function formView(origin: Origin, name: string | undefined) {
  const label = name === undefined ? 'What do you want to know?' : `What do you want to know about ${name}?`
  return {
    type: 'modal' as const,
    callback_id: formId,
    title: plain(name === undefined ? 'Ask the papers' : 'Ask about a paper'),
    submit: plain('Ask'),
    close: plain('Cancel'),
    private_metadata: writeOrigin(origin),
    blocks: [
      {
        type: 'input' as const,
        block_id: 'question',
        label: plain(cleanLine(label, limits.form.label)),
        element: {
          type: 'plain_text_input' as const,
          action_id: 'words',
          max_length: limits.form.question,
          focus_on_load: true,
        },
      },
    ],
  }
}

/** A form for the options of a command, with what is known in its fields, and where that goes. */
export function optionsView(origin: Origin, { title, to, fields }: OptionsForm) {
  const destination = destinationInWords(to, (channel) => `<#${channel}>`)
  return {
    type: 'modal' as const,
    callback_id: fillId,
    title: plain(cleanLine(title, limits.form.title)),
    submit: plain('Send'),
    close: plain('Cancel'),
    private_metadata: writeOrigin(origin),
    blocks: [
      ...(destination === undefined
        ? []
        : [{ type: 'context' as const, elements: [{ type: 'mrkdwn' as const, text: destination }] }]),
      ...fields.map((field) => ({
        type: 'input' as const,
        block_id: field.id,
        optional: true,
        label: plain(cleanLine(field.label, limits.form.label)),
        hint: plain(cleanLine(field.help, limits.form.hint)),
        element: drawField(field),
      })),
    ],
  }
}

function drawField({ id, value, choices }: FormField) {
  if (choices && (value === undefined || choices.includes(value)))
    return {
      type: 'static_select' as const,
      action_id: id,
      options: choices.map(drawChoice),
      ...(value !== undefined && { initial_option: drawChoice(value) }),
    }
  return {
    type: 'plain_text_input' as const,
    action_id: id,
    max_length: limits.form.field,
    ...(value !== undefined && { initial_value: value.slice(0, limits.form.field) }),
  }
}

const drawChoice = (value: string) => ({ text: plain(cleanLine(value, limits.form.choice)), value })
