import type { Adapter, AdapterParts } from '../../src/platform/adapter.ts'
import type { PostAddress } from '../../src/store/subscriptions.ts'
import type { Scene, SceneMessage } from './scene.ts'

/** A message of Paperboy's, as people read it. */
export type Shown = { id: string; text: string; buttons: readonly string[] }

/** Where one scene plays. */
export type Room = {
  /** Where daily posts go that are asked for here. */
  posts: PostAddress
  /** Somebody says a message of the scene; resolves when the platform has told of it. */
  say(message: SceneMessage, place: number): Promise<void>
  /** The latest message of Paperboy's stands for a message of the scene. */
  stands(place: number): void
  /** Opens what stands there for one person alone, where the platform needs a click for that. */
  open?(person: string): Promise<void>
  /** What Paperboy shows here, to whomever, oldest first. */
  shown(): readonly Shown[]
}

/** A platform on which scenes are played. */
export type SceneStage = {
  platform: 'discord' | 'slack'
  createAdapter(parts: AdapterParts): Adapter
  room(scene: Scene): Room
  /** Resolves when the adapter has heard everything that was said. */
  heard(): Promise<void>
  close(): Promise<void>
}
