import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commands } from '../../src/commands/all.ts'
import { createHandle } from '../../src/commands/handle.ts'
import type { Said } from '../../src/platform/listen.ts'
import type { Handle, Request } from '../../src/platform/request.ts'
import { plainText } from '../../src/replies/plain.ts'
import { type Opened, openServices } from '../answering/answerer.ts'
import { modelsDir } from '../fixtures/weights.ts'

const bySomebody = (text: string, id = '1'): Said => ({ id, by: { person: 'bob' }, text })

describe('a line that people may have said to each other', () => {
  let services: Opened
  let handle: Handle
  beforeAll(async () => {
    services = await openServices(undefined, { EMBEDDING_MODEL: 'local', MODELS_DIR: modelsDir })
    await services.warmUp()
    handle = createHandle(commands, services)
  })
  afterAll(() => services.close())

  async function pages(line: string, more: Partial<Request>): Promise<readonly string[]> {
    const where = { platform: 'slack', conversation: expect.getState().currentTestName ?? '' }
    const shown: string[] = []
    for await (const page of handle({ who: { id: 'ada' }, where, line, ...more })) shown.push(plainText(page))
    return shown
  }

  describe('and was overheard', () => {
    const heard = 'overheard'

    it('is answered by one page where the papers answer it', async () => {
      await pages('what is TAROT?', { heard: 'addressed' })
      const shown = await pages('which tasks was it evaluated on?', { heard })
      expect(shown).toHaveLength(1)
      expect(shown[0]).toContain('semantic segmentation')
    })

    it.each([
      'Yes, I think we should try it on our own logs next sprint',
      'haha same here',
      'are you coming to lunch?',
      'did you see that?',
      'who wants to present this on Friday?',
      'what is the capital of France?',
      'show me your desk',
      'today was long',
      'help',
      'serch TAROT',
      '👍',
      '-',
      'x'.repeat(5_000),
    ])('is met with silence: %s', async (line) => {
      await pages('what is TAROT?', { heard: 'addressed' })
      expect(await pages(line, { heard })).toEqual([])
    })

    it.each(['why?', 'no, I meant the FinalMLP one', 'wrong paper, I was asking about the FinalMLP one'])(
      'goes on with the last answer alone: %s',
      async (line) => {
        await pages('how does TAROT select data?', { heard: 'addressed' })
        expect(await pages(line, { heard })).toHaveLength(1)
      },
    )

    it('is no turn of the conversation where it was met with silence', async () => {
      await pages('what is TAROT?', { heard: 'addressed' })
      await pages('haha same here', { heard })
      const [page] = (await pages('which tasks was it evaluated on?', { heard: 'addressed' })).slice(-1)
      expect(page).toContain('Read as a question about TAROT.')
    })
  })

  describe('and mentions Paperboy', () => {
    const heard = 'addressed'

    it.each(['thanks!', 'thank you, that helped', '👍', 'lol'])('needs no answer: %s', async (line) => {
      expect(await pages(line, { heard })).toEqual([])
    })

    it.each(['what is the capital of France?', 'serch TAROT', 'what is TAROT?', ''])(
      'is answered: %s',
      async (line) => {
        expect(await pages(line, { heard })).not.toEqual([])
      },
    )

    it.each(['can you answer this?', '^', '', 'any thoughts?', 'do the papers say anything about that?'])(
      'is about what somebody said before: %s',
      async (line) => {
        const before = () => Promise.resolve([bySomebody('How does TAROT select data?')])
        const shown = await pages(line, { heard, before })
        expect(shown.at(-1)).toContain('TAROT: Targeted Data Selection')
      },
    )

    it.each(['', 'summarize this', 'can you answer this?', 'what data did they use?'])(
      'says so where it points at a message that cannot be read: %s',
      async (line) => {
        const withheld = { ...bySomebody(''), withheld: 'use the menu on it' }
        const shown = await pages(line, { heard: 'addressed', pointsAt: async () => withheld })
        expect(shown.at(-1)).toContain('I cannot read that message; use the menu on it.')
      },
    )

    it('is answered where it needs nothing of a message that cannot be read', async () => {
      const withheld = { ...bySomebody(''), withheld: 'use the menu on it' }
      const shown = await pages('what is TAROT?', { heard: 'addressed', pointsAt: async () => withheld })
      expect(shown.at(-1)).toContain('TAROT')
      expect(shown.at(-1)).not.toContain('cannot read')
    })

    it('is about the message that it is a reply to, whatever was said since', async () => {
      const asked = bySomebody('How does TAROT select data?')
      const pointsAt = () => Promise.resolve(asked)
      const before = () => Promise.resolve([asked, bySomebody('What is FinalMLP?', '2')])
      expect((await pages('can you answer this?', { heard, before, pointsAt })).at(-1)).toContain('TAROT')
    })

    it('asks for help where nobody said anything', async () => {
      const before = () => Promise.resolve([])
      expect((await pages('', { heard, before })).join('\n')).toContain('help')
    })
  })
})
