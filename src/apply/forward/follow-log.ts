// Tells which lines services have logged since they were last looked at, so that a face can show them while we wait.
import type { InitSystem } from "../../init-systems/init-system.ts"
import type { ReadingMachine } from "../../machine/reading.ts"
import type { ServiceChange } from "../../model/change.ts"
import type { Progress } from "../../model/progress.ts"

/** How far back a log is looked at each time. */
const longestLook = 50

export interface LogFollower {
  /** Reports the lines that are new. */
  follow(onProgress: (progress: Progress) => void): Promise<void>
}

/** Lines that stand in the logs now are old. */
export async function followLogs(
  machine: ReadingMachine,
  initSystem: InitSystem,
  services: readonly ServiceChange[],
): Promise<LogFollower> {
  const look = (service: string) => initSystem.recentLog(machine, service, longestLook)
  const seen = new Map<string, readonly string[]>()
  for (const { service } of services) seen.set(service, await look(service))
  return {
    follow: async (onProgress) => {
      for (const { service, component } of services) {
        const lines = await look(service)
        for (const line of newLines(seen.get(service) ?? [], lines)) onProgress({ event: "log", component, line })
        seen.set(service, lines)
      }
    },
  }
}

/** Both are windows on the end of the same growing log: the longest end of the old one that begins the new one is known. */
export function newLines(old: readonly string[], now: readonly string[]): readonly string[] {
  for (let known = Math.min(old.length, now.length); known > 0; known -= 1) {
    if (old.slice(-known).every((line, index) => line === now[index])) return now.slice(known)
  }
  return now
}
