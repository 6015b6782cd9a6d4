// The release of a runtime's program without starting it: the service runs this very file and tells its release over CRI.
import type { Fact } from "../model/facts/fact.ts"
import type { ServiceFacts } from "../model/service.ts"
import type { Look } from "./component.ts"

/** For a look in which no answer at an endpoint counts: it turned out to be another daemon's. */
export function withoutAnswers({ servedVersion: _, ...look }: Look): Look {
  return look
}

/** Undefined: the service does not run, runs another file, or a changed one, or nobody answers under that name. */
export async function runningRelease(
  { machine, servedVersion }: Pick<Look, "machine" | "servedVersion">,
  service: ServiceFacts | undefined,
  program: string,
  { endpoint, runtimeName }: { readonly endpoint: string; readonly runtimeName: string },
): Promise<Fact<string> | undefined> {
  if (service?.pid === undefined || service.startedAt === undefined) return undefined
  const running = machine.programOf?.(service.pid)
  const real = machine.resolve(program)
  if (running === undefined || real === undefined) return undefined
  const isSameFile = machine.inspect(real)?.inode === running.inode && machine.device(real) === running.device
  // Most kernels and file systems refuse to write to a file that runs (execve(2), ETXTBSY), not all.
  return isSameFile && running.changedAt < service.startedAt ? servedVersion?.(endpoint, runtimeName) : undefined
}
