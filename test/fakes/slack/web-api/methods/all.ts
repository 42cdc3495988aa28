import { z } from 'zod'
import { assistantMethods } from './assistant.ts'
import { chatMethods } from './chat.ts'
import { conversationMethods } from './conversations.ts'
import { type Files, fileMethods } from './files.ts'
import { type Method, method, type Platform } from './method.ts'
import { streamMethods } from './streams.ts'
import { viewMethods } from './views.ts'

/** The methods of the Web API this workspace knows, by name. */
export function allMethods(platform: Platform, files: Files): ReadonlyMap<string, Method> {
  const { bot, team, url } = platform.workspace
  return new Map(
    Object.entries({
      'auth.test': method(z.object({}), undefined, () => ({
        url,
        team: 'Papers',
        team_id: team,
        user: bot.name,
        user_id: bot.user,
        bot_id: bot.bot,
        ...(platform.workspace.enterprise.id !== undefined && {
          enterprise_id: platform.workspace.enterprise.id,
        }),
        is_enterprise_install: false,
      })),
      'apps.connections.open': method(
        z.object({}),
        undefined,
        () => ({ url: platform.socketAddress() }),
        'app',
      ),
      ...chatMethods(platform),
      ...streamMethods(platform),
      ...conversationMethods(platform),
      ...viewMethods(platform),
      ...assistantMethods(platform),
      ...fileMethods(platform, files),
    }),
  )
}
