/** Discord counts its time from the first second of 2015, in milliseconds. */
const epoch = 1_420_070_400_000n

/** A maker of ids as Discord makes them: later ids are greater, and an id tells when it was made. */
export function createSnowflakes(now: () => number): () => string {
  let last = 0n
  return () => {
    const candidate = (BigInt(now()) - epoch) << 22n
    last = candidate > last ? candidate : last + 1n
    return String(last)
  }
}
