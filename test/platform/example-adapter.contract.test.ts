import { adapterContract } from '../contracts/adapter.ts'
import type { Asked, Stage } from '../contracts/adapter-stage.ts'
import { ChatRefusal, createFakeChat } from '../fakes/chat.ts'
import { createExampleAdapter } from './example-adapter.ts'

async function openStage(): Promise<Stage> {
  const chat = createFakeChat()

  function ask(line: string, isPrivate: boolean): Asked {
    const { said, tell } = chat.say(line, isPrivate)
    const answers = () => chat.answersTo(said).map(({ versions }) => versions.at(-1)?.text ?? '')
    return {
      redeliver: tell,
      answers,
      seenByOthers: () => (said.isPrivate ? [] : answers()),
      shownAt: () => chat.answersTo(said).flatMap(({ versions }) => versions.map(({ at }) => at)),
    }
  }

  return {
    platform: 'example',
    createAdapter: (parts) => createExampleAdapter({ ...parts, chat }),
    ask: (line) => ask(line, false),
    askPrivately: (line) => ask(line, true),
    limit: (times, retryAfter) =>
      chat.refuse(...Array.from({ length: times }, () => new ChatRefusal({ isLimit: true, retryAfter }))),
    refuse: () => chat.refuse(new ChatRefusal({ isLimit: false })),
    attempts: () => chat.attempts,
    close: () => Promise.resolve(),
  }
}

adapterContract('The example', openStage)
