import type { AdapterParts } from '../../../platform/adapter.ts'
import { prefilled } from '../../../platform/options-form.ts'
import { paragraph, reply } from '../../../replies/build.ts'
import { faultOf } from '../calling/faults.ts'
import { respond } from '../calling/respond.ts'
import { type Lookups, requestOf } from '../posts/request.ts'
import { renderReply } from '../render.ts'
import { conversationOf, type Incoming } from '../work.ts'
import { formView, optionsView } from './modal-views.ts'
import type { Tools } from './surface.ts'

/** Opens a form, above the modal that it was asked for in. Never throws. */
export type OpenForm = (wanted: Extract<Incoming, { kind: 'form-wanted' }>) => Promise<void>

export function createOpenForm({
  client,
  log,
  lookups,
  prefill,
}: Pick<Tools, 'client' | 'log'> & { lookups: Lookups } & Pick<AdapterParts, 'prefill'>): OpenForm {
  async function viewOf(wanted: Parameters<OpenForm>[0]) {
    if (!('form' in wanted)) return formView(wanted.origin, wanted.name)
    const { form, work, origin } = wanted
    const request = { ...requestOf(work, conversationOf(work), lookups), line: work.line }
    return optionsView(origin, prefilled(form, await prefill(request)))
  }

  return async (wanted) => {
    const { trigger, above, origin } = wanted
    const view = await viewOf(wanted)
    try {
      if (above === undefined) await client.views.open({ trigger_id: trigger, view })
      // Three may stand above each other: then it takes the place of the one that was clicked.
      else
        await client.views
          .push({ trigger_id: trigger, view })
          .catch(() => client.views.update({ view_id: above, view }))
    } catch (error) {
      log.info({ fault: faultOf(error) }, 'A form could not be opened')
      const line = 'That click reached me too late. Click again.'
      const [notice] = renderReply(
        reply({ summary: line, tone: 'warning', audience: 'asker', blocks: [paragraph(line)] }),
      )
      if (origin.url !== undefined)
        await respond(origin.url, notice, { visible: false }, log).catch(() => undefined)
    }
  }
}
