import type { IncomingMessage, ServerResponse } from 'node:http'
import { subscriptionInWords, unconfirmed, untilResumed } from '../digests/describe.ts'
import { afterPause, nextRun } from '../digests/schedule.ts'
import type { Clock } from '../lib/clock.ts'
import type { Respond } from '../platform/endpoint.ts'
import { escaped } from '../replies/markup.ts'
import type { Store } from '../store/store.ts'
import type { Subscription } from '../store/subscriptions.ts'
import { domainOf } from './address.ts'
import type { Tokens } from './tokens.ts'

type Parts = { store: Pick<Store, 'subscriptions'>; tokens: Tokens; clock: Clock }

/** What a form may post, and what then becomes of a subscription. */
const changes: Readonly<
  Record<string, { label: string; change(known: Subscription, now: Date): Subscription }>
> = {
  pause: { label: 'Pause it', change: (known) => ({ ...known, paused: untilResumed }) },
  resume: { label: 'Send it again', change: resumed },
  weekly: {
    label: 'Once a week, on Mondays',
    change: (known, now) => moved({ ...known, schedule: { ...known.schedule, days: [1] } }, now),
  },
  weekdays: {
    label: 'Every weekday',
    change: (known, now) => moved({ ...known, schedule: { ...known.schedule, days: [1, 2, 3, 4, 5] } }, now),
  },
  three: { label: 'At most three papers', change: (known) => ({ ...known, top: 3 }) },
  ten: { label: 'At most ten papers', change: (known) => ({ ...known, top: 10 }) },
}

/** Longest form, in bytes: it holds one word, or what a mail program sends. */
const longestForm = 4_096
const style =
  ':root{color-scheme:light dark}body{font:1.125rem/1.6 system-ui,sans-serif;max-width:36rem;margin:2rem auto;padding:0 1rem;overflow-wrap:break-word}button{font:inherit;min-height:2.75rem;padding:.5rem 1rem;margin:.25rem 0}'

/**
 * The pages that mails lead to. Looking changes nothing, since programs open every link of a mail; forms do, and so does
 * the one click of a mail program. Whoever has the address may.
 */
export function createPages({ store: { subscriptions }, tokens, clock }: Parts): Respond {
  return async (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0]?.slice('/mail/'.length) ?? ''
    const read = tokens.read(path)
    if (!read) return 'not-found'
    const said = request.method === 'POST' ? await formOf(request) : undefined
    const known = await subscriptions.get(read.subscription)
    const drawing =
      read.purpose === 'leave'
        ? await leave(read.subscription, known, said !== undefined)
        : read.purpose === 'confirm'
          ? await confirm(known, said !== undefined)
          : await settings(known, said)
    send(request, response, drawing)
    return undefined
  }

  async function leave(id: string, known: Subscription | undefined, isSure: boolean): Promise<string> {
    if (isSure) await subscriptions.remove(id)
    if (isSure || !known) return page('Unsubscribed', ['No more mails of this kind come.'])
    return page('Unsubscribe', [inWords(known)], [{ name: 'leave', label: 'Unsubscribe' }])
  }

  async function confirm(known: Subscription | undefined, isSure: boolean): Promise<string> {
    if (!known) return gone()
    if (known.paused === unconfirmed && !isSure)
      return page('Papers by mail', [inWords(known)], [{ name: 'confirm', label: 'Yes, send it to me' }])
    if (isSure)
      await subscriptions.change(known.id, (latest) =>
        latest.paused === unconfirmed ? resumed(latest, clock.now()) : latest,
      )
    return page('Confirmed', [inWords(known), 'Each mail has a link to change or end it.'])
  }

  async function settings(known: Subscription | undefined, said: string | undefined): Promise<string> {
    if (!known || known.paused === unconfirmed) return gone()
    const wanted = said === undefined ? undefined : changes[said]
    const now = wanted
      ? await subscriptions.change(known.id, (latest) => wanted.change(latest, clock.now()))
      : known
    if (!now) return gone()
    const isPaused = now.paused !== undefined
    const offered = Object.entries(changes).filter(([name]) => name !== (isPaused ? 'pause' : 'resume'))
    return page(
      wanted ? 'Changed' : 'Papers by mail',
      [inWords(now), ...(isPaused ? ['It is paused: nothing comes.'] : [])],
      offered.map(([name, { label }]) => ({ name, label })),
      [{ url: tokens.addressOf('leave', now.id), label: 'Unsubscribe' }],
    )
  }
}

/** Comes again, from its next day on. */
function resumed({ paused: _, pausedUntil: __, ...known }: Subscription, now: Date): Subscription {
  return { ...known, nextDue: nextRun(known.schedule, now).at }
}

const moved = (known: Subscription, now: Date): Subscription => {
  const { alternate: _, ...schedule } = known.schedule
  return { ...known, schedule, nextDue: nextRun(schedule, afterPause(schedule, known.pausedUntil, now)).at }
}

/** Not the whole address: a page may be opened by who was sent a forwarded mail. */
const inWords = (known: Subscription) =>
  `${subscriptionInWords(known)} To an address at ${known.to.kind === 'direct' ? domainOf(known.to.person) : ''}.`

const gone = () =>
  page('Not there any more', ['There is nothing here to confirm or to change. It can be asked for again.'])

function page(
  title: string,
  lines: readonly string[],
  buttons: readonly { name: string; label: string }[] = [],
  links: readonly { url: string; label: string }[] = [],
): string {
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">',
    `<meta name="robots" content="noindex"><title>${escaped(title)} · Paperboy</title><style>${style}</style></head>`,
    `<body><main><h1>${escaped(title)}</h1>`,
    ...lines.map((line) => `<p>${escaped(line)}</p>`),
    ...(buttons.length === 0
      ? []
      : [
          '<form method="post">',
          ...buttons.map(
            ({ name, label }) =>
              `<p><button name="do" value="${escaped(name)}">${escaped(label)}</button></p>`,
          ),
          '</form>',
        ]),
    ...links.map(({ url, label }) => `<p><a href="${escaped(url)}">${escaped(label)}</a></p>`),
    '</main></body></html>\n',
  ].join('\n')
}

function send(request: IncomingMessage, response: ServerResponse, drawing: string): void {
  const body = Buffer.from(drawing)
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** What a form says is to be done; the empty text for whatever a mail program sends. */
async function formOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request) {
    if (!Buffer.isBuffer(piece)) continue
    length += piece.length
    // The rest is read and left: what was meant stands at the beginning.
    if (length <= longestForm) pieces.push(piece)
  }
  return new URLSearchParams(Buffer.concat(pieces).toString('utf8')).get('do') ?? ''
}
