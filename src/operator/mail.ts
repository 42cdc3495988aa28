import { randomUUID } from 'node:crypto'
import type { Config } from '../config.ts'
import { PaperboyError } from '../lib/errors.ts'
import { readAddress } from '../mail/address.ts'
import { checkSigning, createCompose, readDkim, type Sender } from '../mail/compose.ts'
import { createTransport } from '../mail/transport.ts'
import { cleanLine } from '../replies/clean.ts'
import type { Store } from '../store/store.ts'

type Settings = Pick<Config, 'SMTP_URL' | 'MAIL_FROM' | 'MAIL_DKIM' | 'PUBLIC_URL'>

/**
 * How mail is sent; undefined where no server was named.
 *
 * @throws PaperboyError when the key of MAIL_DKIM cannot be used
 */
export function mailOptions({
  SMTP_URL: smtpUrl,
  MAIL_FROM: from,
  MAIL_DKIM: dkim,
  PUBLIC_URL: publicUrl,
}: Settings): { smtpUrl: string; publicUrl: string; sender: Sender } | undefined {
  if (smtpUrl === undefined || from === undefined || publicUrl === undefined) return undefined
  return { smtpUrl, publicUrl, sender: { from, ...(dkim !== undefined && { dkim: readDkim(dkim) }) } }
}

/**
 * Sends one mail; -> what the server said.
 *
 * @throws PaperboyError when it was not taken
 */
export async function sendTestMail(settings: Settings, said: string, signal: AbortSignal): Promise<string> {
  const options = mailOptions(settings)
  if (!options)
    throw new PaperboyError(
      'No mail server is set.',
      'Set SMTP_URL, MAIL_FROM and PUBLIC_URL: see docs/mail.md.',
    )
  const to = addressIn(said)
  const { sender, smtpUrl, publicUrl } = options
  await checkSigning(sender)
  const domain = sender.from.address.slice(sender.from.address.lastIndexOf('@') + 1)
  const words = 'Paperboy can send you mail. That is all this mail says.'
  const bytes = await createCompose(sender)({
    to,
    subject: 'A test mail from Paperboy',
    text: `${words}\n`,
    html: `<p>${words}</p>`,
    messageId: `<test.${randomUUID()}@${domain}>`,
    date: new Date(),
    list: { leave: publicUrl, settings: publicUrl },
  })
  const handed = await createTransport(smtpUrl)(
    bytes,
    { from: sender.from.address, to },
    { signal, beforeEnd: () => Promise.resolve() },
  )
  if (handed.kind === 'taken')
    return `The server took it: ${cleanLine(handed.response, 200)}. ${signing(sender)}`
  throw handed.kind === 'refused'
    ? new PaperboyError(
        `The mail server refused it (${handed.code}).`,
        handed.about === 'sender' ? 'Check SMTP_URL and MAIL_FROM.' : 'Try another address.',
      )
    : new PaperboyError('The mail server gave no answer to the mail.', 'Try again.')
}

/**
 * Erases what is kept of an address; -> what that was, in a sentence.
 *
 * @throws PaperboyError when it is not one
 */
export async function forgetAddress({ people }: Pick<Store, 'people'>, said: string): Promise<string> {
  const { subscriptions, mails, papers } = await people.forgetAddress(addressIn(said))
  const things = [
    [subscriptions, 'subscription'],
    [mails, 'mail'],
    [papers, 'paper that came there'],
  ] as const
  const counted = things.flatMap(([count, one]) =>
    count === 0 ? [] : [`${count.toLocaleString('en')} ${count === 1 ? one : one.replace(/^\w+/, '$&s')}`],
  )
  return counted.length === 0 ? 'Nothing is known of this address.' : `Forgotten: ${counted.join(', ')}.`
}

function addressIn(said: string): string {
  const address = readAddress(said)
  if (address !== undefined) return address
  throw new PaperboyError('This is not a mail address.', 'Give one such as ada@example.org.')
}

const signing = ({ dkim }: Sender) =>
  dkim
    ? `It is signed for ${dkim.domainName}.`
    : 'It is not signed here: set MAIL_DKIM unless the server signs.'
