import { App, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt'
import type { FakeSlack } from './fake-slack.ts'

/** Cut connections are the subject here, not news. */
export const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}

/** Bolt as it comes, connected to a fake Slack by Socket Mode. */
export async function connect({ url, workspace }: FakeSlack): Promise<App> {
  const clientOptions = { slackApiUrl: url }
  const made = new App({
    token: workspace.botToken,
    clientOptions: { ...clientOptions, retryConfig: { retries: 2, minTimeout: 50, maxTimeout: 100 } },
    receiver: new SocketModeReceiver({
      appToken: workspace.appToken,
      clientPingTimeout: 300,
      logger: silent,
      installerOptions: { clientOptions },
    }),
    deferInitialization: true,
    logger: silent,
  })
  await made.init()
  await made.start()
  return made
}
