import { afterEach, beforeEach, expect, it } from 'vitest'
import { fill } from '../../../src/replies/build.ts'
import type { Subscription } from '../../../src/store/subscriptions.ts'
import { eventually } from '../../eventually.ts'
import { readable } from '../../fakes/slack/reading.ts'
import type { OpenView } from '../../fakes/slack/state/view-log.ts'
import { answer, openBench } from './slack-bench.ts'

let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
  await bench.start(async function* ({ line }) {
    yield answer(`Answer to ${line}`, {
      actions: [fill('Change', 'subscribe edit k3f9'), fill('Subscribe', 'subscribe')],
    })
  })
})
afterEach(async () => {
  expect(bench.slack.refusals()).toEqual([])
  await bench.close()
})

const openModal = () => bench.slack.views.openFor(bench.slack.workspace.ada).at(-1)
const shown = () => readable({ text: '', blocks: openModal()?.blocks ?? [] })

/** What stands in the fields of a form, by their labels. */
const valuesIn = ({ blocks }: OpenView) =>
  Object.fromEntries(
    blocks.flatMap((block) => {
      if (block.type !== 'input') return []
      const { label, element } = block
      const value =
        element.type === 'plain_text_input' ? element.initial_value : element.initial_option?.text.text
      return [[label.text, value]]
    }),
  )

async function openForm(button = 'Change') {
  const { slack } = bench
  const said = slack.people.mention('subscriptions')
  await bench.answers(said)
  const [message] = slack.messages.answers(said.channel, said.ts)
  if (!message) throw new Error('Nothing was answered.')
  await slack.interactions.click(message, button)
  return eventually(() => openModal() ?? expect.fail('No form'))
}

const known = (channel: string): Subscription => ({
  id: 'k3f9',
  to: { platform: 'slack', workspace: bench.slack.workspace.team, kind: 'channel', channel },
  owner: { id: 'U1' },
  topic: 'diffusion & <models>',
  schedule: { minute: 8 * 60 + 15, days: [1, 4], zone: 'Europe/Paris' },
  top: 3,
  quiet: 'silence',
  without: ['surveys', 'theses'],
  less: [],
  createdAt: new Date(),
  nextDue: new Date(Date.now() + 86_400_000),
})

it('a daily post is changed in a form, for the channel that it comes to', async () => {
  const form = await openForm()
  expect(JSON.stringify(form)).toContain('Subscribe edit k3f9')
  expect(bench.requests).toHaveLength(1)
  const { interactions, workspace } = bench.slack
  await interactions.fill(form, { About: 'graphs', At: '8:30' })
  await bench.settled(2)
  expect(bench.requests.at(-1)).toMatchObject({
    line: 'subscribe edit k3f9 about "graphs" at 8:30',
    where: { posts: { kind: 'channel', channel: workspace.general } },
    who: { id: workspace.ada },
  })
  expect(shown()).toContain('Answer to subscribe edit k3f9')
})

it('the form shows what the daily post is now, and only what is changed is said', async () => {
  const { general } = bench.slack.workspace
  await bench.store.subscriptions.put(known(general))
  const form = await openForm()
  expect(form.title?.text).toBe('Change k3f9')
  expect(JSON.stringify(form.blocks)).toContain(`Posts come to <#${general}>.`)
  expect(valuesIn(form)).toEqual({
    About: 'diffusion & <models>',
    At: '8:15',
    Days: 'mon,thu',
    Zone: 'Europe/Paris',
    Top: '3',
    Without: 'surveys; theses',
  })
  await bench.slack.interactions.fill(form, { Top: '4', About: '' })
  await bench.settled(2)
  expect(bench.requests.at(-1)?.line).toBe('subscribe edit k3f9 about everything top 4')
})

it('what comes to another channel is not shown', async () => {
  await bench.store.subscriptions.put(known('C0OTHER'))
  expect(valuesIn(await openForm())).toEqual({})
})

it('the form for a new one shows what it would be', async () => {
  const form = await openForm('Subscribe')
  expect(valuesIn(form)).toEqual({
    At: '9:00',
    Days: 'weekdays',
    Zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    Top: '5',
  })
  await bench.slack.interactions.fill(form, { About: 'graphs' })
  await bench.settled(2)
  expect(bench.requests.at(-1)?.line).toBe('subscribe about "graphs"')
})

it('what cannot be read is said beside its field, and nothing is done', async () => {
  const form = await openForm()
  const { response } = await bench.slack.interactions.fill(form, { At: '25:99', Days: 'mon' })
  expect(response).toEqual({
    response_action: 'errors',
    errors: { at: expect.stringContaining('9:00 or 6pm') },
  })
  expect(openModal()?.id).toBe(form.id)
  expect(bench.requests).toHaveLength(1)
  await bench.slack.interactions.fill(form, { Days: 'mon' })
  await bench.settled(2)
  expect(bench.requests.at(-1)?.line).toBe('subscribe edit k3f9 on mon')
})
