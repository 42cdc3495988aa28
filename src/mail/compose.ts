import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import nodemailer from 'nodemailer'
import { describeError, PaperboyError } from '../lib/errors.ts'

/** One mail to one person. */
export type Mail = {
  to: string
  subject: string
  text: string
  html: string
  /** The same for every attempt at the same mail. */
  messageId: string
  date: Date
  /** For mails that come again and again: where one click ends that, and what else can be changed. */
  list?: { leave: string; settings: string }
}

/** Who sends, and with which key it is signed. */
export type Sender = {
  from: { name: string; address: string }
  dkim?: { domainName: string; keySelector: string; privateKey: string }
}

const advice = 'MAIL_DKIM is domain:selector:file, with an RSA key in PEM form in the file.'

/**
 * Reads `domain:selector:file`.
 *
 * @throws PaperboyError when the file holds no key that mail can be signed with: mail would go unsigned, and no one told
 */
export function readDkim(setting: string): NonNullable<Sender['dkim']> {
  const [, domainName = '', keySelector = '', file = ''] = /^([^:]+):([^:]+):(.+)$/.exec(setting) ?? []
  try {
    const privateKey = readFileSync(file, 'utf8')
    const type = createPrivateKey(privateKey).asymmetricKeyType
    if (type === 'rsa') return { domainName, keySelector, privateKey }
    throw new Error(`it is of the kind ${type}`)
  } catch (cause) {
    throw new PaperboyError(`The key of MAIL_DKIM cannot be used: ${describeError(cause)}.`, advice, {
      cause,
    })
  }
}

/** Makes the bytes of mails: the same for the same mail, so that what is tested is what is sent. */
export function createCompose({ from, dkim }: Sender): (mail: Mail) => Promise<Buffer> {
  const builder = nodemailer.createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  return async ({ to, list, ...mail }) => {
    const { message } = await builder.sendMail({
      ...mail,
      from,
      // Never as a text: a comma in it would name several people.
      to: { name: '', address: to },
      ...(list && {
        list: {
          id: { url: `papers.${domain}`, comment: 'Paperboy' },
          unsubscribe: list.leave,
          help: list.settings,
        },
      }),
      headers: {
        'Auto-Submitted': 'auto-generated',
        ...(list && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
      },
      ...(dkim && { dkim }),
    })
    if (Buffer.isBuffer(message)) return message
    throw new Error('A mail was not composed.')
  }
}

/** @throws PaperboyError when what is composed with the key is not signed */
export async function checkSigning(sender: Sender): Promise<void> {
  if (!sender.dkim) return
  const bytes = await createCompose(sender)({
    to: sender.from.address,
    subject: 'Test',
    text: 'Test',
    html: '<p>Test</p>',
    messageId: '<test@localhost>',
    date: new Date(0),
  })
  if (!/^DKIM-Signature:/im.test(bytes.toString('latin1')))
    throw new PaperboyError('The key of MAIL_DKIM does not sign.', advice)
}
