import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { listen } from '../loopback.ts'

const root = join(import.meta.dirname, '../..')
const linesOf = (file: string) => readFileSync(join(root, file), 'utf8').split('\n')
const dockerfile = linesOf('Dockerfile')

describe('the container', () => {
  it('holds everything the program needs, and the builder is sent it', () => {
    const copied = dockerfile.flatMap((line) => /^COPY (.*) \S+$/.exec(line)?.[1]?.split(' ') ?? [])
    const sent = linesOf('.dockerignore').flatMap((line) => /^!(.*)$/.exec(line)?.[1] ?? [])
    expect(copied).toEqual(
      expect.arrayContaining(['src', 'prompts', 'data', 'package.json', 'package-lock.json', 'LICENSE']),
    )
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([])
    expect(sent.toSorted()).toEqual(copied.toSorted())
  })

  it('is run by nobody in particular, with a disk that is only read', () => {
    expect(dockerfile.filter((line) => /^(?:USER|ENTRYPOINT)/.test(line))).toEqual([
      'USER node',
      'ENTRYPOINT ["node", "/app/src/main.ts"]',
    ])
    const compose = linesOf('compose.yaml').map((line) => line.trim())
    expect(compose).toEqual(
      expect.arrayContaining(['read_only: true', 'tmpfs: [/tmp]', 'cap_drop: [ALL]', '- paperboy:/app/var']),
    )
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
