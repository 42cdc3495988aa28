import { describeError } from '../../lib/errors.ts'
import type { AdapterParts } from '../../platform/adapter.ts'
import type { Described } from '../../platform/describe.ts'
import type { Handle } from '../../platform/request.ts'
import type { Reply } from '../../replies/reply.ts'
import type { ChannelsOf } from './posts/channels-of.ts'
import { postAddressOf } from './posts/request.ts'
import { promptsOf } from './prompts.ts'
import { renderHome } from './render.ts'
import type { Tools } from './showing/surface.ts'
import type { Work } from './work.ts'

export type Panes = {
  /** Draws the home tab of a person. Never throws. */
  showHome(user: string, team: string): Promise<void>
  /** Draws it anew when what was answered changed it. */
  refreshHome(answered: Work, described: Described): void
  /** Suggests what to ask; `thread` in the legacy assistant pane. Never throws. */
  suggest(pane: { channel: string; thread?: string; user: string; team: string }): Promise<void>
}

/** What Paperboy shows before anything is asked: the home tab and the suggestions in the agent pane. */
export function createPanes(
  { menu, describe, channelsOf }: Pick<AdapterParts, 'menu' | 'describe'> & { channelsOf: ChannelsOf },
  handle: Handle,
  { client, calls, log }: Tools,
): Panes {
  const lines = menu.filter(({ shows }) => shows === 'home').map(({ name }) => name)

  async function pageOf(line: string, user: string, team: string): Promise<Reply | undefined> {
    const conversation = `${team}:home:${user}`
    const posts = { platform: 'slack', workspace: team, kind: 'direct', person: user } as const
    const where = { platform: 'slack', conversation, workspace: team, posts } as const
    let last: Reply | undefined
    const channels = () => channelsOf(user, team)
    for await (const page of handle({ who: { id: user }, where, line, unasked: true, channels })) last = page
    return last
  }

  /** The questions that a page offers to ask. */
  const questionsOn = (page: Reply | undefined) =>
    (page?.actions ?? []).flatMap((action) => {
      const question = action.kind === 'run' ? describe(action.command).question : undefined
      return action.kind === 'run' && question === action.label ? [{ question, line: action.command }] : []
    })

  async function showHome(user: string, team: string): Promise<void> {
    try {
      const pages = await Promise.all(lines.map((line) => pageOf(line, user, team)))
      const blocks = renderHome(pages.filter((page) => page !== undefined))
      await calls.call('views.publish', () =>
        client.views.publish({ user_id: user, view: { type: 'home', blocks } }),
      )
    } catch (error) {
      log.warn({ error: describeError(error) }, 'The home tab could not be drawn')
    }
  }

  return {
    showHome,

    refreshHome(answered, { changes }) {
      const { who, team } = answered
      if (postAddressOf(answered).kind !== 'direct' || changes !== 'place') return
      void showHome(who.id, team)
    },

    async suggest({ channel, thread, user, team }) {
      const prompts = promptsOf(questionsOn(await pageOf(lines[0] ?? '', user, team)), menu)
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
