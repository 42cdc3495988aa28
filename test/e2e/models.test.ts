import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type FakeHub, startFakeHub } from '../fakes/hub.ts'
import { model, modelsDir, openWeights } from '../fixtures/weights.ts'
import { files, tinyName } from '../retrieval/models/tiny-model.ts'
import { freshFolder, runPaperboy } from './paperboy.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const local = { EMBEDDING_MODEL: 'local', MODELS_DIR: modelsDir }
/** A question without a word of the paper that answers it. */
const question = 'picking examples to train on'

describe('paperboy with the model of this machine', () => {
  beforeAll(async () => void (await openWeights()), 300_000)

  it('has a vector of every paper in the end, and finds papers by their meaning', async () => {
    const folder = freshFolder()
    for (let embedded = 0; embedded < 76; ) {
      const { stdout, code } = await runPaperboy(['search', question, '--json'], { folder, settings: local })
      expect(code).toBe(0)
      expect(JSON.parse(stdout)).toHaveProperty('papers')
      const status = JSON.parse((await runPaperboy(['status', '--json'], { folder, settings: local })).stdout)
      expect(status.embedding).toMatchObject({ model: model.id, ready: true, papers: 76 })
      expect(status.embedding.embedded).toBeGreaterThan(embedded)
      embedded = status.embedding.embedded
    }
    const { stdout } = await runPaperboy(['search', question], { folder, settings: local })
    expect(stdout).toContain('Data Sampling')
  })

  it('searches by words where the runtime has no binary, and says so in one line', async () => {
    const folder = freshFolder()
    const hook = join(folder, 'hook.mjs')
    await writeFile(
      hook,
      `import { registerHooks } from 'node:module'
      registerHooks({
        resolve(name, context, next) {
          if (name === 'onnxruntime-node') throw new Error('Cannot find module onnxruntime_binding.node')
          return next(name, context)
        },
      })`,
    )
    const settings = { ...local, NODE_OPTIONS: `--import=${pathToFileURL(hook)}` }
    const { stdout, stderr, code } = await runPaperboy(['search', 'TAROT'], { folder, settings })
    expect(code).toBe(0)
    expect(stdout).toContain('TAROT: Targeted Data Selection')
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain('cannot be run here')
    expect(stderr).toContain('onnxruntime-node')
  })
})

describe('paperboy without a model yet', () => {
  let hub: FakeHub
  afterEach(() => hub.close())
  const settingsOf = (folder: string, more = {}) => ({
    EMBEDDING_MODEL: `local:${tinyName}`,
    MODELS_DIR: join(folder, 'models'),
    HF_ENDPOINT: hub.url,
    // No Maven.
    PATH: '/nowhere',
    ...more,
  })

  it('searches by words after a minute at the most, and asks in vain once', async () => {
    hub = await startFakeHub({ files: {} })
    const folder = freshFolder()
    const search = () => runPaperboy(['search', 'TAROT'], { folder, settings: settingsOf(folder) })
    const { stdout, stderr, code } = await search()
    expect(code).toBe(0)
    expect(stdout).toContain('TAROT: Targeted Data Selection')
    expect(stdout).toContain('Found by words')
    expect(stderr).toContain('could not be fetched')
    expect(stderr).toContain('copy the folder')
    const asked = hub.requests.length
    expect(asked).toBeGreaterThan(0)
    expect((await search()).stdout).toContain('TAROT: Targeted Data Selection')
    expect(hub.requests).toHaveLength(asked)
  })

  it('fetches nothing for a command that needs no model', async () => {
    hub = await startFakeHub({ files })
    const folder = freshFolder()
    const { stdout } = await runPaperboy(['status'], { folder, settings: settingsOf(folder) })
    expect(stdout).toContain('has not been fetched yet')
    expect(hub.requests).toEqual([])
  })

  it('lists, fetches and verifies by hand', async () => {
    hub = await startFakeHub({ files })
    const folder = freshFolder()
    const run = (...words: string[]) =>
      runPaperboy(['models', ...words], { folder, settings: settingsOf(folder) })
    expect(await run()).toMatchObject({ code: 0, stdout: expect.stringContaining('own/tiny is missing') })
    expect(await run('verify')).toMatchObject({ code: 1, stdout: expect.stringContaining('missing: ') })
    expect(await run('fetch')).toMatchObject({ code: 0, stdout: expect.stringContaining('own/tiny is in ') })
    expect(await run('verify')).toMatchObject({ code: 0, stdout: expect.not.stringContaining('missing: ') })
    const [place = ''] = await readdir(join(folder, 'models'))
    await writeFile(join(folder, 'models', place, 'model.onnx'), 'damaged')
    expect(await run('verify')).toMatchObject({ code: 1, stdout: expect.stringContaining('damaged: ') })
    expect(await run('fetch')).toMatchObject({ code: 0 })
    expect(await run('verify')).toMatchObject({ code: 0 })
    expect(await run('fetch', 'nonsense')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^paperboy: I know no model "nonsense"\. Name one of local:all-MiniLM-L6-v2,.*\n$/,
      ),
    })
  })

  it('says in a sentence that there is no room', async () => {
    hub = await startFakeHub({ files })
    const folder = freshFolder()
    await mkdir(join(folder, 'models'))
    // No file may become longer than 100 blocks of 1,024 bytes.
    const child = spawn(
      '/bin/bash',
      ['-c', 'ulimit -f 100; exec "$0" "$@"', process.execPath, main, 'models', 'fetch'],
      {
        cwd: folder,
        env: settingsOf(folder, { HOME: folder, DATABASE_URL: `sqlite:${join(folder, 'paperboy.sqlite')}` }),
      },
    )
    const [[code], stderr] = await Promise.all([once(child, 'close'), text(child.stderr)])
    expect(stderr).toMatch(/^paperboy: Models cannot be kept in ".*": files may not become so large\. .*\n$/)
    expect(code).toBe(1)
  })
})
