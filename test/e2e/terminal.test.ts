import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { freshFolder, runPaperboy, startPaperboy } from './paperboy.ts'

const folder = freshFolder()
const escapes = /\p{Cc}(?<!\n)/u
const oneLine = /^paperboy: [^\n]+\n$/
const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('paperboy ask', () => {
  it('answers with citations and their sources', async () => {
    const { code, stdout, stderr } = await runPaperboy(
      ['ask', 'By how much does OptInter reduce parameters?'],
      {
        folder,
      },
    )
    expect(stderr).toBe('')
    expect(stdout).toContain('91%')
    expect(stdout).toContain('[1]')
    expect(stdout).toMatch(/https:\/\//)
    expect(stdout).not.toMatch(escapes)
    expect(code).toBe(0)
  })

  it('gives the same facts to scripts, with options before or after the words', async () => {
    for (const words of [
      ['ask', '--json', 'What is TAROT?'],
      ['ask', 'What is TAROT?', '--json'],
    ]) {
      const { code, stdout } = await runPaperboy(words, { folder })
      expect(stdout.endsWith('\n')).toBe(true)
      const [answer, ...more] = linesOf(stdout)
      expect(more).toEqual([])
      expect(answer).toMatchObject({ question: 'What is TAROT?', kind: 'answered', mode: 'extractive' })
      expect(answer.claims[0].cites[0].sentence).toEqual(expect.any(String))
      expect(answer.papers[0].title).toContain('TAROT')
      expect(code).toBe(0)
    }
  })

  it('answers a stream of questions line by line, whatever one of them is', async () => {
    const questions = [
      'What is TAROT?',
      'Which papers are about Spotify?',
      'x'.repeat(10_000),
      'What is AutoInt?',
    ]
    const { code, stdout } = await runPaperboy(['ask', '--json'], {
      folder,
      input: `\n${questions.join('\n\n')}`,
    })
    const answers = linesOf(stdout)
    expect(answers.map((answer) => answer.question)).toEqual(questions)
    expect(answers.map((answer) => answer.kind)).toEqual(['answered', 'answered', 'declined', 'answered'])
    expect(code).toBe(0)
  })

  it('reads one question from standard input', async () => {
    for (const words of [['ask'], ['ask', '-']]) {
      const { code, stdout } = await runPaperboy(words, { folder, input: 'What is\nTAROT?\n' })
      expect(stdout).toContain('TAROT')
      expect(code).toBe(0)
    }
  })

  it('takes a question that begins with a dash behind --', async () => {
    const { code, stdout } = await runPaperboy(['ask', '--json', '--', '--TAROT? what is that'], { folder })
    expect(linesOf(stdout)[0].question).toBe('--TAROT? what is that')
    expect(code).toBe(0)
  })

  it('says so when the papers do not say, which is an answer', async () => {
    const { code, stdout } = await runPaperboy(['ask', '--json', 'How do zebrafish embryos breathe?'], {
      folder,
    })
    expect(linesOf(stdout)[0]).toMatchObject({ kind: 'not-found', claims: [] })
    expect(code).toBe(0)
  })

  it('wants a question', async () => {
    for (const words of [['ask'], ['ask', ''], ['ask', '  ', '--json']]) {
      const { code, stdout, stderr } = await runPaperboy(words, { folder })
      expect(stdout).toBe('')
      if (words.length < 3) expect(stderr).toMatch(oneLine)
      expect(code).toBe(2)
    }
  })

  it('declines what is too long to be a question', async () => {
    const { code, stderr } = await runPaperboy(['ask', '-'], { folder, input: 'x'.repeat(1_000_000) })
    expect(stderr).toContain('too long')
    expect(code).toBe(1)
  })

  it('ends quietly when its reader leaves early', async () => {
    const { child, exit } = startPaperboy(['ask', '--json'], { folder })
    let complaints = ''
    child.stderr.on('data', (chunk) => {
      complaints += chunk
    })
    child.stdin.on('error', () => undefined)
    child.stdin.end('What is TAROT?\n'.repeat(500))
    child.stdout.once('data', () => child.stdout.destroy())
    expect(await exit).toEqual({ code: 0, signal: null })
    expect(complaints).toBe('')
  })
})

describe('Other commands', () => {
  it('rank papers for scripts', async () => {
    const { code, stdout } = await runPaperboy(['search', 'feature', 'interaction', '--json'], { folder })
    const [found] = linesOf(stdout)
    expect(found.papers.length).toBeGreaterThan(3)
    expect(found.papers[0]).toMatchObject({
      title: expect.any(String),
      url: expect.any(String),
      score: expect.any(Number),
    })
    expect(code).toBe(0)
  })

  it('take numbers of the list that was shown before', async () => {
    const own = freshFolder()
    const list = await runPaperboy(['search', 'TAROT'], { folder: own })
    expect(list.stdout).toContain('1  TAROT')
    const { code, stdout } = await runPaperboy(['show', '1'], { folder: own })
    expect(stdout).toContain('Targeted Data Selection')
    expect(code).toBe(0)
  })

  it('tell how things stand', async () => {
    const { code, stdout } = await runPaperboy(['status'], { folder })
    expect(stdout).toContain('76')
    expect(code).toBe(0)
  })
})

describe('The command line', () => {
  it('explains itself', async () => {
    const { code, stdout } = await runPaperboy(['--help'], { folder })
    for (const name of ['ask', 'search', 'show', 'similar', 'status', 'help', 'ingest'])
      expect(stdout).toContain(name)
    expect(code).toBe(0)
  })

  it('explains each command with examples that can be typed', async () => {
    const { code, stdout } = await runPaperboy(['ask', '--help'], { folder })
    expect(stdout).toMatch(/paperboy ask ".+"/)
    expect(stdout).toContain('--json')
    expect(code).toBe(0)
  })

  it('knows its version', async () => {
    expect(await runPaperboy(['--version'], { folder })).toMatchObject({
      code: 0,
      stdout: `${manifest.version}\n`,
    })
  })

  it('suggests the nearest command', async () => {
    const { code, stderr } = await runPaperboy(['serach', 'TAROT'], { folder })
    expect(stderr).toMatch(oneLine)
    expect(stderr).toContain('Did you mean search?')
    expect(code).toBe(2)
  })

  it('refuses options it does not know', async () => {
    const { code, stderr } = await runPaperboy(['ask', '--jsn', 'x'], { folder })
    expect(stderr).toMatch(oneLine)
    expect(code).toBe(2)
  })

  it('names a setting that is wrong, in one line', async () => {
    const { code, stdout, stderr } = await runPaperboy(['ask', 'What is TAROT?'], {
      folder,
      settings: { CHAT_MODEL: 'nonsense' },
    })
    expect(stdout).toBe('')
    expect(stderr).toMatch(oneLine)
    expect(stderr).toContain('CHAT_MODEL')
    expect(code).toBe(1)
  })

  it('reads settings from .env in the folder it is started in', async () => {
    const own = freshFolder()
    writeFileSync(join(own, '.env'), 'TIME_ZONE=Mars/Olympus\n')
    const { code, stderr } = await runPaperboy(['status'], { folder: own })
    expect(stderr).toContain('TIME_ZONE')
    expect(code).toBe(1)
  })

  it('says which file it cannot read', async () => {
    const { code, stderr } = await runPaperboy(['ingest', 'nowhere.txt'], { folder })
    expect(stderr).toMatch(oneLine)
    expect(stderr).toContain('nowhere.txt')
    expect(code).toBe(1)
  })
})

describe('paperboy map', () => {
  it('saves a picture where it says, and overwrites none', async () => {
    const place = { folder: freshFolder() }
    const first = await runPaperboy(['map', 'feature', 'interactions', 'to', 'papers.png'], place)
    expect(first.stdout).toContain('Saved as papers.png')
    expect(first.stdout).toMatch(/Picture: Map of \d+ papers on feature interactions/)
    const [facts] = linesOf((await runPaperboy(['map', '--json', 'to', 'papers.png'], place)).stdout)
    expect(facts).toMatchObject({ kind: 'mapped', files: ['papers-2.png'] })
    for (const name of ['papers.png', 'papers-2.png'])
      expect(readFileSync(join(place.folder, name)).toString('latin1', 1, 4)).toBe('PNG')
    const nowhere = await runPaperboy(['map', 'to', 'no/where.png'], place)
    expect(`${nowhere.stdout}${nowhere.stderr}`).toContain('could not be saved as no/where.png')
  })
})

describe('paperboy feedback export', () => {
  it('writes what was thought of answers until they are forgotten', async () => {
    const place = { folder: freshFolder() }
    for (const words of [
      ['ask', 'What is TAROT?'],
      ['feedback', 'down'],
      ['feedback', 'wrong', '1'],
    ])
      expect((await runPaperboy(words, place)).code).toBe(0)
    const exported = await runPaperboy(['feedback', 'export', '--since', '2026-01-01'], place)
    const [row, ...more] = linesOf(exported.stdout)
    expect(more).toEqual([])
    expect(row).toMatchObject({ question: 'What is TAROT?', answerable: true, did_not_help: 1 })
    expect(row.wrong).toMatchObject([{ claim: expect.stringContaining('TAROT'), people: 1 }])
    expect(exported.stderr).toBe('Exported 1 answer.\n')
    expect((await runPaperboy(['forget', 'yes'], place)).stdout).toContain('Forgotten: 1 question')
    expect(await runPaperboy(['feedback', 'export'], place)).toMatchObject({ code: 0, stdout: '' })
    expect((await runPaperboy(['evidence'], place)).stdout).not.toContain('TAROT')
  })

  it('says which file it cannot write, and stops quietly when nobody reads', async () => {
    const wrong = await runPaperboy(['feedback', 'export', '--out', 'no/where'], { folder })
    expect(wrong.stderr).toMatch(oneLine)
    expect(wrong.code).toBe(1)
    await runPaperboy(['ask', 'What is TAROT?'], { folder })
    await runPaperboy(['feedback', 'up'], { folder })
    const { child, exit } = startPaperboy(['feedback', 'export'], { folder })
    child.stdout.destroy()
    const [said] = await Promise.all([text(child.stderr), exit])
    expect(said).toBe('Exported 0 answers.\n')
  })
})

describe('npm start', () => {
  it('answers lines from a pipe as one conversation and ends with it', async () => {
    const { code, stdout, stderr } = await runPaperboy([], {
      folder,
      input: 'search TAROT\nshow 1\n\nHow do zebrafish embryos breathe?\n',
    })
    expect(stderr).toBe('')
    expect(stdout).toContain('Targeted Data Selection')
    expect(stdout).toContain('I did not find it in 76 papers.')
    expect(stdout).not.toMatch(escapes)
    expect(stdout).not.toContain('›')
    expect(code).toBe(0)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves in order at %s', async (signal) => {
    const { child, exit } = startPaperboy([], { folder })
    child.stdin.write('What is TAROT?\n')
    await Promise.race([once(child.stdout, 'data'), exit])
    child.kill(signal)
    expect(await exit).toEqual({ code: 0, signal: null })
  })
})
