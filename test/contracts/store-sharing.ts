import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { makePaper } from '../../src/papers/make-paper.ts'
import type { Connect } from './store.ts'
import { holdOf, jobOf } from './store-jobs.ts'
import { turnOf } from './store-turns.ts'

const writer = fileURLToPath(new URL('./store-writer.ts', import.meta.url))

/** What a store promises to several connections and processes at one database. */
export function sharingContract(url: () => string, connect: Connect): void {
  /** Another process at the database; `tell` resolves to what came of a line when it is done. */
  async function startProcess() {
    const child = spawn(process.execPath, [writer, url()], { stdio: ['pipe', 'pipe', 'inherit'] })
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const outcome = async (): Promise<unknown> => JSON.parse(z.string().parse((await lines.next()).value))
    expect(await outcome()).toBe('open')
    return {
      tell: (line: string) => {
        child.stdin.write(`${line}\n`)
        return outcome()
      },
      async end(signal: NodeJS.Signals) {
        child.kill(signal)
        await once(child, 'close')
      },
    }
  }

  describe('several connections', () => {
    it('see at once what another one wrote', async () => {
      const [one, other] = [await connect(), await connect()]
      await one.papers.put([makePaper({ title: 'On Cats', source: 'test' })])
      expect(await other.words.frequencies(['cats'])).toEqual(new Map([['cats', 1]]))
      await one.papers.put([makePaper({ title: 'More Cats', source: 'test' })])
      expect(await other.words.frequencies(['cats'])).toEqual(new Map([['cats', 2]]))
      await one.turns.append(turnOf('a'))
      expect(await other.turns.get('a')).toEqual(turnOf('a'))
    })

    it('keep no vectors of a text that another one changes at that moment', async () => {
      const [one, other] = [await connect(), await connect()]
      const space = { model: 'small', dimensions: 2 }
      const version = (number: number) =>
        Array.from({ length: 5 }, (_, index) =>
          makePaper({ title: `On Cats ${index}`, abstract: `Version ${number}.`, source: 'test' }),
        )
      await one.papers.put(version(0))
      for (let number = 0; number < 40; number++) {
        const before = version(number)
        const embedded = before.map((of) => ({ of, paper: Float32Array.of(1, 0), passages: [] }))
        const [stored] = await Promise.all([
          other.vectors.put(space, embedded),
          one.papers.put(version(number + 1)),
        ])
        expect([0, 5]).toContain(stored)
        const ids = before.map(({ id }) => id)
        expect(await one.vectors.get('small', ids)).toEqual(new Map())
        expect(await one.vectors.search(space, Float32Array.of(1, 0), 9)).toEqual([])
      }
    })

    it('add a job once between them', async () => {
      const connections = [await connect(), await connect(), await connect()]
      const added = await Promise.all(
        Array.from({ length: 30 }, (_, index) =>
          connections[index % 3]?.jobs.add([jobOf([`key ${Math.floor(index / 3)}`])], holdOf()),
        ),
      )
      expect(added.flat()).toHaveLength(10)
      expect(await connections[0]?.jobs.unfinished('questions:slack')).toHaveLength(10)
    })

    it('hold a job by one clock, which goes on', async () => {
      const [one, other] = [await connect(), await connect()]
      const [job] = await one.jobs.add([jobOf(['1'])], { holder: 'one', lasting: 400 })
      const take = () => other.jobs.take('questions:slack', holdOf('two'), 9)
      expect(await take()).toEqual([])
      expect(await other.jobs.wait('questions:slack')).toBeGreaterThan(0)
      await sleep(450)
      expect(await take()).toMatchObject([{ id: job?.id, deaths: 1 }])
    })
  })

  describe('several processes', () => {
    it('that add the same jobs and take over what is abandoned at once have one winner for each', async () => {
      const processes = await Promise.all([startProcess(), startProcess(), startProcess()])
      for (const deed of ['race 100', 'takeOver 10']) {
        const won = await Promise.all(processes.map(({ tell }) => tell(deed)))
        const keys = won.flatMap((list) => z.array(z.number()).parse(list))
        expect(keys.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, key) => key))
      }
      await Promise.all(processes.map(({ end }) => end('SIGKILL')))
    })

    it('that are killed lose nothing of what was done', async () => {
      const doomed = await startProcess()
      const id = z.string().parse(await doomed.tell('add event'))
      await doomed.tell(`note ${id}`)
      await doomed.tell('append turn')
      await doomed.end('SIGKILL')

      const store = await connect()
      expect(await store.jobs.unfinished('questions:slack')).toMatchObject([
        { id, payload: jobOf([]).payload, notes: 'noted', attempts: 1 },
      ])
      expect(await store.jobs.add([jobOf(['event'])], holdOf())).toEqual([])
      expect(await store.turns.get('turn')).toEqual(turnOf('turn'))
    })
  })
}
