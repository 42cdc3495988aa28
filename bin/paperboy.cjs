#!/usr/bin/env node
// What the installed package starts with. Plain and old JavaScript, so that a Node which is too old for Paperboy still reads
// it and says so, instead of failing somewhere within.
const { engines } = require('../package.json')

const needed = engines.node.replace('>=', '')
const [major, minor] = needed.split('.').map(Number)
const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number)

if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) {
  import('../dist/main.js')
} else {
  process.stderr.write(
    `Paperboy needs Node.js ${needed} or newer, and this is ${process.versions.node}: get one at https://nodejs.org, or run it with npx -p node@${major} -p paperboy-bot paperboy.\n`,
  )
  process.exitCode = 1
}
