import { expect } from 'vitest'
import { createSlackAdapter } from '../../../src/adapters/slack/adapter.ts'
import { adapterContract } from '../../contracts/adapter.ts'
import type { Asked, Stage } from '../../contracts/adapter-stage.ts'
import { startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'

async function openStage(): Promise<Stage> {
  const slack = await startFakeSlack()
  const { workspace, people, interactions, messages, faults } = slack
  let askers = 0

  function ask(line: string): Asked {
    const said = people.mention(line)
    const answers = () => messages.answers(said.channel, said.ts)
    return {
      redeliver: () => void people.redeliver(said, 1, { newIds: true }),
      answers: () => answers().map(readable),
      seenByOthers: () => answers().map(readable),
      shownAt: () => answers().flatMap(({ versions }) => versions.map(({ at }) => at)),
    }
  }

  function askPrivately(line: string): Asked {
    const user = workspace.person(`Asker ${askers}`)
    const { id: channel } = workspace.addChannel(`C0PRIVATE${askers}`, `room-${askers++}`, [
      workspace.bot.user,
    ])
    void interactions.command(`ask --private ${line}`, { user, channel })
    const read = () => [
      ...messages.onlyFor(user),
      ...slack.views.openFor(user).map(({ blocks }) => ({ text: '', blocks })),
    ]
    return {
      redeliver: () => undefined,
      answers: () => read().map(readable),
      seenByOthers: () => messages.in(channel).map(readable),
      shownAt: () => messages.onlyFor(user).flatMap(({ versions }) => versions.map(({ at }) => at)),
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
    ask,
    askPrivately,
    limit: (times, retryAfter) =>
      faults.next(
        'chat.postMessage',
        ...Array.from({ length: times }, () => ({ kind: 'turned-away' as const, retryAfter })),
      ),
    refuse: () => faults.next('chat.postMessage', { kind: 'refused', error: 'is_archived' }),
    attempts: () => slack.callsOf('chat.postMessage').map(({ at }) => at),
    async close() {
      expect(slack.refusals()).toEqual([])
      await slack.close()
    },
  }
}

adapterContract('Slack', openStage)
