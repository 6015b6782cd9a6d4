// Which release of an OCI runtime starts the containers: asked of the very programs that the handlers name, and where
// those cannot be asked, read from the record of the package that they are of.
import type { Ran, ReadingMachine } from "../../machine/reading.ts"
import type { ServiceFacts } from "../../model/service.ts"
import { parseVersion } from "../../model/version.ts"
import type { Look } from "../component.ts"
import { recordedVersion } from "../package-version.ts"
import { askKeepable } from "../program-asker.ts"
import type { OciRuntimeFact, Started } from "./facts.ts"
import { placeOf } from "./handler-programs.ts"
import { type OciRuntime, ociRuntimes } from "./known.ts"

/** It prints at once; a cold disk or an emulated machine needs more. */
const askSeconds = 5

/** Filesystem Hierarchy Standard 3.0, 3.13 and 4.9: no package of a distribution puts anything there. */
const byHand = /^\/(?:usr\/local|opt|home|root|srv)\//

/** Those whose release can be told; empty: none, or only findings would need them. */
export async function lookAtOciRuntimes(
  { machine, isUnjudged }: Pick<Look, "machine" | "isUnjudged">,
  service: ServiceFacts | undefined,
  started: readonly Started[],
): Promise<{ readonly ociRuntimes?: readonly OciRuntimeFact[] }> {
  if (isUnjudged === true) return {}
  const handlers = new Map<string, string[]>()
  for (const { handler, program } of started) {
    const place = placeOf(machine, service, program)
    if (place !== undefined) handlers.set(place, [...(handlers.get(place) ?? []), handler])
  }
  const found = await Promise.all(
    [...handlers].flatMap(([program, of]) => {
      const runtime = ociRuntimes.find(({ programs }) => programs.test(program.slice(program.lastIndexOf("/") + 1)))
      return runtime === undefined ? [] : [lookAtOne(machine, runtime, program, of)]
    }),
  )
  const known = found.filter((one) => one !== undefined)
  return known.length === 0 ? {} : { ociRuntimes: known }
}

/** Once within one look at the node. */
export function askVersion(machine: ReadingMachine, program: string): Promise<Ran> {
  const argv = [program, "--version"]
  return askKeepable(machine, { argv, timeoutSeconds: askSeconds, madeOf: () => "", shortened: ofItself })
}

/** Undefined: another program said it, to which this one hands over, and which may be exchanged while this one stays. */
function ofItself(stdout: string): string | undefined {
  return ociRuntimes.some(({ says }) => stdout.search(says) === 0) ? stdout : undefined
}

async function lookAtOne(
  machine: ReadingMachine,
  { name, says, packages }: OciRuntime,
  program: string,
  handlers: readonly string[],
): Promise<OciRuntimeFact | undefined> {
  const ran = machine.isLive ? await askVersion(machine, program) : undefined
  // Whoever answers without naming it is another one under its name.
  const said = ran?.state === "ran" && ran.exitCode === 0 ? (says.exec(ran.stdout)?.[1] ?? "") : undefined
  const recorded = said === undefined ? recordedVersion(machine, packages, program) : undefined
  const release = parseVersion(said ?? (recorded?.state === "known" ? recorded.value : ""))?.text
  if (release === undefined) return undefined
  return { name, program, release, handlers, isByHand: byHand.test(machine.resolve(program) ?? program) }
}
