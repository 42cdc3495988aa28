import { createSlackAdapter } from '../../src/adapters/slack/adapter.ts'
import { startFakeSlack } from '../fakes/slack/fake-slack.ts'
import { buttons, readable } from '../fakes/slack/reading.ts'
import { isProgram, lastOf, peopleOf, type Scene, withMentions } from './scene.ts'
import type { Room, SceneStage } from './stage.ts'

/** Scenes in channels that Paperboy is a member of. */
export async function openSlackStage(): Promise<SceneStage> {
  const slack = await startFakeSlack()
  const { workspace, messages, people } = slack
  let rooms = 0

  function room(scene: Scene): Room {
    const number = rooms++
    const ids = new Map(peopleOf(scene).map((name) => [name, workspace.person(`${name}${number}`)]))
    const idOf = (name: string) => (name === 'Paperboy' ? workspace.bot.user : (ids.get(name) ?? name))
    const last = lastOf(scene)
    const channel = last.in_dm
      ? workspace.directMessage(idOf(last.from))
      : workspace.addChannel(`C0SCENE${number}`, `scene-${number}`, [workspace.bot.user, ...ids.values()])
    /** The thread that each message stands in or begins. */
    const threads = new Map<number, string>()
    const shown = () =>
      messages.all.filter(({ channel: at, fromBot, removed }) => at === channel.id && fromBot && !removed)

    return {
      posts: {
        platform: 'slack',
        workspace: workspace.team,
        ...(channel.kind === 'im'
          ? { kind: 'direct', person: idOf(last.from) }
          : { kind: 'channel', channel: channel.id }),
      },
      async say(message, place) {
        const { from, text, reply_to: to, in_thread_with_bot: together } = message
        const thread = to === null ? (together ? [...threads.values()].at(-1) : undefined) : threads.get(to)
        const saying = { user: idOf(from), channel: channel.id, ...(thread !== undefined && { thread }) }
        const words = withMentions(text, (name) => `<@${idOf(name)}>`)
        const said = message.in_dm
          ? people.dm(words, saying)
          : isProgram(message)
            ? people.otherBot(words, saying)
            : people.say(words, saying)
        threads.set(place, said.thread)
        await said.delivered
      },
      stands(place) {
        const latest = shown().at(-1)
        if (latest) threads.set(place, latest.thread ?? latest.ts)
      },
      shown: () =>
        shown().map((message) => ({
          id: message.ts,
          text: readable(message),
          buttons: buttons(message.blocks).map(({ label }) => label),
        })),
    }
  }

  return {
    platform: 'slack',
    createAdapter: (parts) =>
      createSlackAdapter({
        ...parts,
        botToken: workspace.botToken,
        appToken: workspace.appToken,
        serve: () => Promise.reject(new Error('Socket Mode serves nothing.')),
        apiUrl: slack.url,
      }),
    room,
    // What is told is acknowledged once it is taken on.
    heard: () => Promise.resolve(),
    close: slack.close,
  }
}
