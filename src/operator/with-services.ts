import type { Command } from '../commands/command.ts'
import { createDescribe } from '../commands/describe.ts'
import { createHandle } from '../commands/handle.ts'
import { watchHandle } from '../commands/watch.ts'
import { type Config, readConfig } from '../config.ts'
import { isTimeZone } from '../digests/zones.ts'
import type { Handle } from '../platform/request.ts'
import type { OpenServices } from '../services.ts'
import { unknownInWords, unknownSettings } from '../unknown-settings.ts'
import type { EmbeddingOptions } from './embedding.ts'

/** What everything works with, while it is open. */
export type Open = { config: Config; services: OpenServices; handle: Handle }

/** Opens everything, does the work and closes everything, also when the work fails. */
export async function withServices(
  commands: readonly Command[],
  work: (open: Open) => Promise<number>,
  options: EmbeddingOptions = {},
): Promise<number> {
  const config = readConfig(process.env)
  tellUnknown(config)
  // Days begin where the readers are, in whatever library the clock is read.
  if (config.TIME_ZONE) process.env.TZ = config.TIME_ZONE
  else takeKnownZone()
  // Loaded here, so that help and usage errors do not wait for it.
  const { createServices } = await import('../services.ts')
  const services = await createServices(config, options)
  try {
    const describe = createDescribe(commands)
    const handle = watchHandle(createHandle(commands, services, describe), describe, services.log)
    return await work({ config, services, handle })
  } finally {
    await services.close()
  }
}

/** A setting with a slip in its name would do nothing, and nobody would know why. */
function tellUnknown({ LOG_LEVEL: level }: Config): void {
  const words =
    level === 'silent' || level === 'error' ? undefined : unknownInWords(unknownSettings(process.env))
  if (words !== undefined) process.stderr.write(`paperboy: ${words}\n`)
}

/** What the machine says may be no name of a zone (`:/etc/localtime`, `UTC+2`), which schedules are kept by. */
function takeKnownZone(): void {
  // Undefined where ICU knows no name for it, whatever its type says.
  if (isTimeZone(String(new Intl.DateTimeFormat().resolvedOptions().timeZone))) return
  const said = process.env.TZ
  process.env.TZ = 'UTC'
  if (said)
    process.stderr.write(
      `paperboy: TZ=${said} names no time zone, so days are those of UTC. Set TIME_ZONE, such as Europe/Paris.\n`,
    )
}
