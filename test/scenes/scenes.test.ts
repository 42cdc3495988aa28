import { describe, expect, it } from 'vitest'
import { withBot } from '../eval/bot.ts'
import { arxivCollection } from '../eval/sets.ts'
import { startFakeOpenAI } from '../fakes/openai-server.ts'
import { openDiscordStage } from './discord-stage.ts'
import { isRight, speaksRightly, told } from './judge.ts'
import { modelOfScenes, needsModel } from './model.ts'
import { type Outcome, openTheatre } from './play.ts'
import { readScenes, type Scene, setsOfScenes, speaksAtFirst } from './scene.ts'
import { openSlackStage } from './slack-stage.ts'
import type { SceneStage } from './stage.ts'

type Played = { scene: Scene; outcome: Outcome }

/** Scenes on one platform; those in other languages have a model that is scripted, all others none. */
async function playAll(
  scenes: readonly Scene[],
  openStage: () => Promise<SceneStage>,
): Promise<readonly Played[]> {
  const papers = await arxivCollection.papers()
  const model = await startFakeOpenAI({ otherwise: modelOfScenes })
  const withModel = { OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'sk-test-0123456789' }
  const played: Played[] = []
  for (const part of [
    { foreign: false, settings: {} },
    { foreign: true, settings: withModel },
  ]) {
    const settings = { SUBSCRIPTIONS_BY: 'everyone', ...part.settings }
    await withBot(papers, { settings }, async ({ services }) => {
      await services.warmUp()
      const stage = await openStage()
      const theatre = await openTheatre(stage, services)
      for (const scene of scenes.filter((one) => needsModel(one) === part.foreign))
        played.push({ scene, outcome: await theatre.play(scene) })
      await theatre.close()
      await stage.close()
    })
  }
  await model.close()
  return played
}

const share = (right: number, of: number): string =>
  `${right} of ${of} (${((100 * right) / of).toFixed(0)} %)`

describe.each(Object.entries(setsOfScenes))('%s', (_set, path) => {
  it.each([
    ['Discord', openDiscordStage],
    ['Slack', openSlackStage],
  ])('are played on %s', { timeout: 900_000 }, async (name, openStage) => {
    const only = process.env.SCENES?.split(',')
    const scenes = (await readScenes(path)).filter(
      ({ id }) => !only || only.some((end) => id.endsWith(`-${end}`)),
    )
    const played = await playAll(scenes, openStage)
    const wrong = played.filter(({ scene, outcome }) => !isRight(scene, outcome))
    const silent = played.filter(({ scene }) => scene.expected === 'silent')
    const spoken = silent.filter(({ outcome }) => outcome.shown.length > 0)
    const spokeRightly = played.filter(({ scene, outcome }) => speaksRightly(scene, outcome.shown.length > 0))
    const atFirst = played.filter(({ scene }) => speaksRightly(scene, speaksAtFirst(scene)))
    process.stdout.write(
      [
        `${name}: right ${share(played.length - wrong.length, played.length)}`,
        `  silent where nobody spoke to it: ${share(silent.length - spoken.length, silent.length)}`,
        `  speaks exactly where it should: ${share(spokeRightly.length, played.length)}; a rule that answers every mention and in every thread of its own: ${share(atFirst.length, played.length)}`,
        ...wrong.map(({ scene, outcome }) => told(scene, outcome)),
        '',
      ].join('\n'),
    )
    expect(spoken.map(({ scene }) => scene.id)).toEqual([])
    expect(wrong.length).toBeLessThanOrEqual(0.05 * played.length)
  })
})
