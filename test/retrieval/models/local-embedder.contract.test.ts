import { execFile } from 'node:child_process'
import { copyFile, mkdir, readFile, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Log } from '../../../src/lib/log.ts'
import { type Encoder, startEncoder } from '../../../src/retrieval/models/encoder.ts'
import { type ModelFolder, openModelFolder } from '../../../src/retrieval/models/files.ts'
import { createHub } from '../../../src/retrieval/models/hub.ts'
import {
  createLocalEmbedder,
  type LocalEmbedder,
  type LocalEmbedderParts,
  ModelNotReady,
} from '../../../src/retrieval/models/local-embedder.ts'
import { readModel } from '../../../src/retrieval/models/model.ts'
import type { Progress } from '../../../src/retrieval/models/source.ts'
import { type FakeHub, startFakeHub } from '../../fakes/hub.ts'
import { model, modelsDir, openWeights } from '../../fixtures/weights.ts'
import { emptyFolder, files, tiny } from './tiny-model.ts'

const none: Float32Array = Float32Array.of()
const cosine = (one = none, other = none) =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? Number.NaN), 0)
const passages = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    `Passage ${index} says that cats purr at night, and why. `.repeat(9),
  )

/** A machine that tests other things meanwhile takes more than five seconds to load a model, in milliseconds. */
const patienceMs = 40_000

describe('createLocalEmbedder', () => {
  let weights: ModelFolder
  let logged: string[] = []
  const note = (facts: object, message: string) => void logged.push(`${message} ${JSON.stringify(facts)}`)
  const log: Log = { debug: note, info: note, warn: note, error: note }
  const open: { close(): Promise<void> }[] = []
  const create = (parts: Partial<LocalEmbedderParts> = {}): LocalEmbedder => {
    const embedder = createLocalEmbedder({
      model,
      folder: weights,
      sources: [],
      log,
      patienceMs,
      ...parts,
    })
    open.push(embedder)
    return embedder
  }
  const startHub = async (options: Partial<Parameters<typeof startFakeHub>[0]> = {}): Promise<FakeHub> => {
    const [model, tokenizer] = [...weightFiles]
    const hub = await startFakeHub({
      files: {
        'onnx/model_quantized.onnx': await readFile(model ?? ''),
        'tokenizer.json': await readFile(tokenizer ?? ''),
      },
      ...options,
    })
    open.push(hub)
    return hub
  }
  let weightFiles: string[] = []
  beforeAll(async () => {
    weights = await openWeights()
    weightFiles = model.files.map((file) => weights.fileOf(model, file))
  }, 300_000)
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close()
    logged = []
  })

  it('gives unit vectors of 384 numbers, near for texts that mean the same', async () => {
    const texts = ['A dog barks.', 'A puppy is barking loudly.', 'Bond yields rose.']
    const [dog, puppy, bond] = await create().embed(texts, 'passage')
    expect(dog).toHaveLength(384)
    expect(cosine(dog, dog)).toBeCloseTo(1, 5)
    expect(cosine(dog, puppy)).toBeGreaterThan(0.6)
    expect(cosine(dog, bond)).toBeLessThan(0.2)
  })

  it('gives a text the same vector, bit for bit, whatever stands beside it', async () => {
    const texts = [
      ...passages(6),
      'Short.',
      '',
      '猫は夜に鳴く 🐈 \ud800',
      'x'.repeat(50_000),
      'word '.repeat(50_000),
    ]
    const embedder = create()
    const together = await embedder.embed(texts, 'passage')
    const reversed = (await embedder.embed(texts.toReversed(), 'passage')).toReversed()
    expect(reversed).toEqual(together)
    const other = create()
    for (const [index, text] of texts.entries())
      expect((await other.embed([text], 'question'))[0], `text ${index}`).toEqual(together[index])
  })

  it('looks at the first 256 tokens, and at the end mark behind them', async () => {
    const embedder = create()
    const words = (count: number) => Array(count).fill('cat').join(' ')
    const [whole, cut, less] = await embedder.embed(
      [words(254), `${words(254)} dogs bark`, words(200)],
      'passage',
    )
    expect(cut).toEqual(whole)
    expect(less).not.toEqual(whole)
  })

  it('answers a question while papers wait', async () => {
    const embedder = create()
    await embedder.prepare()
    let isDone = false
    const papers = embedder.embed(passages(60), 'passage').then(() => {
      isDone = true
    })
    const [vector] = await embedder.embed(['Do cats purr?'], 'question')
    expect(vector).toHaveLength(384)
    expect(isDone).toBe(false)
    await papers
  })

  it('gives up with the signal, and goes on with the next', async () => {
    const embedder = create()
    await embedder.prepare()
    const stop = new AbortController()
    const givenUp = embedder.embed(passages(500), 'passage', stop.signal)
    stop.abort(new Error('enough'))
    await expect(givenUp).rejects.toThrow('enough')
    expect(await embedder.embed(['A dog barks.'], 'passage')).toHaveLength(1)
  })

  it('makes nobody wait while the model is fetched, and has it then', async () => {
    const hub = await startHub({ breaks: { after: 1_000_000, times: 1 } })
    const folder = openModelFolder(join(emptyFolder(), 'models'))
    const embedder = create({
      folder,
      sources: [createHub({ endpoint: hub.url, firstWaitMs: 300 })],
      patienceMs: 0,
    })
    expect(await embedder.state()).toMatchObject({ kind: 'missing' })
    await expect(embedder.embed(['why?'], 'question')).rejects.toThrow(ModelNotReady)
    await vi.waitFor(async () => expect(await embedder.state()).toMatchObject({ kind: 'fetching' }))
    await embedder.prepare()
    expect(await embedder.state()).toEqual({ kind: 'ready' })
    expect(await embedder.embed(['why?'], 'question')).toHaveLength(1)
    expect(logged.filter((line) => line.startsWith('Fetching the model {"model"')).length).toBeGreaterThan(3)
  })

  it('waits for the model where somebody does, and no longer than that', async () => {
    const hub = await startHub()
    const sources = [createHub({ endpoint: hub.url })]
    const told: (Progress | undefined)[] = []
    const report = (progress?: Progress) => void told.push(progress)
    const patient = create({ folder: openModelFolder(emptyFolder()), sources, patienceMs: 60_000, report })
    expect(await patient.embed(['why?'], 'question')).toHaveLength(1)
    expect(told.at(-1)).toBeUndefined()
    expect(told.filter((progress) => progress !== undefined).length).toBeGreaterThan(1)
    const silent = await startHub({ isSilent: true })
    const stuck = [createHub({ endpoint: silent.url })]
    const impatient = create({ folder: openModelFolder(emptyFolder()), sources: stuck, patienceMs: 200 })
    await expect(impatient.embed(['why?'], 'question')).rejects.toThrow(ModelNotReady)
  })

  it('has one patience for all that is embedded on the way to an answer', async () => {
    const silent = await startHub({ isSilent: true })
    const embedder = create({
      folder: openModelFolder(emptyFolder()),
      sources: [createHub({ endpoint: silent.url })],
      patienceMs: 2_000,
    })
    await expect(embedder.embed(['why?'], 'question')).rejects.toThrow(ModelNotReady)
    const before = performance.now()
    for (const text of ['why?', 'who?', 'when?'])
      await expect(embedder.embed([text], 'question')).rejects.toThrow(ModelNotReady)
    expect(performance.now() - before).toBeLessThan(2_000)
  })

  it.each([
    ['cut short', (file: string) => truncate(file, 10_000_000)],
    ['damaged', async (file: string) => copyFile(modelFileOf('tokenizer.json'), file)],
  ])('fetches a model again that is %s', async (_, damage) => {
    const hub = await startHub()
    const folder = openModelFolder(join(emptyFolder(), 'models'))
    await mkdir(folder.folderOf(model), { recursive: true })
    for (const file of model.files) await copyFile(weights.fileOf(model, file), folder.fileOf(model, file))
    await damage(folder.fileOf(model, model.files[0]))
    const embedder = create({ folder, sources: [createHub({ endpoint: hub.url })] })
    expect(await embedder.embed(['A dog barks.'], 'passage')).toHaveLength(1)
    expect(hub.requests.map(({ path }) => path)).not.toContain('/storage/tokenizer.json')
  })

  it('says why there is no model, once, and tries again later', async () => {
    let now = 0
    const embedder = create({ folder: openModelFolder(emptyFolder()), now: () => now })
    for (let times = 0; times < 3; times += 1)
      await expect(embedder.embed(['why?'], 'passage')).rejects.toThrow('could not be fetched')
    expect(logged.filter((line) => line.startsWith('No model:'))).toHaveLength(1)
    expect(await embedder.state()).toMatchObject({
      kind: 'missing',
      why: expect.stringContaining('copy the folder'),
    })
    now = 3_600_000
    await expect(embedder.embed(['why?'], 'passage')).rejects.toThrow('could not be fetched')
    expect(logged.filter((line) => line.startsWith('No model:'))).toHaveLength(2)
  })

  it('says so when the files are those of no encoder', async () => {
    const hub = await startFakeHub({ files })
    open.push(hub)
    const folder = openModelFolder(emptyFolder())
    const embedder = create({ model: tiny, folder, sources: [createHub({ endpoint: hub.url })] })
    await expect(embedder.embed(['a'], 'passage')).rejects.toThrow('The model own/tiny cannot be run here')
  })

  it('starts the thread anew when it ends, and gives up on one that always does', async () => {
    const started: Encoder[] = []
    let isBad = false
    const start: typeof startEncoder = async (files) => {
      const encoder = await startEncoder(files)
      started.push(encoder)
      if (isBad) await encoder.close()
      return encoder
    }
    const embedder = create({ start })
    const [before] = await embedder.embed(['A dog barks.'], 'passage')
    const papers = embedder.embed(passages(20), 'passage')
    await started[0]?.close()
    expect(await papers).toHaveLength(20)
    expect(started).toHaveLength(2)
    expect((await embedder.embed(['A dog barks.'], 'passage'))[0]).toEqual(before)
    isBad = true
    await started[1]?.close()
    for (let times = 0; times < 3; times += 1)
      await expect(embedder.embed([`again ${times}`], 'passage')).rejects.toThrow()
    expect(await embedder.state()).toMatchObject({ kind: 'missing' })
    const tried = started.length
    await expect(embedder.embed(['again'], 'passage')).rejects.toThrow('again and again')
    expect(started).toHaveLength(tried)
  })

  it('puts before a text what the model wants there', async () => {
    const [weight, tokenizer] = model.files
    const prefixed = readModel(
      `Xenova/all-MiniLM-L6-v2?sha256=${weight.sha256}&tokenizer=${tokenizer.sha256}&pooling=mean&question=ask%3A+&passage=tell%3A+`,
    )
    const [asked] = await create({ model: prefixed }).embed(['cats'], 'question')
    const [told] = await create({ model: prefixed }).embed(['cats'], 'passage')
    const plain = await create().embed(['ask: cats', 'tell: cats'], 'passage')
    expect([asked, told]).toEqual(plain)
    expect(prefixed.id).not.toBe(model.id)
  })

  it('keeps no program from its end', { timeout: 60_000 }, async () => {
    const code = `
      import { createLocalEmbedder } from './src/retrieval/models/local-embedder.ts'
      import { openModelFolder } from './src/retrieval/models/files.ts'
      import { readModel } from './src/retrieval/models/model.ts'
      const log = { debug() {}, info() {}, warn() {}, error() {} }
      const embedder = createLocalEmbedder({ model: readModel(''), folder: openModelFolder(${JSON.stringify(modelsDir)}), sources: [], log, patienceMs: ${patienceMs} })
      const [vector] = await embedder.embed(['A dog barks.'], 'question')
      process.stdout.write(String(vector.length))`
    const cwd = new URL('../../..', import.meta.url).pathname
    const run = promisify(execFile)(process.execPath, ['--eval', code], {
      cwd,
      timeout: 50_000,
    })
    expect((await run).stdout).toBe('384')
  })

  const modelFileOf = (name: string) => join(modelsDir, model.files[0].sha256, name)
})
