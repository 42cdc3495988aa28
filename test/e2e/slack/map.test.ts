import { describe, expect, vi } from 'vitest'
import manifest from '../../../slack.manifest.json' with { type: 'json' }
import { patience } from '../../eventually.ts'
import type { FakeSlack } from '../../fakes/slack/fake-slack.ts'
import { readable } from '../../fakes/slack/reading.ts'
import { alone, answerIn, endInOrder, expectGoodGuest } from './running-bot.ts'
import { it } from './with-slack.ts'

/** Where pictures are that people can look at; each is a PNG with words for those who do not see it. */
function pictures(slack: FakeSlack) {
  const shown = [...slack.files.values()].filter(({ shared }) => shared.length > 0)
  for (const { bytes, alt, name } of shown) {
    expect(Buffer.from(bytes ?? []).toString('latin1', 1, 4)).toBe('PNG')
    expect(alt).toMatch(/^Map of \d+ papers/)
    expect(name).toMatch(/\.png$/)
  }
  return shown.flatMap(({ shared }) =>
    shared.map(({ comment, ...place }) => {
      expect(comment).toMatch(/^Map of \d+ papers/)
      return place
    }),
  )
}

describe.concurrent('A map in Slack', { timeout: 180_000 }, () => {
  it('stands below its words, or in the direct messages of the one who alone sees them', async ({
    slack,
    start,
  }) => {
    for (const scope of slack.workspace.scopes)
      if (!manifest.oauth_config.scopes.bot.includes(scope)) slack.workspace.scopes.delete(scope)
    const { ada } = slack.workspace
    await start()
    const said = slack.people.mention('map feature interactions')
    expect(readable(await answerIn(slack, said))).toContain('Picture: Map of')
    await vi.waitFor(
      () => expect(pictures(slack)).toEqual([{ channel: said.channel, thread: said.ts }]),
      patience,
    )
    await slack.interactions.command('map')
    await vi.waitFor(
      () => expect(alone(slack, ada).map(readable).join()).toContain('in your direct messages'),
      patience,
    )
    expect(pictures(slack)).toHaveLength(2)
    expect(pictures(slack)).toContainEqual({ channel: slack.workspace.directMessage(ada).id })
    expectGoodGuest(slack)
  })

  it.for([
    ['before the picture is sent', 'files.getUploadURLExternal', 0],
    ['when it has been shown', 'files.completeUploadExternal', 1],
  ] as const)(
    'is answered once and comes never twice, though the process was killed %s',
    async ([, call, there], { slack, start, launch }) => {
      const bot = launch()
      slack.moments.at(call, 1, 'recorded', () => bot.stop('SIGKILL'))
      await vi.waitFor(() => expect(slack.socketMode.connections()).toBe(1), patience)
      const said = slack.people.mention('map feature interactions')
      expect(await bot.exit).toMatchObject({ signal: 'SIGKILL' })
      const next = await start({ folder: bot.folder })
      expect(readable(await answerIn(slack, said))).toContain('Picture: Map of')
      await endInOrder(slack, next)
      expect(pictures(slack)).toHaveLength(there)
      expect(slack.messages.answers(said.channel, said.ts)).toHaveLength(1)
    },
  )
})
