import { type Logger, LogLevel } from '@slack/bolt'
import { describeError } from '../../../lib/errors.ts'
import type { Log } from '../../../lib/log.ts'

/** Our log as Slack's libraries want it; their debug lines hold whole payloads and are left out. */
export function createBoltLog(log: Log): Logger {
  const say =
    (level: 'info' | 'warn' | 'error') =>
    (...messages: unknown[]) =>
      log[level]({ from: '@slack/bolt' }, messages.map(describeError).join(' '))
  return {
    debug: () => undefined,
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  }
}
