/** How far a call is: it has come, it has taken effect, it was answered. */
export type Moment = 'arrived' | 'recorded' | 'answered'

export type Moments = ReturnType<typeof createMoments>

/** Things that happen at a certain moment of a certain call, such as the end of the process that made it. */
export function createMoments() {
  const counts = new Map<string, number>()
  const wanted: { call: string; nth: number; moment: Moment; happen: () => unknown }[] = []

  return {
    /** Once the nth such call (from now on, from 1) is so far, this happens; what it resolves to is waited for. */
    at(call: string, nth: number, moment: Moment, happen: () => unknown): void {
      wanted.push({ call, nth: (counts.get(call) ?? 0) + nth, moment, happen })
    },
    /** Counts a call; -> what is to be told how far it is. */
    begin(call: string): (moment: Moment) => Promise<void> {
      const nth = (counts.get(call) ?? 0) + 1
      counts.set(call, nth)
      return async (moment) => {
        for (const one of wanted)
          if (one.call === call && one.nth === nth && one.moment === moment) await one.happen()
      }
    },
  }
}
