import { expect, vi } from 'vitest'
import { patience } from '../../eventually.ts'
import type { FakeDiscord } from '../../fakes/discord/discord.ts'
import { freshFolder, startPaperboy } from '../paperboy.ts'

export type Bot = ReturnType<typeof launch>

type Surroundings = { folder?: string; settings?: Record<string, string> }

/** Starts the real process with this Discord and waits until it answers there. */
export async function startBot(discord: FakeDiscord, surroundings: Surroundings = {}): Promise<Bot> {
  const bot = launch(discord, surroundings)
  await bot.ready()
  return bot
}

/** Starts the real process without waiting for anything. */
export function launch(
  discord: Pick<FakeDiscord, 'url' | 'token'>,
  { folder = freshFolder(), settings = {} }: Surroundings = {},
) {
  const { child, exit } = startPaperboy([], {
    folder,
    settings: { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.url, LOG_LEVEL: 'info', ...settings },
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (piece) => {
    said.stdout += piece
  })
  child.stderr.on('data', (piece) => {
    said.stderr += piece
  })
  return {
    folder,
    said,
    exit,
    /** Waits until it says that it answers; fails with what it said instead. */
    async ready() {
      const answering = vi.waitFor(() => expect(said.stdout).toContain('Paperboy answers in Discord'), {
        timeout: patience,
        interval: 10,
      })
      await Promise.race([
        answering,
        exit.then(() => Promise.reject(new Error(`It ended instead: ${said.stderr}`))),
      ])
    },
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    /** Asks it to stop, as an operator does, and waits for its end. */
    async stop() {
      child.kill('SIGTERM')
      return exit
    },
    /** Ends it as a power cut does. */
    async crash() {
      child.kill('SIGKILL')
      return exit
    },
  }
}

/** Waits until this holds. */
export const eventually = <T>(check: () => T, timeout = patience) =>
  vi.waitFor(check, { timeout, interval: 10 })

/** What must hold of everything the bot did: nothing was refused, and nobody was pinged. */
export function expectGoodManners(discord: FakeDiscord): void {
  expect(
    discord.refusals().map(({ method, path, status, answer }) => ({ method, path, status, answer })),
  ).toEqual([])
  expect(discord.pings()).toEqual([])
}
