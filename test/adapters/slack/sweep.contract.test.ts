import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { commands } from '../../../src/commands/all.ts'
import { createHandle } from '../../../src/commands/handle.ts'
import { openServices } from '../../answering/answerer.ts'
import { type PrivatePage, sweepPrivatePages } from '../../contracts/private-sweep.ts'
import { buttons, readable } from '../../fakes/slack/reading.ts'
import { openBench } from './slack-bench.ts'

/** What a person may answer in a form. */
const typed = { question: { words: { type: 'plain_text_input', value: 'what data does it use?' } } }

it('nothing that comes of private pages in Slack is seen by others, whatever is pressed', async () => {
  const services = await openServices()
  const bench = await openBench()
  const { slack, store } = bench
  const { ada, general } = slack.workspace
  await bench.start(createHandle(commands, services))

  const settled = async (count: number) => {
    const began = performance.now()
    while (bench.requests.length < count || (await store.jobs.unfinished('questions:slack')).length > 0) {
      if (performance.now() - began > 10_000) throw new Error(`Nothing came after ${bench.asked().at(-1)}.`)
      await sleep(4)
    }
  }
  const direct = () =>
    slack.messages.in(slack.workspace.directMessage(ada).id).filter(({ fromBot }) => fromBot)

  /** What came of something, wherever the person reads it. */
  async function pageAfter(happening: () => Promise<unknown>): Promise<PrivatePage> {
    const before = new Set(slack.views.openFor(ada).map(({ hash }) => hash))
    const seen = new Set([...slack.messages.onlyFor(ada), ...direct()])
    await happening()
    const messages = [...slack.messages.onlyFor(ada), ...direct()].filter((message) => !seen.has(message))
    const views = slack.views.openFor(ada).filter(({ hash }) => !before.has(hash))
    expect(messages.length + views.length).toBeGreaterThan(0)
    return {
      buttons: [
        ...messages.flatMap((message) =>
          pressable(message.blocks).map(({ line, label }) => ({
            line,
            press: () => pressed(() => slack.interactions.click(message, label)),
          })),
        ),
        ...views.flatMap((view) =>
          pressable(view.blocks).map(({ line, label }) => ({
            line,
            press: () => pressed(() => slack.interactions.clickInView(view, label)),
          })),
        ),
      ],
    }
  }

  /** A button that opens a form is pressed, and the form is sent off. */
  const pressed = (press: () => Promise<unknown>) =>
    pageAfter(async () => {
      const asked = bench.requests.length
      await press()
      for (let waited = 0; bench.requests.length === asked && waited < 5_000; waited += 4) {
        const form = slack.views.openFor(ada).find((view) => view.callback_id === 'ask_about_paper')
        if (form) {
          await slack.interactions.submit(form, typed)
          break
        }
        await sleep(4)
      }
      await settled(asked + 1)
    })

  const swept = await sweepPrivatePages({
    open: (line) =>
      pageAfter(async () => {
        const asked = bench.requests.length
        await slack.interactions.command(`${line} --private`)
        await settled(asked + 1)
      }),
    seenByAll: () =>
      slack.messages
        .in(general)
        .filter(({ fromBot }) => fromBot)
        .map(readable),
  })
  process.stdout.write(`${swept.opened} examples opened, ${swept.pressed} buttons pressed in private\n`)
  expect(swept.pressed).toBeGreaterThan(100)
  expect(swept.seenByAll).toEqual([])
  expect(slack.refusals().filter(({ refused }) => refused !== 'push_limit_reached')).toEqual([])
  expect(slack.badManners).toEqual([])
  await bench.close()
  await services.close()
}, 240_000)

/** The buttons that do something for the one who presses them; sharing is what somebody wants. */
function pressable(blocks: Parameters<typeof buttons>[0]) {
  return buttons(blocks).flatMap(({ label, action }) => {
    const { action_id: id, value } = action
    const isOurs = typeof value === 'string' && typeof id === 'string' && /^(?:run|turn|form|rate)/.test(id)
    return isOurs ? [{ line: value, label }] : []
  })
}
