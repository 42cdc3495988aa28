import { App, type Receiver, webApi } from '@slack/bolt'
import { PaperboyError } from '../../lib/errors.ts'
import { retry } from '../../lib/retry.ts'
import type { Adapter, AdapterParts } from '../../platform/adapter.ts'
import type { ConversationWorker } from '../../platform/conversation-worker.ts'
import type { Serve } from '../../platform/endpoint.ts'
import { createEarshot } from '../../platform/listen.ts'
import type { Handle } from '../../platform/request.ts'
import { createCalls } from './calling/calls.ts'
import { explainRefusal, faultOf, waitAfter } from './calling/faults.ts'
import { createFindMarked } from './calling/find-marked.ts'
import { createMessages } from './calling/messages.ts'
import { createBoltLog } from './connection/bolt-log.ts'
import { createHttpReceiver } from './connection/http-receiver.ts'
import { createSocketReceiver } from './connection/socket.ts'
import { startError } from './connection/start-errors.ts'
import { lackOf } from './manifest.ts'
import { createPanes } from './panes.ts'
import { createCanPost } from './posts/can-post.ts'
import { createChannelsOf } from './posts/channels-of.ts'
import { createDeliver } from './posts/deliver.ts'
import { createRankOf } from './posts/managers.ts'
import { createReadTalk } from './reading/talk.ts'
import { createReceive } from './receive.ts'
import { createOpenForm } from './showing/open-form.ts'
import { createMemory } from './showing/surface.ts'
import { createTakeBack } from './showing/take-back.ts'
import type { Work } from './work.ts'
import { createWorker } from './worker.ts'

export type SlackOptions = AdapterParts & {
  botToken: string
  /** Socket Mode; without it, HTTP with `signingSecret`, on what `serve` opens. */
  appToken?: string
  signingSecret?: string
  serve: Serve
  /** The base address of the Web API, when it is not Slack's own. */
  apiUrl?: string
}

/** How long connecting is tried, in milliseconds. */
const connecting = { first: 250, longest: 4_000, total: 30_000 }
/** How long a call may take, in milliseconds. Calls are tried again by `calls.ts`, which knows what is safe to repeat. */
const clientOptions = { timeout: 8_000, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true }

/** Slack: questions by mention, direct message, slash command, shortcut and pane; answers that grow in their thread. */
export function createSlackAdapter(options: SlackOptions): Adapter {
  const { clock, log } = options
  const logger = createBoltLog(log)
  const client = new webApi.WebClient(options.botToken, {
    ...clientOptions,
    ...(options.apiUrl !== undefined && { slackApiUrl: options.apiUrl }),
    logger,
  })
  const calls = createCalls({ clock, log })
  const findMarked = createFindMarked(client, calls)
  const tools = {
    ...{ client, calls, findMarked, log },
    messages: createMessages(client, calls, findMarked, log),
    turns: options.turns,
    ...createMemory(),
  }
  const stopped = new AbortController()
  const patiently = { waitAsked: waitAfter, signal: stopped.signal }
  const failed = Promise.withResolvers<PaperboyError>()
  let stop = (): Promise<void> => Promise.resolve()
  let worker: ConversationWorker<Work> | undefined
  let isConnected = () => true
  let isFailed = false
  let lack: string | undefined

  function fail(reason: PaperboyError): void {
    if (isFailed) return
    isFailed = true
    worker?.retire()
    log.error({ advice: reason.advice }, reason.message)
    failed.resolve(reason)
  }

  function createReceiver(): Receiver {
    const { appToken, signingSecret = '', apiUrl } = options
    if (appToken === undefined) return createHttpReceiver({ signingSecret, serve: options.serve, logger })
    const onLost = (error: unknown) => fail(startError('socket', error))
    const socket = createSocketReceiver({ appToken, apiUrl, logger, onLost })
    isConnected = socket.isConnected
    return socket
  }

  async function start(handle: Handle): Promise<void> {
    const self = await retry(() => client.auth.test(), connecting, patiently).catch((error) => {
      throw startError('bot token', error)
    })
    lack = lackOf(self.response_metadata?.scopes)
    if (self.team_id) void options.membership.joined({ platform: 'slack', workspace: self.team_id })
    const channelsOf = createChannelsOf(client, log)
    const panes = createPanes({ ...options, channelsOf }, handle, tools)
    const user = self.user_id ?? ''
    const earshot = createEarshot()
    const lookups = {
      readTalk: createReadTalk(client, calls, { earshot, self: user, log }),
      rankOf: createRankOf(client, {
        ...options,
        home: {
          ...(self.team_id && { team: self.team_id }),
          ...(self.enterprise_id && { enterprise: self.enterprise_id }),
        },
      }),
      canPost: createCanPost(client, log),
      channelsOf,
    }
    const answering = createWorker({
      ...options,
      list: options.openWorkList('slack'),
      handle,
      tools,
      lookups,
      onDead,
      onAnswered: ({ work, described }) => panes.refreshHome(work, described),
    })
    worker = answering
    const receiver = createReceiver()
    const app = new App({ token: options.botToken, tokenVerificationEnabled: false, receiver, logger })
    // Bolt acknowledges an event before its listeners run; here it is remembered first, so that none is lost in between.
    app.processEvent = createReceive({
      ...options,
      user,
      earshot,
      worker: answering,
      panes,
      takeBack: createTakeBack(tools),
      openForm: createOpenForm({ ...tools, lookups, prefill: options.prefill }),
      onRemoved: (what) => void onRemoved(what, self.team_id),
    })
    stop = async () => {
      receiver.stop().catch(() => undefined)
      await answering.drain()
    }
    await connect(receiver)
    answering.takeOver()
  }

  /** A port that is taken stays taken; Slack may come back. */
  async function connect(receiver: Receiver): Promise<void> {
    const bySocket = options.appToken !== undefined
    try {
      if (bySocket) await retry(() => receiver.start(), connecting, patiently)
      else await receiver.start()
    } catch (error) {
      throw startError(bySocket ? 'socket' : 'port', error)
    }
  }

  function onDead(error: unknown): void {
    const fault = faultOf(error)
    if (fault.kind === 'refused') fail(explainRefusal(fault.code))
  }

  /** Posts are stopped first: the caller that is told of the failure may end the process. */
  async function onRemoved(what: string, team: string | undefined): Promise<void> {
    if (team !== undefined) await options.membership.left({ platform: 'slack', workspace: team })
    fail(
      new PaperboyError(
        `Slack removed the app (${what}).`,
        'Install it again and set the new SLACK_BOT_TOKEN.',
      ),
    )
  }

  return {
    name: 'Slack',
    start,
    async stop() {
      stopped.abort()
      await stop()
    },
    failed: failed.promise,
    isConnected: () => isConnected(),
    lacks: () => lack,
    posts: { platform: 'slack', deliver: createDeliver(tools, onDead) },
  }
}
