import { describe, expect, it } from 'vitest'
import { isPublicHost } from '../../src/lib/public-host.ts'

describe('An address', () => {
  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0/',
    'http://10.1.2.3/',
    'http://100.100.100.200/',
    'http://169.254.169.254/latest/meta-data',
    'http://172.31.0.1/',
    'http://192.168.0.10:8080/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://localhost/',
    'http://localhost./',
    'http://x.localhost/',
    'http://printer/',
    'http://wiki.internal/',
    'http://nas.local/',
  ])('%s is of this machine or its network', async (address) =>
    expect(await isPublicHost(new URL(address))).toBe(false),
  )

  it.each(['https://93.184.215.14/', 'https://172.32.0.1/', 'https://[2606:2800:21f:cb07::1]/'])(
    '%s is not',
    async (address) => expect(await isPublicHost(new URL(address))).toBe(true),
  )

  it.each([
    [['93.184.215.14', '2606:2800:21f:cb07::1'], true],
    [['93.184.215.14', '127.0.0.1'], false],
    [['::1'], false],
  ])('with a name for %j leads into the internet: %s', async (addresses, expected) => {
    const resolve = async () => addresses.map((address) => ({ address, family: 0 }))
    expect(await isPublicHost(new URL('https://files.example.com/'), resolve)).toBe(expected)
  })

  it('with a name that is not known here may be known to a proxy', async () =>
    expect(
      await isPublicHost(new URL('https://files.example.com/'), () => Promise.reject(new Error('ENOTFOUND'))),
    ).toBe(true))
})
