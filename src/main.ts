#!/usr/bin/env node
import { Console } from 'node:console'
import { existsSync } from 'node:fs'
import http from 'node:http'
import manifest from '../package.json' with { type: 'json' }
import { isClosedPipe } from './adapters/terminal/write.ts'
import { commands } from './commands/all.ts'
import { home } from './home.ts'
import { runCommandLine } from './operator/program.ts'
import { reportError } from './operator/report.ts'
import { stopTracing } from './operator/tracing.ts'

// Standard output is for answers, which scripts read: what libraries have to say goes elsewhere.
globalThis.console = new Console(process.stderr)

const stopping = new AbortController()

// The first signal ends the work in order; a second one finds no listener and ends the process at once.
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stopping.abort(name))

for (const event of ['unhandledRejection', 'uncaughtException'])
  process.on(event, (error) => {
    reportError(error, process.stderr)
    process.exit(1)
  })

// Nobody reading any more, as behind `| head`, is a reason to stop, not to complain.
process.stdout.on('error', (error) => {
  if (!isClosedPipe(error)) throw error
  stopping.abort('EPIPE')
})

try {
  if (existsSync(home.settings)) process.loadEnvFile(home.settings)
  stopTracing(process.env)
  // Node reads this itself, but not from .env; versions before 24.14 take it from the environment alone.
  if (process.env.NODE_USE_ENV_PROXY === '1') http.setGlobalProxyFromEnv?.()
  process.exitCode = await runCommandLine(process.argv.slice(2), {
    commands,
    version: manifest.version,
    async loadActions() {
      const { createActions } = await import('./operator/actions.ts')
      return createActions(commands, stopping.signal)
    },
  })
} catch (error) {
  reportError(error, process.stderr)
  process.exitCode = 1
}
