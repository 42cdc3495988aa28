import manifest from '../../package.json' with { type: 'json' }
import type { Config } from '../config.ts'
import type { Adapter, AdapterParts } from '../platform/adapter.ts'
import type { Serve } from '../platform/endpoint.ts'
import type { Tool } from '../platform/tool.ts'
import type { Store } from '../store/store.ts'
import { mailOptions } from './mail.ts'

/** What adapters are given, and what those are that are reached by HTTP, or called by programs. */
type Parts = AdapterParts & { serve: Serve; tools: readonly Tool[]; store: Store }

/** The adapters of the platforms that have credentials; none of them is connected yet. */
export async function createAdapters(
  config: Config,
  { serve, tools, store, ...parts }: Parts,
): Promise<readonly Adapter[]> {
  const adapters: Adapter[] = []
  // Loaded only when needed: each platform's library takes a good part of a second.
  if (config.SLACK_BOT_TOKEN) {
    const { createSlackAdapter } = await import('../adapters/slack/adapter.ts')
    adapters.push(
      createSlackAdapter({
        ...parts,
        botToken: config.SLACK_BOT_TOKEN,
        serve,
        ...(config.SLACK_APP_TOKEN && { appToken: config.SLACK_APP_TOKEN }),
        ...(config.SLACK_SIGNING_SECRET && { signingSecret: config.SLACK_SIGNING_SECRET }),
        ...(config.SLACK_API_URL && { apiUrl: config.SLACK_API_URL }),
      }),
    )
  }
  if (config.DISCORD_TOKEN) {
    const { createDiscordAdapter } = await import('../adapters/discord/adapter.ts')
    adapters.push(
      createDiscordAdapter({
        ...parts,
        token: config.DISCORD_TOKEN,
        ...(config.DISCORD_GUILD_ID && { guildId: config.DISCORD_GUILD_ID }),
        ...(config.DISCORD_SHARDS && { shards: config.DISCORD_SHARDS }),
        ...(config.DISCORD_API_URL && { apiUrl: config.DISCORD_API_URL }),
      }),
    )
  }
  if (config.MCP_TOKENS.length > 0) {
    const { createMcpAdapter } = await import('../adapters/mcp/adapter.ts')
    adapters.push(
      createMcpAdapter({
        // A token manages nothing, so it adds papers only where every member may.
        tools: tools.filter(({ readOnly }) => readOnly || config.MAY_ADD === 'members'),
        serve,
        log: parts.log,
        version: manifest.version,
        tokens: config.MCP_TOKENS,
        ...(config.PUBLIC_URL && { publicUrl: config.PUBLIC_URL }),
      }),
    )
  }
  const mail = mailOptions(config)
  if (mail) {
    const { createMailAdapter } = await import('../mail/adapter.ts')
    adapters.push(await createMailAdapter({ ...mail, serve, store, clock: parts.clock }))
  }
  return adapters
}
