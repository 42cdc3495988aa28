import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { homedir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { addAbortSignal } from 'node:stream'
import { createTerminal } from '../adapters/terminal/adapter.ts'
import { terminalConversation } from '../adapters/terminal/converse.ts'
import { answerEachLine, answerOnce, readWords } from '../adapters/terminal/once.ts'
import { type Command, needsWords } from '../commands/command.ts'
import { readConfig } from '../config.ts'
import type { Paper } from '../papers/paper.ts'
import type { Person } from '../platform/request.ts'
import { embedWithBar } from './embedding.ts'
import { keepStoreSmall } from './housekeeping.ts'
import { drawModelProgress } from './models.ts'
import { type Actions, missingWords, wrongUsage } from './program.ts'
import { reportError } from './report.ts'
import { type Open, withServices } from './with-services.ts'

/** How long one command waits for the model that finds papers by meaning, in milliseconds; then words have to do. */
const modelPatienceMs = 60_000
/** How many papers one command embeds, since somebody waits for it; the rest is for a bot or a chat. */
const mostPapers = 100

/** The command line's actions, on the process's own streams. They end early, in order, when the signal comes. */
export function createActions(commands: readonly Command[], signal: AbortSignal): Actions {
  const { stdin, stdout, stderr } = process
  const who = person()

  const freshConversation = () => terminalConversation(who, randomUUID())

  /** One command, whose caller waits for its answer: also for the model, which is fetched once. */
  const withPatience = (work: (open: Open) => Promise<number>) =>
    withServices(commands, work, {
      modelPatienceMs,
      mostPapers,
      onModelProgress: drawModelProgress(stderr),
    })

  const runOnce = (command: Command, words: string, json: boolean) =>
    withPatience(async ({ handle }) => {
      // A person's commands share a conversation, so that `show 2` follows `search`; a script's never do.
      const shared = terminalConversation(who, `command line of ${who.id}`)
      const place = {
        input: stdin,
        output: stdout,
        errors: stderr,
        json,
        menu: commands,
        conversation: json ? freshConversation() : shared,
      }
      const answered = await answerOnce(handle, { command: command.name, words }, place, signal)
      return interruptedCode(signal) ?? (answered ? 0 : 1)
    })

  const runEachLine = (command: Command) =>
    withPatience(async ({ handle }) => {
      const place = { input: stdin, output: stdout, startConversation: freshConversation }
      await answerEachLine(handle, command.name, place, signal)
      return interruptedCode(signal) ?? 0
    })

  return {
    start: () =>
      withServices(commands, async ({ config, services, handle }) => {
        // In the background, with a model that may have to be fetched first.
        services.embedding?.keepLooking()
        const { answerOnPlatforms } = await import('./answer-on-platforms.ts')
        const exitCode = await answerOnPlatforms({ config, commands, services, stdout, stderr }, signal)
        if (exitCode !== undefined) return exitCode
        void keepStoreSmall(services, signal)
        const terminal = createTerminal({
          input: stdin,
          output: stdout,
          menu: commands,
          conversation: freshConversation(),
          papers: await services.store.papers.count(),
          historyFile: historyFile(config.DATABASE_URL),
        })
        signal.addEventListener('abort', terminal.stop, { once: true })
        if (signal.aborted) return 0
        await terminal.start(handle)
        return 0
      }),

    async run(command, given, { json }) {
      const isBare = !needsWords(command)
      const piped = given === undefined && !isBare && !stdin.isTTY
      if (piped && json) return runEachLine(command)
      const words = (piped || given === '-' ? await readWords(stdin, signal) : (given ?? '')).trim()
      if (signal.aborted) return interruptedCode(signal) ?? 0
      if (words !== '' || isBare) return runOnce(command, words, json)
      reportError(missingWords(command), stderr)
      return wrongUsage
    },

    exportPapers: (options) =>
      withPatience(async ({ services: { store, search } }) => {
        const { exportPapers } = await import('./export-papers.ts')
        await exportPapers(options, { store, search, stdout, signal })
        return interruptedCode(signal) ?? 0
      }),

    ingest: (paths, { date, fetchAbstracts: isWhole }) =>
      withPatience(async ({ services: { store, clock, embedding, fetchByIds } }) => {
        const { ingest } = await import('./ingest.ts')
        const { fetchAbstracts } = await import('./fetch-abstracts.ts')
        const input = addAbortSignal(signal, stdin)
        const bare: Paper[] = []
        const onBare = (papers: readonly Paper[]) => void (isWhole && bare.push(...papers))
        const options = { paths, onBare, ...(date !== undefined && { date }) }
        // Papers are stored in batches, each whole or not at all, so it may end after any of them.
        const work = ingest(options, { store, clock, stdin: input, stdout, stderr })
        await Promise.race([
          once(signal, 'abort'),
          work
            .then(() => fetchAbstracts(bare, { store, fetchByIds, stdout, stderr }, signal))
            .then(() => embedding && embedWithBar(embedding, stderr)),
        ])
        return interruptedCode(signal) ?? 0
      }),

    exportFeedback: (options) =>
      withServices(commands, async ({ services: { store } }) => {
        const { exportFeedback } = await import('./export-feedback.ts')
        const count = await exportFeedback(options, { store, stdout, signal })
        const answers = `${count.toLocaleString('en')} ${count === 1 ? 'answer' : 'answers'}`
        stderr.write(`Exported ${answers}${options.out === undefined ? '' : ` to ${options.out}`}.\n`)
        return interruptedCode(signal) ?? 0
      }),

    async models(what, name) {
      const { fetchByHand, listModels, verifyModel } = await import('./models.ts')
      const parts = { config: readConfig(process.env), stdout, stderr, signal }
      try {
        if (what === 'verify') return (await verifyModel(parts)) ? 0 : 1
        if (what === 'fetch') await fetchByHand(name, parts)
        else await listModels(parts)
      } catch (error) {
        const code = interruptedCode(signal)
        if (code === undefined) throw error
        return code
      }
      return 0
    },

    async move({ to }) {
      const { move } = await import('./move.ts')
      const from = readConfig(process.env).DATABASE_URL
      try {
        await move({ from, to }, { stdout, stderr, now: () => Date.now(), signal })
      } catch (error) {
        const code = interruptedCode(signal)
        if (code === undefined) throw error
        return code
      }
      return 0
    },

    async mailTest(address) {
      const { sendTestMail } = await import('./mail.ts')
      stdout.write(`${await sendTestMail(readConfig(process.env), address, signal)}\n`)
      return interruptedCode(signal) ?? 0
    },

    mailForget: (address) =>
      withServices(commands, async ({ services: { store } }) => {
        const { forgetAddress } = await import('./mail.ts')
        stdout.write(`${await forgetAddress(store, address)}\n`)
        return interruptedCode(signal) ?? 0
      }),

    mcp: () =>
      withServices(commands, async ({ services, handle }) => {
        const { serveMcp } = await import('./serve-mcp.ts')
        await serveMcp({ commands, services, handle, caller: who }, { stdin, stdout, stderr }, signal)
        return interruptedCode(signal) ?? 0
      }),

    sync: (name, options) =>
      withPatience(async ({ config, services: { store, clock, runner, embedding } }) => {
        const { openSources } = await import('./sources.ts')
        const { syncByHand } = await import('./sync.ts')
        const sources = openSources(config, runner)
        try {
          const chosen = name === undefined ? sources.configured : [sources.named(name)]
          const worked = await syncByHand(chosen, options, { store, runner, clock, stdout, stderr }, signal)
          await Promise.race([once(signal, 'abort'), embedding && embedWithBar(embedding, stderr)])
          return interruptedCode(signal) ?? (worked ? 0 : 1)
        } catch (error) {
          const code = interruptedCode(signal)
          if (code === undefined) throw error
          return code
        } finally {
          await sources.close()
        }
      }),
  }
}

/** Shells report a command that a signal ended as 128 and the signal's number. */
function interruptedCode({ reason }: AbortSignal): number | undefined {
  if (reason === 'SIGINT') return 130
  return reason === 'SIGTERM' ? 143 : undefined
}

/** Who sits at this machine; a container may not know. */
function person(): Person {
  try {
    const { username } = userInfo()
    return { id: username, name: username }
  } catch {
    return { id: 'terminal' }
  }
}

/** Beside the database, which is where a person's data is; in the home folder when that is not a file. */
function historyFile(databaseUrl: string): string {
  const [, file] = /^sqlite:(?!:memory:)(.+)$/.exec(databaseUrl) ?? []
  return file ? join(dirname(file), 'terminal-history') : join(homedir(), '.paperboy_history')
}
