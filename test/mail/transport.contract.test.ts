import { expect, it } from 'vitest'
import { createTransport } from '../../src/mail/transport.ts'
import { Refusal, type Step, startSmtpServer } from '../fakes/mail/smtp-server.ts'

const bytes = Buffer.from('Subject: Test\r\n\r\n.Hello\r\n')
const envelope = { from: 'papers@example.org', to: 'ada@example.org' }

async function handAt(
  at: (step: Step, drop: () => void) => Promise<void> | void,
  beforeEnd = (): Promise<void> => Promise.resolve(),
) {
  const server = await startSmtpServer(at)
  const hand = createTransport(server.url)
  const { signal } = new AbortController()
  const outcome = await hand(bytes, envelope, { beforeEnd, signal }).catch((error: Error) => error.message)
  await new Promise((resolve) => setTimeout(resolve, 100))
  await server.close()
  return { outcome, taken: server.taken }
}

it('hands a mail over, byte for byte, to one person', async () => {
  const { outcome, taken } = await handAt(() => undefined)
  expect(outcome).toMatchObject({ kind: 'taken', response: expect.stringMatching(/^250/) })
  expect(taken).toEqual([{ from: envelope.from, to: [envelope.to], raw: bytes }])
})

it('is asked right before the end, not before the server wants the mail', async () => {
  const steps: string[] = []
  const { outcome } = await handAt(
    async (at) => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      steps.push(at)
    },
    async () => {
      steps.push('end')
    },
  )
  expect(outcome).toMatchObject({ kind: 'taken' })
  expect(steps.slice(0, 2)).toEqual(['MAIL', 'RCPT'])
  expect(steps.indexOf('end')).toBeGreaterThan(1)
  expect(steps.indexOf('end')).toBeLessThan(steps.indexOf('taken'))
})

it.each([
  ['MAIL', 550, '5.7.1 No', { kind: 'refused', permanent: true, about: 'sender', code: '550 5.7.1' }],
  [
    'RCPT',
    550,
    '5.1.1 No such user',
    { kind: 'refused', permanent: true, about: 'reader', code: '550 5.1.1' },
  ],
  ['RCPT', 450, '4.2.1 Later', { kind: 'refused', permanent: false, about: 'reader', code: '450 4.2.1' }],
  ['RCPT', 550, '5.7.26 Not you', { kind: 'refused', permanent: true, about: 'sender', code: '550 5.7.26' }],
  ['taken', 554, '5.6.0 Odd', { kind: 'refused', permanent: true, about: 'reader', code: '554 5.6.0' }],
  ['taken', 452, 'Full', { kind: 'refused', permanent: false, about: 'reader', code: '452' }],
] as const)('tells what a server refuses at %s with %d %s', async (step, code, words, expected) => {
  const { outcome, taken } = await handAt((at) => {
    if (at === step) throw new Refusal(code, words)
  })
  expect(outcome).toEqual(expected)
  expect(taken).toEqual([])
})

it.each(['MAIL', 'RCPT', 'DATA'] as const)(
  'knows that nothing was sent when the line breaks at %s',
  async (step) => {
    let ended = false
    const { outcome, taken } = await handAt(
      (at, drop) => {
        if (at === step) drop()
      },
      async () => {
        // The server is gone before the end is written.
        await new Promise((resolve) => setTimeout(resolve, 200))
        ended = step !== 'DATA'
        if (step === 'DATA') throw new Error('The line is broken.')
      },
    )
    expect(typeof outcome).toBe('string')
    expect([taken, ended]).toEqual([[], false])
  },
)

it.each(['taken', 'answered'] as const)(
  'does not know what became of it when the line breaks at %s',
  async (step) => {
    const { outcome, taken } = await handAt((at, drop) => {
      if (at === step) drop()
      if (at === 'taken' && step === 'taken') throw new Error('It is gone.')
    })
    expect(outcome).toEqual({ kind: 'unknown' })
    expect(taken).toHaveLength(step === 'answered' ? 1 : 0)
  },
)

it('gives the server nothing when it may not be ended', async () => {
  const { outcome, taken } = await handAt(
    () => undefined,
    async () => {
      throw new Error('Another process has it.')
    },
  )
  expect([outcome, taken]).toEqual(['Another process has it.', []])
})
