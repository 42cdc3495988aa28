import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { freshFolder, startPaperboy } from '../../e2e/paperboy.ts'
import { startModel } from './model.ts'
import type { Fault, Moment, Stage } from './stage.ts'
import { until } from './until.ts'

export type Case = { fault: Fault; moment: Moment }

/** What came of it: how often the question was answered, after how long, and everything that was said. */
export type Outcome = { answers: number; seconds: number; said: readonly string[]; log: string }

/**
 * How long things go wrong, in milliseconds: a database is locked for longer than it is waited for, and a process sleeps
 * for longer than it holds anything, perhaps with the database locked.
 */
const lasting = { trouble: 2_000, lock: 6_500, sleep: 15_000 }
/** How long an answer may take, in milliseconds: a hold that runs out, and some attempts. */
const patience = 60_000
/** Whatever comes too often would have come when nothing was called for so long, in milliseconds. */
const silence = 2_500

/** Asks one question of the real process, lets one thing go wrong at one moment, and counts the answers. */
export async function liveThrough(
  openStage: () => Promise<Stage>,
  { fault, moment }: Case,
): Promise<Outcome> {
  const [stage, model, folder] = [await openStage(), await startModel(), freshFolder()]
  const processes: ReturnType<typeof launch>[] = []
  let log = ''
  let woken = Promise.resolve()

  function launch() {
    const settings = { ...stage.settings, ...model.settings, LOG_LEVEL: 'warn' }
    const { child, exit } = startPaperboy([], { folder, settings })
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (piece: string) => {
        log += piece
      })
    return { child, exit }
  }

  const start = () => void processes.push(launch())
  const answered = () => stage.seen().some(({ isFinished }) => isFinished)

  /** Lets it go wrong from now on; what it returns is how a call that has only arrived goes on. */
  function happen(): Promise<never> | undefined {
    const [first] = processes
    const later = (act: () => void, wait = lasting.trouble) => void setTimeout(act, wait).unref()
    const troubled = (act: () => void) => {
      act()
      later(stage.calm)
    }
    switch (fault) {
      case 'process killed':
        first?.child.kill('SIGKILL')
        start()
        // What a dead process had begun to send never takes effect.
        return moment === 'posting' ? new Promise(() => undefined) : undefined
      case 'process frozen':
        first?.child.kill('SIGSTOP')
        start()
        woken = sleep(lasting.sleep).then(() => void first?.child.kill('SIGCONT'))
        break
      case 'connection cut':
        troubled(stage.cut)
        break
      case 'rate limited':
        troubled(stage.limit)
        break
      case 'server errors':
        troubled(stage.fail)
        break
      case 'slow network':
        stage.slow()
        later(stage.calm, 3 * lasting.trouble)
        break
      case 'database locked': {
        const database = new DatabaseSync(join(folder, 'paperboy.sqlite'), { timeout: 5_000 })
        database.exec('BEGIN IMMEDIATE')
        later(() => database.close(), lasting.lock)
        break
      }
      case 'model down':
        model.breakDown()
    }
    return undefined
  }

  async function ask(): Promise<void> {
    switch (moment) {
      case 'event received': {
        const asking = stage.ask(moment)
        happen()
        return void (await asking)
      }
      case 'acknowledged':
        await stage.ask(moment)
        return void happen()
      case 'answering':
        model.whenAsked(happen)
        break
      case 'posting':
        stage.whenPosting('arrived', happen)
        break
      case 'posted, not recorded':
        if (fault.startsWith('process') || fault === 'database locked') stage.whenPosting('recorded', happen)
        else
          stage.whenPosting('arrived', () => {
            stage.lose(fault)
            happen()
          })
    }
    await stage.ask(moment)
  }

  start()
  await stage.connected(1)
  if (moment === 'event received' && stage.forgets && fault.startsWith('process')) {
    start()
    await stage.connected(2)
  }
  const asked = performance.now()
  try {
    await ask()
    await until(answered, patience).catch(() => undefined)
    const seconds = (performance.now() - asked) / 1_000
    await woken
    const ended = Date.now()
    await until(() => Date.now() - Math.max(ended, stage.lastCall()) > silence, patience)
    const seen = stage.seen()
    return {
      answers: seen.filter(({ isFinished }) => isFinished).length,
      seconds,
      said: seen.map(({ text }) => text),
      log,
    }
  } finally {
    for (const { child } of processes) child.kill('SIGKILL')
    await Promise.all(processes.map(({ exit }) => exit))
    await stage.close()
    await model.close()
  }
}
