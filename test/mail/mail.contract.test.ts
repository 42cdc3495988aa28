import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { simpleParser } from 'mailparser'
import { afterEach, expect, it } from 'vitest'
import type { Compose } from '../../src/digests/composition.ts'
import { pausedByReader, unconfirmed } from '../../src/digests/describe.ts'
import { readDkim } from '../../src/mail/compose.ts'
import { plainText } from '../../src/replies/plain.ts'
import type { PostAddress } from '../../src/store/subscriptions.ts'
import { composeBoth, hour } from '../digests/posting.ts'
import { Refusal, type Step } from '../fakes/mail/smtp-server.ts'
import { address, publicUrl, startMail } from './stage.ts'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})
async function open(...options: Parameters<typeof startMail>) {
  const stage = await startMail(...options)
  ends.push(stage.close)
  return stage
}
type Stage = Awaited<ReturnType<typeof open>>

const dm = { platform: 'slack', workspace: 'T1', kind: 'direct', person: 'ada' } as const
async function say(
  { handle }: Pick<Stage, 'handle'>,
  line: string,
  { id = 'ada', posts = dm as PostAddress } = {},
) {
  let last = ''
  const where = { platform: 'slack', workspace: posts.workspace ?? '', conversation: `d ${id}`, posts }
  for await (const page of handle({ who: { id, name: 'Ada L.' }, where, line })) last = plainText(page)
  return last
}
const linkIn = (text: string, purpose: string) =>
  new RegExp(`${publicUrl}/mail/${purpose}/\\S+`).exec(text)?.[0] ?? ''
const place = { platform: 'mail', kind: 'direct', person: address } as const
const all = ({ store }: Stage) => store.subscriptions.at(place)
const only = async ({ store }: Stage) =>
  (await store.subscriptions.at({ platform: 'mail', kind: 'direct', person: address }))[0]

/** Somebody asked, and the reader confirmed. */
async function subscribed(stage: Stage) {
  await say(stage, `subscribe at 10:00 daily in Europe/Paris to ${address}`)
  await stage.process()()
  const asked = await simpleParser(stage.smtp.taken[0]?.raw ?? '')
  await stage.page(linkIn(asked.text ?? '', 'confirm'), { method: 'POST', body: 'do=confirm' })
}

it('asks a reader before anything comes, and only a form says yes', async () => {
  const stage = await open()
  const told = await say(stage, `subscribe about sparse retrieval at 10:00 in Europe/Paris to ${address}`)
  expect(told).toContain(`I am asking ${address} by mail`)
  await stage.process()()
  await stage.process()()
  expect(stage.smtp.taken).toHaveLength(1)
  const [taken] = stage.smtp.taken
  const mail = await simpleParser(taken?.raw ?? '')
  expect(mail.subject).toBe('Do you want papers by mail?')
  expect(mail.text).not.toContain('Ada')
  expect(mail.headerLines.some(({ key }) => key.startsWith('list-'))).toBe(false)
  const confirm = linkIn(mail.text ?? '', 'confirm')
  expect(mail.html || '').toContain(confirm)
  expect(confirm).not.toMatch(/ada|%40|@/)
  // Programs that open every link change nothing.
  for (const method of ['GET', 'HEAD']) expect((await stage.page(confirm, { method })).status).toBe(200)
  expect((await only(stage))?.paused).toBeDefined()
  stage.pass(3 * hour)
  await stage.process()()
  expect(stage.smtp.taken).toHaveLength(1)
  expect((await stage.page(confirm, { method: 'POST', body: 'do=confirm' })).status).toBe(200)
  expect((await only(stage))?.paused).toBeUndefined()
  stage.pass(24 * hour)
  await stage.process()()
  expect(stage.smtp.taken).toHaveLength(2)
})

it('forgets an address that nobody confirms within three days', async () => {
  const stage = await open()
  await say(stage, `subscribe to ${address}`)
  await stage.process()()
  stage.pass(71 * hour)
  await stage.process()()
  expect(await only(stage)).toBeDefined()
  stage.pass(2 * hour)
  await stage.process()()
  expect(await only(stage)).toBeUndefined()
  expect(stage.smtp.taken).toHaveLength(1)
})

it('is asked for and ended where it was asked for, by who asked for it alone', async () => {
  const stage = await open()
  await say(stage, `subscribe about graphs weekdays by mail to ${address}.`)
  const known = await only(stage)
  expect(known).toMatchObject({ topic: 'graphs', asked: dm })
  expect(await say(stage, `unsubscribe ${known?.id}`)).toContain('Unsubscribed')
  expect(await only(stage)).toBeUndefined()
  // A question that is under way then comes to nothing.
  await stage.process()()
  expect(stage.smtp.taken).toEqual([])
  expect(await say(stage, 'subscribe about graphs to ada@nowhere..example.com')).toContain('not an address')
})

it('is told with its address to who asked for it alone, and changed by them in words', async () => {
  const stage = await open()
  await subscribed(stage)
  const { id = '' } = (await only(stage)) ?? {}
  const posts = { platform: 'slack', workspace: 'T1', kind: 'channel', channel: 'C1' } as const
  const own = await say(stage, 'subscriptions')
  expect(own).toContain('One daily post goes out by mail')
  expect(own).toContain(address)
  for (const elsewhere of [
    { posts },
    { id: 'bob', posts: { ...dm, person: 'bob' } },
    { posts: { ...dm, workspace: 'T2' } },
  ]) {
    const told = await say(stage, 'subscriptions', elsewhere)
    expect(told).not.toContain(address)
    expect(told).not.toContain(id)
  }
  expect(await say(stage, `pause ${id}`, { id: 'bob', posts })).toContain('no subscription')
  // Also where others read, but without its address.
  expect(await say(stage, `pause ${id}`, { posts })).toContain('Paused.')
  expect((await only(stage))?.paused).toBeDefined()
  expect(await say(stage, 'resume it')).toContain('It will come again.')
  expect(await say(stage, 'change it to 8:30')).toContain('8:30')
  expect(await say(stage, 'only three papers')).toContain('up to 3 papers')
  expect(await only(stage)).toMatchObject({ top: 3, schedule: { minute: 510 } })
  const ended = await say(stage, 'unsubscribe it')
  expect(ended).toContain('Unsubscribed')
  expect(ended).not.toContain('Undo')
  expect(await only(stage)).toBeUndefined()
})

it('does not fill the box of somebody else', async () => {
  const stage = await open()
  for (let times = 0; times < 12; times++) await say(stage, `subscribe about topic ${times} to ${address}`)
  for (let times = 0; times < 5; times++) {
    await stage.process()()
    stage.pass(5_000)
  }
  expect(stage.smtp.taken).toHaveLength(3)
  expect(await say(stage, 'subscribe about more to other@example.com')).toContain('10 mails today')
})

it('sends one person one mail with both parts and every header, signed', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const file = join(mkdtempSync(join(tmpdir(), 'paperboy-')), 'dkim.pem')
  writeFileSync(file, privateKey)
  const stage = await open(undefined, { dkim: readDkim(`example.org:papers:${file}`) })
  await subscribed(stage)
  stage.pass(24 * hour)
  await stage.process()()
  const [, taken] = stage.smtp.taken
  expect([taken?.from, taken?.to]).toEqual(['papers@example.org', [address]])
  const raw = taken?.raw.toString('latin1') ?? ''
  expect(raw.replaceAll('\r\n', '')).not.toContain('\n')
  expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThan(998)
  const mail = await simpleParser(taken?.raw ?? '')
  const [, boundary] = /^content-type: (multipart\/alternative);/im.exec(raw) ?? []
  expect(boundary).toBe('multipart/alternative')
  const lines = (name: string) =>
    mail.headerLines.filter(({ key }) => key === name).map(({ line }) => line.replace(/\r?\n\s+/g, ' '))
  const text = mail.text ?? ''
  const [leave, settings] = [linkIn(text, 'leave'), linkIn(text, 'settings')]
  expect(lines('list-unsubscribe')).toEqual([`List-Unsubscribe: <${leave}>`])
  expect(lines('list-unsubscribe-post')).toEqual(['List-Unsubscribe-Post: List-Unsubscribe=One-Click'])
  expect(lines('list-id')).toEqual(['List-ID: "Paperboy" <papers.example.org>'])
  expect(lines('list-help')).toEqual([`List-Help: <${settings}>`])
  expect(lines('auto-submitted')).toEqual(['Auto-Submitted: auto-generated'])
  expect(lines('message-id')[0]).toMatch(/^Message-ID: <[\w-]+@example\.org>$/)
  expect(lines('date')).toHaveLength(1)
  expect(mail.date?.toISOString()).toBe(stage.clock.now().toISOString())
  expect(lines('from')).toEqual(['From: Paperboy <papers@example.org>'])
  expect(lines('to')).toEqual([`To: ${address}`])
  expect([...lines('bcc'), ...lines('cc')]).toEqual([])
  expect(mail.subject).toBe('Paper One, and 1 more')
  const html = mail.html || ''
  for (const title of ['Paper One', 'Paper Two'])
    expect([text.includes(title), html.includes(title)]).toEqual([true, true])
  expect(html).not.toMatch(/<img|<script|<link|src=|url\(/)
  expect(html).toContain(leave)
  expect(html).toContain('href="https://example.org/"')
  expect(text).not.toContain('Reply to ask')
  expect(Buffer.byteLength(html)).toBeLessThan(80_000)
  const key = publicKey.toString('base64')
  const found = await dkimVerify(taken?.raw ?? '', {
    resolver: async () => [[`v=DKIM1; k=rsa; p=${key}`]],
  })
  const [signature] = found.results
  expect(signature?.status.result).toBe('pass')
  expect(JSON.stringify(signature)).toMatch(/list-unsubscribe-post/i)
})

it('sends posts of one reader that are due together as one mail, each with its own end', async () => {
  const stage = await open()
  for (const topic of ['one', 'two']) {
    await say(stage, `subscribe about ${topic} at 10:00 daily in Europe/Paris to ${address}`)
    await stage.process()()
  }
  stage.pass(10_000)
  await stage.process()()
  for (const { raw } of stage.smtp.taken)
    await stage.page(linkIn((await simpleParser(raw)).text ?? '', 'confirm'), { method: 'POST' })
  stage.pass(24 * hour)
  // Each shows what is new about it and was not shown there before.
  const shown = async () => stage.store.shown.at(place, ['p-one', 'p-two'])
  const compose: Compose = async (subscription, signal) => {
    const known = await shown()
    const all = await composeBoth(subscription, signal)
    const choices = all.choices.filter(({ paper }) => !known.has(paper))
    return { ...all, choices: subscription.topic === 'one' ? choices.slice(0, 1) : choices }
  }
  await stage.process({ compose })()
  expect(stage.smtp.taken).toHaveLength(3)
  const mail = await simpleParser(stage.smtp.taken[2]?.raw ?? '')
  const text = mail.text ?? ''
  expect(mail.subject).toBe('Paper One, and 1 more')
  for (const title of ['Paper One', 'Paper Two']) expect(text.split(title)).toHaveLength(2)
  for (const topic of ['one', 'two'])
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      `You get this because you confirmed it: Every day at 10:00 (Europe/Paris): up to 5 papers about ${topic}.`,
    )
  const links = (purpose: string) => text.match(new RegExp(`\\S+/mail/${purpose}/\\S+`, 'g')) ?? []
  expect([new Set(links('leave')).size, new Set(links('settings')).size]).toEqual([3, 3])
  expect(mail.headers.get('list')).toMatchObject({ unsubscribe: { url: links('leave').at(-1) } })

  // Of one it changes that one, of the mail any of them, and ends all.
  const [first, second] = await all(stage)
  const settings = links('settings').at(-1) ?? ''
  await stage.page(settings, { method: 'POST', body: `do=three&id=${second?.id}` })
  expect((await all(stage)).map(({ top }) => top)).toEqual([5, 3])
  await stage.page(links('settings')[0] ?? '', { method: 'POST', body: 'do=pause' })
  expect((await all(stage)).map(({ paused }) => paused !== undefined)).toEqual([true, false])
  // What the page of one holds cannot reach the other.
  await stage.page(links('settings')[0] ?? '', { method: 'POST', body: `do=ten&id=${second?.id}` })
  expect((await all(stage)).map(({ top }) => top)).toEqual([5, 3])
  expect(first?.topic).toBe('one')
  await stage.page(links('leave').at(-1) ?? '', { method: 'POST', body: 'List-Unsubscribe=One-Click' })
  expect(await all(stage)).toEqual([])
})

it('comes to nobody who did not confirm it, whatever who asked for it says', async () => {
  const stage = await open()
  await say(stage, `subscribe about graphs to ${address}`)
  const { id = '' } = (await only(stage)) ?? {}
  for (const line of [`resume ${id}`, `pause ${id}`, `pause ${id} until next month`])
    expect(await say(stage, line)).toContain('has not confirmed it')
  await say(stage, `subscribe edit ${id} top 3`)
  expect(await only(stage)).toMatchObject({ top: 3, paused: unconfirmed })
  const known = await only(stage)
  if (known) await stage.store.subscriptions.put({ ...known, paused: pausedByReader })
  expect(await say(stage, `resume ${id}`)).toContain('Its reader paused it')
  await say(stage, `subscribe edit ${id} top 4`)
  expect(await only(stage)).toMatchObject({ top: 4, paused: pausedByReader })
})

it('ends by one click of a mail program, whatever it sends, and as often as it is sent', async () => {
  const stage = await open()
  await subscribed(stage)
  stage.pass(24 * hour)
  await stage.process()()
  const leave = linkIn((await simpleParser(stage.smtp.taken[1]?.raw ?? '')).text ?? '', 'leave')
  for (const method of ['GET', 'HEAD']) expect((await stage.page(leave, { method })).status).toBe(200)
  expect(await only(stage)).toBeDefined()
  const form = new FormData()
  form.set('List-Unsubscribe', 'One-Click')
  for (const body of [form, new URLSearchParams('List-Unsubscribe=One-Click'), '', 'x'.repeat(10_000)]) {
    const response = await stage.page(leave, { method: 'POST', body })
    expect([response.status, response.headers.get('location')]).toEqual([200, null])
    expect(await only(stage)).toBeUndefined()
  }
  const statuses: number[] = []
  for (const other of [
    `${leave.slice(0, -2)}xx`,
    leave.replace('/leave/', '/settings/'),
    `${publicUrl}/mail/`,
    `${publicUrl}/mail/leave/abcd`,
  ])
    for (const method of ['GET', 'POST']) statuses.push((await stage.page(other, { method })).status)
  expect(new Set(statuses)).toEqual(new Set([404]))
})

it('undoes an unsubscription from the page that tells of it, for an hour', async () => {
  const stage = await open()
  await subscribed(stage)
  stage.pass(24 * hour)
  await stage.process()()
  const leave = linkIn((await simpleParser(stage.smtp.taken[1]?.raw ?? '')).text ?? '', 'leave')
  const post = async (body: URLSearchParams) => (await stage.page(leave, { method: 'POST', body })).text()
  const ended = await post(new URLSearchParams('do=leave'))
  const [, before = ''] = /name="before" value="([^"]+)"/.exec(ended) ?? []
  expect(Buffer.from(before, 'base64url').toString()).not.toContain('example')
  const undo = (value: string) => post(new URLSearchParams({ do: 'undo', before: value }))
  for (const other of ['', 'x', `${before.slice(0, -4)}AAAA`])
    expect(await undo(other)).toContain('No longer there')
  expect(await only(stage)).toBeUndefined()
  expect(await undo(before)).toContain('Subscribed again')
  const back = await only(stage)
  expect([back?.to, back?.paused]).toEqual([place, undefined])
  await post(new URLSearchParams('do=leave'))
  stage.pass(hour + 1)
  expect(await undo(before)).toContain('No longer there')
})

it.each(['leave', 'settings'])('erases what is kept of an address, asked twice, from %s', async (purpose) => {
  const stage = await open()
  await subscribed(stage)
  stage.pass(24 * hour)
  await stage.process()()
  const text = (await simpleParser(stage.smtp.taken[1]?.raw ?? '')).text ?? ''
  const link = linkIn(text, purpose)
  const press = async (what: string) =>
    (await stage.page(link, { method: 'POST', body: `do=${what}` })).text()
  if (purpose === 'leave') await press('leave')
  const kept = () => stage.store.shown.at(place, ['p-one', 'p-two'])
  expect(await press('erase')).toContain('cannot be undone')
  expect((await kept()).size).toBe(2)
  expect(await press('erase-surely')).toContain('Erased')
  expect([(await kept()).size, await all(stage)]).toEqual([0, []])
  expect(await press('erase')).toContain('No longer there')
  // Links in mails lead somewhere all the same.
  expect((await stage.page(linkIn(text, 'leave'), { method: 'POST' })).status).toBe(200)
})

it('takes no long forms, and no other methods', async () => {
  const stage = await open()
  await subscribed(stage)
  const known = await only(stage)
  stage.pass(24 * hour)
  await stage.process()()
  const text = (await simpleParser(stage.smtp.taken[1]?.raw ?? '')).text ?? ''
  async function* slowly() {
    for (let pieces = 0; pieces < 20; pieces++) yield Buffer.alloc(1_000, 'x')
  }
  for (const purpose of ['leave', 'settings']) {
    const link = linkIn(text, purpose)
    const long = { method: 'POST', body: `do=pause&${'x'.repeat(20_000)}` }
    expect((await stage.page(link, long)).status).toBe(413)
    const body = Readable.toWeb(Readable.from(slowly())) as ReadableStream
    const streamed = await stage.page(link, { method: 'POST', body, duplex: 'half' })
    expect(streamed.status).toBe(413)
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const response = await stage.page(link, { method })
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
    }
  }
  expect(await only(stage)).toEqual({ ...known, nextDue: expect.any(Date) })
})

it('changes and pauses what comes, by forms alone', async () => {
  const stage = await open()
  await subscribed(stage)
  stage.pass(24 * hour)
  await stage.process()()
  const settings = linkIn((await simpleParser(stage.smtp.taken[1]?.raw ?? '')).text ?? '', 'settings')
  const press = async (what: string) =>
    (await stage.page(settings, { method: 'POST', body: `do=${what}` })).text()
  const shown = await (await stage.page(settings)).text()
  expect(shown).not.toContain(address)
  expect(shown).not.toContain('<script')
  await press('three')
  await press('weekly')
  expect(await only(stage)).toMatchObject({ top: 3, schedule: { days: [1] } })
  await press('nonsense')
  expect(await press('pause')).toContain('It is paused')
  expect((await only(stage))?.paused).toBeDefined()
  await press('resume')
  expect((await only(stage))?.paused).toBeUndefined()
})

it.each([
  ['RCPT', 550, '5.1.1 No such user', 'The mail server refused it (550 5.1.1).'],
  ['taken', 552, '5.2.2 Full', 'The mail server refused it (552 5.2.2).'],
] as const)(
  'pauses with the reason when the server refuses for good at %s',
  async (step, code, words, why) => {
    let refuses = false
    const stage = await open((at) => {
      if (refuses && at === step) throw new Refusal(code, words)
    })
    await subscribed(stage)
    refuses = true
    stage.pass(24 * hour)
    await stage.process()()
    expect((await only(stage))?.paused).toBe(why)
    // The person who asked is told where they asked, and not by mail.
    const [notice] = await stage.store.jobs.unfinished('posts:slack')
    expect(notice?.payload).toMatchObject({
      kind: 'notice',
      to: { platform: 'slack', workspace: 'T1', person: 'ada' },
    })
  },
)

it.each([
  ['RCPT', 451, '4.7.1 Greylisted'],
  ['taken', 451, '4.3.0 Later'],
  ['MAIL', 550, '5.7.1 Not you'],
] as const)(
  'tries again what is refused for now, or is not about the reader: %s %d',
  async (step, code, words) => {
    let refusals = 0
    const stage = await open((at) => {
      if (refusals > 0 && at === step) {
        refusals -= 1
        throw new Refusal(code, words)
      }
    })
    await subscribed(stage)
    refusals = 2
    stage.pass(24 * hour)
    for (let times = 0; times < 4; times++) {
      await stage.process()()
      stage.pass(2 * 60_000)
    }
    expect(stage.smtp.taken).toHaveLength(2)
    expect((await only(stage))?.paused).toBeUndefined()
  },
)

/** Steps at which a process ends or stands still, and whether the server has the mail all the same. */
const deaths: readonly (readonly [Step, boolean])[] = [
  ['MAIL', false],
  ['RCPT', false],
  ['DATA', false],
  ['taken', false],
  ['answered', true],
]

it.each(
  deaths.flatMap(([step, has]) => (['breaks', 'freezes'] as const).map((how) => [how, step, has] as const)),
)(
  'sends nothing twice when the line %s at %s, and what is missing comes next time',
  async (how, step, has) => {
    let isArmed = false
    let wake: () => void = () => undefined
    const stage = await open(async (at, drop) => {
      if (!isArmed || at !== step) return
      isArmed = false
      if (how === 'breaks') {
        drop()
        if (!has) throw new Error('It is gone.')
        return
      }
      await new Promise<void>((resolve) => {
        wake = resolve
      })
      if (step === 'taken') throw new Error('It is gone.')
    })
    await subscribed(stage)
    stage.pass(24 * hour)
    isArmed = true
    const doomed = stage.process()()
    if (how === 'breaks') await doomed
    else {
      await new Promise((resolve) => setTimeout(resolve, 400))
      // Others take over what it held.
      stage.pass(60_000)
      await stage.process()()
      wake()
      await doomed
    }
    stage.pass(60_000)
    await stage.process()()
    const digests = () => stage.smtp.taken.slice(1)
    const ids = async () => Promise.all(digests().map(async ({ raw }) => (await simpleParser(raw)).messageId))
    expect(new Set(await ids()).size).toBe(digests().length)
    expect(digests().length).toBeLessThanOrEqual(1)
    const before = digests().length
    stage.pass(24 * hour)
    await stage.process()()
    const shown = await stage.store.shown.at({ platform: 'mail', kind: 'direct', person: address }, [
      'p-one',
      'p-two',
    ])
    expect(shown.size).toBe(2)
    expect(digests().length).toBe(before + 1)
    expect(new Set(await ids()).size).toBe(digests().length)
  },
)
