import type { Command, Handle } from '../../commands/command.ts'
import { describeError } from '../../lib/errors.ts'
import type { Reply } from '../../replies/reply.ts'
import { suggestedPrompts } from './prompts.ts'
import { renderHome } from './render.ts'
import type { Tools } from './showing/surface.ts'

/** The commands whose pages the home tab shows, as far as they exist. */
const shownAtHome = ['help', 'subscriptions', 'status']

export type Panes = {
  /** Draws the home tab of a person. Never throws. */
  showHome(user: string, team: string): Promise<void>
  /** Suggests what to ask; `thread` in the legacy assistant pane. Never throws. */
  suggest(channel: string, thread?: string): Promise<void>
}

/** What Paperboy shows before anything is asked: the home tab and the suggestions in the agent pane. */
export function createPanes(
  commands: readonly Command[],
  handle: Handle,
  { client, calls, log }: Tools,
): Panes {
  const lines = shownAtHome.filter((wanted) => commands.some(({ name }) => name === wanted))

  async function pageOf(line: string, user: string, team: string): Promise<Reply | undefined> {
    const where = { platform: 'slack', conversation: `${team}:home:${user}`, workspace: team } as const
    let last: Reply | undefined
    for await (const page of handle({ who: { id: user }, where, line })) last = page
    return last
  }

  return {
    async showHome(user, team) {
      try {
        const pages = await Promise.all(lines.map((line) => pageOf(line, user, team)))
        const blocks = renderHome(pages.filter((page) => page !== undefined))
        await calls.call('views.publish', () =>
          client.views.publish({ user_id: user, view: { type: 'home', blocks } }),
        )
      } catch (error) {
        log.warn({ error: describeError(error) }, 'The home tab could not be drawn')
      }
    },

    async suggest(channel, thread) {
      const prompts = suggestedPrompts(commands)
      try {
        await calls.call('assistant.threads.setSuggestedPrompts', () =>
          client.assistant.threads.setSuggestedPrompts({
            channel_id: channel,
            ...(thread !== undefined && { thread_ts: thread }),
            title: 'For example',
            prompts,
          }),
        )
      } catch (error) {
        log.warn({ error: describeError(error) }, 'No suggestions could be made')
      }
    },
  }
}
