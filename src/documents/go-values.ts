// How Go programs read values out of texts: what container runtimes and the kubelet take for a duration, a switch or a
// number where the file has a text.

/** Go's time.ParseDuration. */
export const goDuration = /^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/

const nanoseconds: Readonly<Record<string, number>> = {
  ...{ ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 },
}

/** What time.ParseDuration makes of it, in milliseconds; undefined: it is no duration. */
export function millisecondsOf(text: string): number | undefined {
  if (!goDuration.test(text)) return undefined
  const parts = [...text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)]
  const sum = parts.reduce((all, [, number, unit = ""]) => all + Number(number) * (nanoseconds[unit] ?? 0), 0)
  return (text.startsWith("-") ? -sum : sum) / 1e6
}

/** strconv.ParseBool. */
export function isBoolean(text: string): boolean {
  return /^(?:1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/.test(text)
}

/** strconv.ParseBool, and what it gives. */
export function isTrue(text: string): boolean {
  return /^(?:1|t|T|true|TRUE|True)$/.test(text)
}

/** strconv.ParseBool, and it gives false. */
export function isFalse(text: string): boolean {
  return isBoolean(text) && !isTrue(text)
}

/** strconv.Atoi. */
export function isWhole(text: string): boolean {
  return /^[+-]?\d+$/.test(text)
}

/** go-units RAMInBytes and FromHumanSize: "10m", "1.5 GB", "4MiB". */
export function isSize(text: string): boolean {
  return /^\d+(?:\.\d+)? ?(?:[kmgtp]i?b?|b)?$/i.test(text)
}

/** k8s.io/utils/cpuset, Parse: "0-1,8". */
export function isProcessorList(text: string): boolean {
  return text.split(",").every((range) => {
    const [, from, to = from] = /^\+?(\d+)(?:-\+?(\d+))?$/.exec(range) ?? []
    return from !== undefined && Number(from) <= Number(to)
  })
}
