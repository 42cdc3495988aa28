import { afterEach, beforeEach, expect, it } from 'vitest'
import { fill } from '../../../src/replies/build.ts'
import { eventually } from '../../eventually.ts'
import { readable } from '../../fakes/slack/reading.ts'
import { answer, openBench } from './slack-bench.ts'

let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
  await bench.start(async function* ({ line }) {
    yield answer(`Answer to ${line}`, { actions: [fill('Change', 'subscribe edit k3f9')] })
  })
})
afterEach(async () => {
  expect(bench.slack.refusals()).toEqual([])
  await bench.close()
})

const typed = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    ['about', 'at', 'days', 'zone', 'top', 'only', 'without'].map((name) => [
      name,
      { [name]: { type: 'plain_text_input', value: values[name] ?? null } },
    ]),
  )

const openModal = () => bench.slack.views.openFor(bench.slack.workspace.ada).at(-1)
const shown = () => readable({ text: '', blocks: openModal()?.blocks ?? [] })

async function openForm() {
  const { slack } = bench
  const said = slack.people.mention('subscriptions')
  await bench.answers(said)
  const [message] = slack.messages.answers(said.channel, said.ts)
  if (!message) throw new Error('Nothing was answered.')
  await slack.interactions.click(message, 'Change')
  return eventually(() => openModal() ?? expect.fail('No form'))
}

it('a daily post is changed in a form, for the channel that it comes to', async () => {
  const form = await openForm()
  expect(JSON.stringify(form)).toContain('Subscribe edit k3f9')
  expect(bench.requests).toHaveLength(1)
  const { interactions, workspace } = bench.slack
  await interactions.submit(form, typed({ about: 'graphs', at: '8:30' }))
  await bench.settled(2)
  expect(bench.requests.at(-1)).toMatchObject({
    line: 'subscribe edit k3f9 about "graphs" at 8:30',
    where: { posts: { kind: 'channel', channel: workspace.general } },
    who: { id: workspace.ada },
  })
  expect(shown()).toContain('Answer to subscribe edit k3f9')
})

it('what cannot be read is said beside its field, and nothing is done', async () => {
  const form = await openForm()
  const wrong = typed({ at: '25:99', top: '99', days: 'mon' })
  const { response } = await bench.slack.interactions.submit(form, wrong)
  expect(response).toEqual({
    response_action: 'errors',
    errors: { at: expect.stringContaining('9:00 or 6pm'), top: 'A post has 1 to 10 papers.' },
  })
  expect(openModal()?.id).toBe(form.id)
  expect(bench.requests).toHaveLength(1)
  await bench.slack.interactions.submit(form, typed({ days: 'mon' }))
  await bench.settled(2)
  expect(bench.requests.at(-1)?.line).toBe('subscribe edit k3f9 on mon')
})
