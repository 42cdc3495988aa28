import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import type { Handle } from '../../src/platform/request.ts'
import { type Opened, openServices } from '../answering/answerer.ts'
import { modelsDir } from '../fixtures/weights.ts'
import { say, talk } from './talk.ts'

let services: Opened
let handle: Handle
beforeAll(async () => {
  services = await openServices(undefined, {
    EMBEDDING_MODEL: 'local',
    MODELS_DIR: modelsDir,
    REMEMBER_DAYS: '30',
  })
  await services.warmUp()
  handle = createHandle(commands, services)
})
afterAll(() => services.close())

describe('what is asked of the bot', () => {
  it.each([
    ['who am I talking to?', 'I am Paperboy'],
    ['how long are my messages kept?', 'for 30 days'],
    ['which AI is inside you?', 'I quote sentences of abstracts'],
    ['can I hand you a PDF file?', 'I cannot open files'],
    ['do you understand French?', 'I read English'],
    ['where did you get your papers?', 'There are 76 papers'],
    ['how can I get a daily post?', 'subscribe about'],
    ['can your quotes be wrong?', 'Yes. I can misread'],
    ['are you ever mistaken in what you say?', 'Yes. I can misread'],
    ['do you look things up on Google?', 'look anything up on the web'],
    ['does what we say here make you better?', 'no model learns from it'],
    ['can you tell me what you cannot do?', 'I only find, compare and quote'],
    ['are you a real person?', 'I am Paperboy, a program'],
    ['what company runs you?', 'open-source program'],
  ])('is answered from how it is set up: %s', async (line, words) => {
    expect(await say(handle, line)).toContain(words)
  })
})

describe('what is asked of nothing here', () => {
  it.each(['what is the capital of Italy?', 'who built the pyramids?', 'is it windy outside?'])(
    'gets a sentence and no paper: %s',
    async (line) => {
      const page = await say(handle, line)
      expect(page).toContain('My papers are not about that')
      expect(page).not.toMatch(/^1\. /m)
    },
  )
})

describe('what is asked of the conversation', () => {
  it('goes on from the last page, and back', async () => {
    const [, second, , first] = await talk(
      handle,
      'which papers have code?',
      'show me the rest',
      'more',
      'go back',
    )
    expect(second).toContain('11 to 16')
    expect(first).toContain('Back to “show me the rest”')
  })

  it('is what stood there before', async () => {
    expect((await talk(handle, 'what is TAROT?', 'which question did I ask before?')).at(-1)).toContain(
      'what is TAROT?',
    )
  })

  it('is told in the words that were typed, without the command that a form or a button put in front', async () => {
    const lines = ['/ask what is TAROT?', '/search diffusion', 'which question did I ask before?']
    const said = (await talk(handle, ...lines)).at(-1)
    expect(said).toMatch(/, then “what is TAROT\?”, then “search diffusion”\./)
  })

  it('is that of the day which is named', async () => {
    const [, today, yesterday] = await talk(
      handle,
      'what is TAROT?',
      'what did I ask you today?',
      'do you remember what I asked yesterday?',
    )
    expect(today).toMatch(/^You asked here today: .*“what is TAROT\?”\./)
    expect(yesterday).toContain('Nothing was asked in this conversation yesterday, as far as I remember.')
  })
})
