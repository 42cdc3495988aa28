import type { Dispatcher } from 'undici'

/**
 * A dispatcher whose requests go out only while something holds: asked right before they are written, since a process may
 * be frozen for any time while a connection opens. One that is too late fails.
 */
export const dispatchWhile = (dispatcher: Dispatcher, holds: () => boolean): Dispatcher =>
  dispatcher.compose((dispatch) => (options, handler) => {
    const checking: Dispatcher.DispatchHandler = Object.create(handler)
    checking.onRequestStart = (controller, context) => {
      if (!holds()) throw new Error('The request came too late.')
      handler.onRequestStart?.(controller, context)
    }
    return dispatch(options, checking)
  })
