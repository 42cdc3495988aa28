import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import manifest from '../../package.json' with { type: 'json' }
import { listen } from '../loopback.ts'

const root = join(import.meta.dirname, '../..')
const linesOf = (file: string) => readFileSync(join(root, file), 'utf8').split('\n')
const dockerfile = linesOf('Dockerfile')

describe('the container', () => {
  it('holds everything the program needs, and the builder is sent it', () => {
    const copied = dockerfile.flatMap((line) => /^COPY (.*) \S+$/.exec(line)?.[1]?.split(' ') ?? [])
    const sent = linesOf('.dockerignore').flatMap((line) => /^!(.*)$/.exec(line)?.[1] ?? [])
    expect(copied).toEqual(expect.arrayContaining([...manifest.files, 'package-lock.json']))
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([])
    expect(sent.toSorted()).toEqual(copied.toSorted())
  })

  it('is healthy exactly while the program says so', async () => {
    const [command = ''] = dockerfile.flatMap((line) => /^HEALTHCHECK .* CMD (\[.*\])$/.exec(line)?.[1] ?? [])
    const [, ...words] = z.array(z.string()).parse(JSON.parse(command))
    let status = 200
    const server = createServer((request, response) =>
      response.writeHead(request.url === '/health' ? status : 404).end(),
    )
    const port = await listen(server)
    const check = async () => {
      const child = spawn(process.execPath, words, { env: { METRICS_PORT: `${port}` } })
      const [code] = await once(child, 'close')
      return code
    }
    expect(await check()).toBe(0)
    status = 503
    expect(await check()).toBe(1)
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
    expect(await check()).toBe(1)
  })
})
