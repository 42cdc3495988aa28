import { describe, expect, it } from 'vitest'
import { unstatedMatter } from '../../../src/answering/extractive/unstated.ts'
import { paperOf } from '../../fixtures/library.ts'

const plain = paperOf('On cats', 'We pet cats and measure how they purr.')

describe('unstatedMatter', () => {
  it.each([
    ['Who wrote this?', /authors/],
    ['Which university are they from?', /authors/],
    ['Was it accepted at NeurIPS?', /published/],
    ['How many citations does it have?', /received/],
    ['What learning rate did they use?', /settings/],
    ['How many layers does it have?', /settings/],
    ['On which GPUs was it trained?', /hardware/],
    ['How long did it take to train?', /hardware/],
    ['Under which licence is it?', /licence/],
    ['What does figure 3 show?', /figures/],
  ])('names what the abstracts do not say: %s', (question, matter) => {
    expect(unstatedMatter(question, [plain])).toMatch(matter)
  })

  it.each([
    ['How does it save GPU memory?', 'It halves the memory of one GPU.'],
    ['What does it do to the learning rate?', 'We adapt the learning rate to cats.'],
    ['Does it predict citations?', 'We predict citations of papers on cats.'],
  ])('is nothing when an abstract speaks of the matter: %s', (question, abstract) => {
    expect(unstatedMatter(question, [plain, paperOf('On other cats', abstract)])).toBeUndefined()
  })

  it.each(['How do cats purr?', 'What did they measure?', ''])(
    'is nothing for any other question: "%s"',
    (question) => {
      expect(unstatedMatter(question, [plain])).toBeUndefined()
    },
  )
})
