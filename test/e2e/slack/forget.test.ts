import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, vi } from 'vitest'
import { patience } from '../../eventually.ts'
import { readable } from '../../fakes/slack/reading.ts'
import { answerIn } from './running-bot.ts'
import { it } from './with-slack.ts'

/** Whether a word stands anywhere in what a process left in its folder. */
async function isFound(folder: string, word: string): Promise<boolean> {
  const files = await readdir(folder)
  const contents = await Promise.all(files.map((file) => readFile(join(folder, file))))
  return contents.some((content) => content.includes(word))
}

describe('Forgetting in Slack', () => {
  it('asks first, forgets what one asked oneself, and leaves no word of it in the database', async ({
    slack,
    start,
  }) => {
    const bot = await start()
    const grace = slack.workspace.person('Grace')
    const said = slack.people.mention('Does TAROT help zebrafish?')
    await answerIn(slack, said)
    slack.people.mention('What is AutoInt, for axolotls?', { thread: said.ts, user: grace })
    await answerIn(slack, said, { nth: 2 })
    expect(await isFound(bot.folder, 'zebrafish')).toBe(true)

    slack.people.mention('forget', { thread: said.ts })
    const sure = await vi.waitFor(() => {
      const [shown] = slack.messages.onlyFor(slack.workspace.ada)
      if (!shown) throw new Error('Nothing was asked back.')
      return shown
    }, patience)
    expect(readable(sure)).toContain('Shall I forget your question here')
    await slack.interactions.click(sure, 'Forget')
    const told = () => slack.messages.onlyFor(slack.workspace.ada).map(readable).join('\n')
    await vi.waitFor(() => expect(told()).toContain('Forgotten: 1 question'), patience)
    expect(told()).toContain('I still know 1 question that others asked')

    await bot.stop()
    expect(await isFound(bot.folder, 'zebrafish')).toBe(false)
    expect(await isFound(bot.folder, 'axolotls')).toBe(true)
  })

  it('everywhere means other channels and direct messages, too, and nobody else', async ({
    slack,
    start,
  }) => {
    const bot = await start()
    const grace = slack.workspace.person('Grace')
    const said = slack.people.mention('Does TAROT help zebrafish?')
    await answerIn(slack, said)
    const alone = slack.people.dm('What is AutoInt, for narwhals?')
    await answerIn(slack, alone)
    slack.people.mention('What is AutoInt, for axolotls?', { thread: said.ts, user: grace })
    await answerIn(slack, said, { nth: 2 })

    slack.people.mention('forget me everywhere', { thread: said.ts })
    const sure = await vi.waitFor(() => {
      const [shown] = slack.messages.onlyFor(slack.workspace.ada)
      if (!shown) throw new Error('Nothing was asked back.')
      return shown
    }, patience)
    expect(readable(sure)).toContain('everywhere: 2 questions')
    await slack.interactions.click(sure, 'Forget me everywhere')
    const told = () => slack.messages.onlyFor(slack.workspace.ada).map(readable).join('\n')
    await vi.waitFor(() => expect(told()).toContain('Forgotten: 2 questions.'), patience)

    await bot.stop()
    expect(await isFound(bot.folder, 'zebrafish')).toBe(false)
    expect(await isFound(bot.folder, 'narwhals')).toBe(false)
    expect(await isFound(bot.folder, 'axolotls')).toBe(true)
  })
})
