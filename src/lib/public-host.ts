import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** Addresses of this machine, of its networks, and of no single machine (IANA special-purpose address registries). */
const special = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  special.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  special.addSubnet(network, prefix, 'ipv6')

/**
 * Whether an address leads out into the internet, for what a server tells us to ask: neither to this machine nor to one
 * beside it. A name that is not known here counts as public: a proxy may know it.
 *
 * @param resolve for tests: the addresses of a name
 */
export async function isPublicHost(
  { hostname }: URL,
  resolve = (name: string) => lookup(name, { all: true }),
): Promise<boolean> {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (isIP(host)) return isPublic(host)
  if (!host.includes('.') || /\.(?:localhost|local|internal|lan|home\.arpa)$/.test(host)) return false
  const addresses = await resolve(host).catch(() => [])
  return addresses.every(({ address }) => isPublic(address))
}

const isPublic = (address: string): boolean => !special.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6')
