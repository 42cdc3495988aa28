import type { Hold } from './deliveries.ts'

/** Work that one process at a time does for all: what a name stands for is for its users to say. */
export type Leases = {
  /** Takes a lease, or goes on holding it; false while another holder has it. Of several at once, one gets it. */
  take(name: string, hold: Hold): Promise<boolean>
  /** Gives a lease back; nothing happens when somebody else has it. */
  release(name: string, holder: string): Promise<void>
}
