import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { patience } from '../../eventually.ts'
import { startSmtpServer } from '../../fakes/mail/smtp-server.ts'
import { freePorts } from '../../loopback.ts'
import { expectOneLine } from '../one-line.ts'
import { freshFolder, runPaperboy, startPaperboy } from '../paperboy.ts'

const publicUrl = 'https://papers.example.org'
let smtp: Awaited<ReturnType<typeof startSmtpServer>>
let folder: string
beforeEach(async () => {
  smtp = await startSmtpServer()
  folder = freshFolder()
})
afterEach(() => smtp.close())

const settings = () => ({
  SMTP_URL: smtp.url,
  MAIL_FROM: 'Lab papers <papers@example.org>',
  PUBLIC_URL: publicUrl,
})
const run = (args: readonly string[], more: Record<string, string> = {}) =>
  runPaperboy([...args], { folder, settings: { ...settings(), ...more } })

it('tries the mail server from the command line', async () => {
  const { code, stdout } = await run(['mail', 'test', 'ada@example.com'])
  expect([code, stdout]).toEqual([0, expect.stringContaining('The server took it: 250')])
  const mail = await simpleParser(smtp.taken[0]?.raw ?? '')
  expect(mail.from?.text).toBe('"Lab papers" <papers@example.org>')
  expectOneLine(await run(['mail', 'test', 'ada']), 'This is not a mail address.')
})

it('erases what is kept of an address from the command line', async () => {
  await run(['subscribe', 'about', 'graphs', 'to', 'Ada@example.com'])
  const forget = () => run(['mail', 'forget', 'ada@example.com'])
  expect((await forget()).stdout).toBe('Forgotten: 1 subscription, 1 mail.\n')
  expect((await forget()).stdout).toBe('Nothing is known of this address.\n')
  expectOneLine(await run(['mail', 'forget', 'ada']), 'This is not a mail address.')
})

it.each(['ed25519', 'damaged'])('does not start with a key that cannot sign: %s', async (kind) => {
  const file = join(folder, 'dkim.pem')
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(file, kind === 'damaged' ? 'no key' : privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const ended = await run([], { MAIL_DKIM: `example.org:papers:${file}` })
  expectOneLine(ended, 'The key of MAIL_DKIM cannot be used', 'domain:selector:file')
})

it('asks a reader by mail, and sends nothing more until they say yes', async () => {
  const [port = 0] = await freePorts(1)
  const told = await run(['subscribe', 'about', 'graphs', 'to', 'ada@example.com'])
  expect([told.code, told.stdout]).toEqual([
    0,
    expect.stringContaining('I am asking ada@example.com by mail'),
  ])
  const bot = startPaperboy([], { folder, settings: { ...settings(), PORT: `${port}` } })
  await vi.waitFor(() => expect(smtp.taken).toHaveLength(1), patience)
  const { text = '' } = await simpleParser(smtp.taken[0]?.raw ?? '')
  const [link = ''] = /https:\/\/papers\.example\.org\/mail\/confirm\/\S+/.exec(text) ?? []
  const page = link.replace(publicUrl, `http://127.0.0.1:${port}`)
  expect(await (await fetch(page)).text()).toContain('Yes, send it to me')
  expect(await (await fetch(page, { method: 'POST', body: 'do=confirm' })).text()).toContain('Confirmed')
  bot.child.kill('SIGTERM')
  expect((await bot.exit).code).toBe(0)
})
