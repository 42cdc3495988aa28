import { startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import type { Fault as SlackFault } from '../../fakes/slack/web-api/faults.ts'
import { type Fault, question, type Stage, slowness } from './stage.ts'
import { until } from './until.ts'

const posting = 'chat.postMessage'

export async function stageInSlack(): Promise<Stage> {
  const slack = await startFakeSlack({ pingEvery: 1_000 })
  const { faults, moments, socketMode } = slack
  let asked: { channel: string; ts: string } | undefined
  const always = (fault: SlackFault) => faults.always('*', fault)

  return {
    settings: slack.settings,
    forgets: false,
    connected: (processes) => until(() => socketMode.connections() >= processes, 30_000),
    async ask() {
      const said = slack.people.mention(question)
      asked = said
      await said.delivered
    },
    whenPosting: (moment, happen) => moments.at(posting, 1, moment, happen),
    seen: () =>
      (asked ? slack.messages.answers(asked.channel, asked.ts) : []).map((message) => ({
        text: readable(message),
        isFinished: message.blocks.some(({ type }) => type === 'actions' || type === 'context_actions'),
      })),
    cut() {
      socketMode.drop()
      always({ kind: 'cut' })
    },
    limit: () => always({ kind: 'rate-limited', retryAfterSeconds: 1 }),
    fail: () => always({ kind: 'status', status: 503 }),
    slow: () => always({ kind: 'slow', milliseconds: slowness }),
    lose: (fault) => faults.next(posting, lost(fault)),
    calm: faults.clear,
    lastCall: () => slack.calls.at(-1)?.at ?? 0,
    close: slack.close,
  }
}

function lost(fault: Fault): SlackFault {
  if (fault === 'slow network') return { kind: 'slow', milliseconds: 9_000 }
  return { kind: 'lost', answer: fault === 'server errors' ? 'status-500' : 'cut' }
}
