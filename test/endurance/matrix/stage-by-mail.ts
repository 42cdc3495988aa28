import { simpleParser } from 'mailparser'
import { startPaperboy } from '../../e2e/paperboy.ts'
import { startSmtpServer } from '../../fakes/mail/smtp-server.ts'
import { freePorts } from '../../loopback.ts'
import { happenAt, type Stage } from './stage.ts'

/** Processes of one case at the most. */
const mostLives = 4

/** A mail as its reader has it. */
export type Read = { id: string; text: string }

/** A mail server, and real processes that send by it. */
export async function stageByMail(): Promise<
  Pick<Stage, 'launch' | 'when' | 'close'> & { mails(): Promise<readonly Read[]> }
> {
  const smtp = await startSmtpServer()
  const ports = [...(await freePorts(mostLives))]
  return {
    launch({ folder, settings }) {
      const { child, exit } = startPaperboy([], {
        folder,
        settings: {
          SMTP_URL: smtp.url,
          MAIL_FROM: 'papers@example.org',
          PUBLIC_URL: 'https://papers.example.org',
          PORT: `${ports.pop()}`,
          ...settings,
        },
      })
      let output = ''
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (chunk: string) => {
          output += chunk
        })
      const end = (signal: NodeJS.Signals) => {
        child.kill(signal)
        return exit
      }
      return {
        kill: () => end('SIGKILL'),
        stop: () => end('SIGTERM'),
        freeze: () => child.kill('SIGSTOP'),
        wake: () => child.kill('SIGCONT'),
        output: () => output,
      }
    },
    when: happenAt(smtp.moments),
    mails: () =>
      Promise.all(
        smtp.taken.map(async ({ raw }) => {
          const { messageId = '', text = '' } = await simpleParser(raw)
          return { id: messageId, text }
        }),
      ),
    close: smtp.close,
  }
}
