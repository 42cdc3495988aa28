import { expect, it, vi } from 'vitest'
import { patience } from '../../eventually.ts'
import { startFakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import { freePorts } from '../../loopback.ts'
import { freshFolder } from '../paperboy.ts'
import { answerIn, endInOrder, expectGoodGuest, launchBot } from '../slack/running-bot.ts'
import { startBalancer } from './balancer.ts'

it('behind a balancer, any process goes on with what another one began', { timeout: 180_000 }, async () => {
  const slack = await startFakeSlack()
  const folder = freshFolder()
  const ports = await freePorts(3)
  const bots = ports.map((port) =>
    launchBot(slack, {
      folder,
      settings: { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: slack.workspace.signingSecret, PORT: `${port}` },
    }),
  )
  for (const bot of bots) await vi.waitFor(() => expect(bot.output()).toContain('Paperboy answers'), patience)
  const balancer = await startBalancer(ports)
  slack.deliverTo(`${balancer.url}/slack/events`)

  const said = slack.people.mention('What is TAROT?')
  const answer = await answerIn(slack, said)
  // Three in turn, so that each process gets one of each.
  for (const count of [1, 2, 3]) {
    await slack.interactions.click(answer, 'Show evidence')
    await vi.waitFor(() => expect(slack.views.modals).toHaveLength(count), patience)
  }
  for (const nth of [2, 3, 4]) {
    await slack.people.say('How does it select data?', { thread: said.ts }).delivered
    expect(readable(await answerIn(slack, said, { nth }))).toContain('TAROT')
  }
  for (const _ of bots) await slack.interactions.command('settings')
  await vi.waitFor(() => expect(slack.messages.onlyFor(slack.workspace.ada)).toHaveLength(3), patience)
  await endInOrder(slack, ...bots)
  expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(4)
  expectGoodGuest(slack)
  await balancer.close()
  await slack.close()
})
