import type { Command } from '../commands/command.ts'
import { createComplete } from '../commands/complete.ts'
import { createDescribe } from '../commands/describe.ts'
import { createHandle } from '../commands/handle.ts'
import { createPrefill } from '../commands/prefill.ts'
import { queueHandle } from '../commands/queue.ts'
import { toolsOf } from '../commands/tools/all.ts'
import { watchHandle } from '../commands/watch.ts'
import type { Config } from '../config.ts'
import { feedsAt } from '../feeds/addresses.ts'
import { createWorkList } from '../jobs/work-list.ts'
import type { OpenServices } from '../services.ts'
import { readPlace } from '../store/place-settings.ts'
import { keepSynced } from '../sync/keep-synced.ts'
import { createAdapters } from './adapters.ts'
import { createCommandPlaces } from './command-places.ts'
import { sendDailyPosts } from './daily-posts.ts'
import { openFeeds } from './feeds.ts'
import { keepStoreSmall } from './housekeeping.ts'
import { createMembership } from './membership.ts'
import { serveMetrics } from './metrics-server.ts'
import { openHttp } from './open-http.ts'
import { reportError } from './report.ts'
import { createAdapterRunner } from './run-adapters.ts'
import { openSources } from './sources.ts'

type Place = {
  config: Config
  commands: readonly Command[]
  services: OpenServices
  stdout: NodeJS.WritableStream
  stderr: NodeJS.WritableStream
}

/** How many answers are worked on at once where the processor makes them; those of a model are waited for (MODEL_CALLS). */
const quotedAtOnce = 8
/** Requests a minute. Quoted answers cost milliseconds, so that whole classes may ask at once; written ones money. */
const limits = {
  quoted: { perPersonPerMinute: 300, perWorkspacePerMinute: 1_500 },
  written: { perPersonPerMinute: 60, perWorkspacePerMinute: 300 },
}
/** How long, in milliseconds, something a library left open may keep the process after everything has stopped. */
const lingering = 1_000

/**
 * Answers on every platform that has credentials, and serves what the settings of HTTP name, until the signal comes.
 *
 * @returns the exit code; undefined, at once, when no platform has credentials and nothing is served
 */
export async function answerOnPlatforms(
  { config, commands, services, stdout, stderr }: Place,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { store, engine, log, clock, runner } = services
  const describe = createDescribe(commands)
  const complete = createComplete(commands, services)
  const http = openHttp(config, log)
  const adapters = await createAdapters(config, {
    serve: http.open,
    tools: toolsOf(commands),
    openWorkList: (platform) => createWorkList({ jobs: runner, platform, log }),
    turns: store.turns,
    store,
    placeSettings: (place) => readPlace(store.facts, place),
    membership: createMembership({ store, clock, log }),
    commandPlaces: createCommandPlaces(store, clock),
    reserve: store.pace.reserve,
    menu: commands,
    describe,
    complete,
    prefill: createPrefill(commands, services, describe),
    log,
    clock,
  })
  const publicUrl = feedsAt(config)
  if (adapters.length === 0 && !http.watching && publicUrl === undefined) return undefined
  const platforms = createAdapterRunner(adapters, {
    say: (line) => stdout.write(`${line}\n`),
    complain: (error) => reportError(error, stderr),
    log,
  })
  const closeMetrics =
    http.watching && (await serveMetrics(http.watching, { store, clock, adapters: platforms.statuses }))
  await services.warmUp()
  const queued = queueHandle(
    createHandle(commands, { ...services, adapters: platforms.statuses }, describe),
    {
      ...limitsOf(config, engine.chatModel !== undefined),
      describe,
      concurrency: engine.chatModel === undefined ? quotedAtOnce : config.MODEL_CALLS,
      clock,
    },
  )
  void keepStoreSmall({ store, runner, rememberDays: config.REMEMBER_DAYS, clock, log }, signal)
  const ending = new AbortController()
  const until = AbortSignal.any([signal, ending.signal])
  const which = config.FEEDS === 'all' ? 'all' : 'public'
  const closeFeeds =
    publicUrl === undefined
      ? undefined
      : await openFeeds({ publicUrl, which, serve: http.open }, services, until)
  const posting = sendDailyPosts({ adapters, statuses: platforms.statuses, services, runner }, until)
  const sources = openSources(config, runner)
  const syncing = keepSynced(
    {
      sources: sources.configured,
      store,
      runner,
      clock,
      log,
      onPapers: () => void services.embedding?.embedPapers(),
    },
    until,
  )
  const exitCode = await platforms.run(watchHandle(queued, describe, log), signal)
  ending.abort()
  await Promise.all([posting, syncing, sources.close(), closeFeeds?.()])
  await closeMetrics?.()
  setTimeout(() => process.exit(exitCode), lingering).unref()
  return exitCode
}

function limitsOf(
  { QUESTIONS_PER_PERSON: person, QUESTIONS_PER_WORKSPACE: workspace }: Config,
  isWritten: boolean,
): typeof limits.written {
  const usual = isWritten ? limits.written : limits.quoted
  return {
    perPersonPerMinute: person ?? usual.perPersonPerMinute,
    perWorkspacePerMinute: workspace ?? usual.perWorkspacePerMinute,
  }
}
