import { ChildProcess } from 'node:child_process'
import { Server, Socket } from 'node:net'

/** What `test/projects.test.ts` cannot read off the imports is refused while unit tests run: what `src` does by itself. */
function refuse(): never {
  throw new Error(
    'A unit test starts no process and no server, and connects to none: call the file *.contract.test.ts.',
  )
}

Server.prototype.listen = refuse
Socket.prototype.connect = refuse
// Behind every way to start a process; not documented, and so without a type.
Object.assign(ChildProcess.prototype, { spawn: refuse })
