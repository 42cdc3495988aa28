import type { IncomingMessage, ServerResponse } from 'node:http'

/** Answers a request, or leaves it to be answered as at a path that is unknown. */
export type Respond = (
  request: IncomingMessage,
  response: ServerResponse,
) => void | Promise<void> | Promise<'not-found' | undefined>

/** A path of Paperboy's HTTP server, and who answers there. */
export type Endpoint = {
  /** Exact, such as `/slack/events`; parameters behind a question mark do not count. */
  path: string
  /** Also everything below the path, which ends with a slash. */
  below?: true
  methods: readonly string[]
  /** Another method is told which there are; left out, it gets what an unknown path gets, so that nothing tells of the path. */
  tellsMethods?: true
  /** What fails is logged, and answered with a plain 500 where nothing was answered yet. */
  respond: Respond
}

/**
 * Answers at an endpoint from now on: resolves when it can be reached, with what ends that.
 *
 * @throws PaperboyError that says which setting to look at, when nothing can listen there
 */
export type Serve = (endpoint: Endpoint) => Promise<() => Promise<void>>
