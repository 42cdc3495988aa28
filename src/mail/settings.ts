import { z } from 'zod'
import { readAddress } from './address.ts'

export const SmtpUrl = z.url({
  protocol: /^smtps?$/,
  error: 'must be the address of a mail server, such as smtp://user:password@smtp.example.org:587',
})

/** `Paperboy <papers@example.org>`, or the address alone. */
export const MailFrom = z
  .string()
  .trim()
  .transform((value, context) => {
    const [, name = 'Paperboy', said = value] = /^(.{1,100}?)\s*<([^<>]+)>$/.exec(value) ?? []
    const address = readAddress(said)
    if (address !== undefined) return { name, address }
    context.addIssue({
      code: 'custom',
      message: 'must be an address, such as Paperboy <papers@example.org>',
    })
    return z.NEVER
  })

export const MailDkim = z
  .string()
  .trim()
  .regex(/^[a-z\d.-]+:[\w.-]+:.+$/i, 'must be domain:selector:file, such as example.org:papers:./dkim.pem')
