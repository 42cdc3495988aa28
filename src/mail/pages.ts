import { z } from 'zod'
import { toDelivery } from '../digests/delivery.ts'
import { pausedByReader, subscriptionInWords, unconfirmed } from '../digests/describe.ts'
import { nextRun } from '../digests/schedule.ts'
import type { Clock } from '../lib/clock.ts'
import type { Respond } from '../platform/endpoint.ts'
import { readSubscription } from '../store/json-columns.ts'
import { postsOf } from '../store/queues.ts'
import type { Store } from '../store/store.ts'
import type { Subscription } from '../store/subscriptions.ts'
import { domainOf } from './address.ts'
import { changes, resumed } from './changes.ts'
import { readForm } from './form.ts'
import { type Button, type Page, type Part, sendPage } from './page.ts'
import type { Sealed } from './seal.ts'
import type { Purpose, Tokens } from './tokens.ts'

type Parts = {
  store: Pick<Store, 'subscriptions' | 'jobs' | 'people'>
  tokens: Tokens
  sealed: Sealed
  clock: Clock
}

/** The subscriptions of one mail: all that its addresses name, and those that are still there. */
type These = { ids: readonly string[]; known: readonly Subscription[] }

/**
 * The pages that mails lead to. Looking changes nothing, since programs open every link of a mail; forms do, and so does
 * the one click of a mail program. Anyone who has the address may.
 */
export function createPages({ store, tokens, sealed, clock }: Parts): Respond {
  const { subscriptions, jobs, people } = store
  const pages = { leave, confirm, settings }

  return async (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0]?.slice('/mail/'.length) ?? ''
    const read = tokens.read(path)
    if (!read) return sendPage(request, response, nothingHere, 404)
    const form = request.method === 'POST' ? await readForm(request) : null
    if (!form && form !== null) return sendPage(request, response, tooLong, 413)
    const ids = read.subscriptions
    const found = await Promise.all(ids.map((id) => subscriptions.get(id)))
    const these = { ids, known: found.filter((one) => one !== undefined) }
    sendPage(request, response, await pageOf(read.purpose, these, form))
  }

  async function pageOf(purpose: Purpose, these: These, form: URLSearchParams | null): Promise<Page> {
    const does = form?.get('do') ?? ''
    if (form && purpose === 'leave' && does === 'undo') return undo(these, form)
    if (purpose !== 'confirm' && /^erase(?:-surely)?$/.test(does)) return erase(these, does !== 'erase')
    return pages[purpose](these, form)
  }

  async function leave({ ids, known }: These, form: URLSearchParams | null): Promise<Page> {
    if (!form && known.length > 0)
      return page('Unsubscribe', known.map(inWords), [button('Unsubscribe', 'leave', { main: true })])
    if (form) for (const id of ids) await subscriptions.remove(id)
    const address = await addressOf({ ids, known })
    return page(
      'Unsubscribed',
      ['You will get no more of these mails.'],
      [
        ...(form && known.length > 0 ? [undoing(known)] : []),
        ...(address === undefined ? [] : [button('Erase what is kept about this address', 'erase')]),
      ],
    )
  }

  /** The next page can bring back what this one took away: it holds that, sealed, since it is kept nowhere else. */
  function undoing(known: readonly Subscription[]): Button {
    const before = { until: clock.now().getTime() + undoneWithin, known }
    return button('Undo', 'undo', { fields: { before: sealed.seal(JSON.stringify(before)) } })
  }

  async function undo({ ids }: These, form: URLSearchParams): Promise<Page> {
    const now = clock.now()
    const before = readBefore(sealed.open(form.get('before') ?? ''))
    if (!before || before.until < now.getTime()) return gone
    const back = before.known
      .filter(({ id }) => ids.includes(id))
      .map((one) => ({ ...one, nextDue: nextRun(one.schedule, now).at }))
    for (const one of back) if (!(await subscriptions.get(one.id))) await subscriptions.put(one)
    return page('Subscribed again', back.map(inWords))
  }

  async function confirm({ known: [known] }: These, form: URLSearchParams | null): Promise<Page> {
    if (!known) return gone
    if (known.paused === unconfirmed && !form)
      return page(
        'Do you want papers by mail?',
        [inWords(known)],
        [button('Yes, send it to me', 'confirm', { main: true })],
      )
    if (form)
      await subscriptions.change(known.id, (latest) =>
        latest.paused === unconfirmed ? resumed(latest, clock.now()) : latest,
      )
    return page('Confirmed', [inWords(known), 'Each mail has a link to change or end it.'])
  }

  async function settings({ ids, known }: These, form: URLSearchParams | null): Promise<Page> {
    const wanted = Object.entries(changes).find(([name]) => name === form?.get('do'))?.[1]
    // A mail of one post names it by its address alone.
    const id = form?.get('id') ?? ids[0]
    const now = await Promise.all(
      known.map((one) =>
        wanted && one.id === id && one.paused !== unconfirmed
          ? subscriptions.change(one.id, (latest) => wanted.change(latest, clock.now()))
          : one,
      ),
    )
    const there = now.flatMap((one) => (one === undefined || one.paused === unconfirmed ? [] : [one]))
    if (there.length === 0) return gone
    return {
      title: wanted ? 'Changed' : 'Papers by mail',
      parts: [
        ...there.map((one) => partOf(one, there.length > 1)),
        { lines: [], buttons: [button('Erase what is kept about this address', 'erase')] },
      ],
    }
  }

  function partOf(known: Subscription, isOneOfSeveral: boolean): Part {
    const { id, topic, paused } = known
    return {
      ...(isOneOfSeveral && { heading: topic === undefined ? 'All new papers' : `Papers about ${topic}` }),
      lines: [
        inWords(known),
        ...(paused === undefined
          ? []
          : [paused === pausedByReader ? 'It is paused: nothing is sent.' : `It is paused: ${paused}`]),
      ],
      buttons: Object.entries(changes)
        .filter(([, { is }]) => !is(known))
        .map(([name, { label }]) => button(label, name, { fields: { id } })),
      links: [{ url: tokens.addressOf('leave', [id]), label: 'Unsubscribe' }],
    }
  }

  /** Everything about the address, whatever mail this page belongs to; asked twice, since it cannot be undone. */
  async function erase(these: These, isSure: boolean): Promise<Page> {
    const address = await addressOf(these)
    if (address === undefined) return gone
    if (!isSure)
      return page(
        'Erase it?',
        [
          `Paperboy then forgets your address at ${domainOf(address)}: everything that comes there ends, and the record of the mails and papers sent to it is erased. This cannot be undone.`,
        ],
        [button('Erase it', 'erase-surely', { main: true })],
      )
    await people.forgetAddress(address)
    return page('Erased', ['Nothing about your address is kept any more, and nothing more will be sent.'])
  }

  /** The reader's address, also for a while when they have unsubscribed. */
  async function addressOf({ ids, known }: These): Promise<string | undefined> {
    const places = known.map(({ to }) => to)
    for (const id of ids)
      places.push(...(await jobs.ended(postsOf('mail'), id, 1)).map((job) => toDelivery(job).to))
    return places.flatMap((to) => (to.kind === 'direct' ? [to.person] : []))[0]
  }
}

/** How long after they unsubscribed readers can undo it, in milliseconds. */
const undoneWithin = 3_600_000

const Before = z.object({ until: z.number(), known: z.array(z.json()) })

function readBefore(text: string | undefined) {
  if (text === undefined) return undefined
  const { until, known } = Before.parse(JSON.parse(text))
  return { until, known: known.map((one) => readSubscription(JSON.stringify(one))) }
}

/** Not the whole address: a page may be opened by who was sent a forwarded mail. */
const inWords = (known: Subscription) =>
  `${subscriptionInWords(known)} To an address at ${known.to.kind === 'direct' ? domainOf(known.to.person) : ''}.`

const page = (title: string, lines: readonly string[], buttons: readonly Button[] = []): Page => ({
  title,
  parts: [{ lines, buttons }],
})

const button = (
  label: string,
  what: string,
  { fields = {}, ...more }: { fields?: Record<string, string>; main?: true } = {},
): Button => ({ label, says: { do: what, ...fields }, ...more })

const gone = page('No longer there', [
  'There is nothing here to confirm or to change. It can be asked for again.',
])
const nothingHere = page('There is nothing here', [
  'The address is incomplete, or was never valid. Open the link in the mail again.',
])
const tooLong = page('That was too much', ['Go back, and press the button again.'])
