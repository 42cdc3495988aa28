import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { limits } from '../../../src/adapters/slack/limits.ts'
import { createManifest, manifestText } from '../../../src/adapters/slack/manifest.ts'
import { commands } from '../../../src/commands/all.ts'

describe('The app manifest', () => {
  const { display_information: shown, features } = createManifest(commands)

  it('is the file in the repository: run `npm run manifest` when this fails', async () => {
    const file = await readFile(new URL('../../../slack.manifest.json', import.meta.url), 'utf8')
    expect(file).toBe(manifestText(commands))
  })

  it('names every command but those of buttons', () => {
    for (const { name, hidden } of commands) {
      const hint = features.slash_commands[0]?.usage_hint ?? ''
      expect(hint.split(' | ').some((usage) => usage.split(' ')[0] === name)).toBe(!hidden)
    }
  })

  it('keeps to the limits of manifests', () => {
    expect(shown.name.length).toBeLessThanOrEqual(limits.manifest.name)
    expect(shown.description.length).toBeLessThanOrEqual(limits.manifest.description)
    expect(shown.long_description.length).toBeGreaterThanOrEqual(175)
    expect(shown.long_description.length).toBeLessThanOrEqual(limits.manifest.longDescription)
    expect(features.slash_commands[0]?.usage_hint.length).toBeLessThanOrEqual(limits.manifest.usageHint)
    expect(features.agent_view.agent_description.length).toBeLessThanOrEqual(limits.manifest.agentDescription)
    expect(features.agent_view.suggested_prompts.length).toBeLessThanOrEqual(limits.prompts.count)
    expect(features.shortcuts[0]?.name.length).toBeLessThanOrEqual(24)
  })

  it('lets people write to the app, which its messages tab forbids by default', () => {
    expect(features.app_home).toMatchObject({
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    })
  })
})
