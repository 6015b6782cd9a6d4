// Judges a real, running containerd: does every handler of runc type use the systemd driver, is the sandbox image the one
// that was asked for, and does a pod sandbox get as far as runc with both. The daemon and runc are asked, not files.
import { parse } from "smol-toml"
import { askCri, type CriAnswers } from "../support/cri-answers.ts"
import { driverSeenByRunc, recordRunc } from "../support/runc-recorder.ts"
import type { ContainerdNode, RunningContainerd } from "./containerd-daemon.ts"

/** Starts the real daemon and asks it; undefined: everything is as it was asked for. */
export async function whatIsWrong(node: ContainerdNode, sandboxImage: string): Promise<string | undefined> {
  await recordRunc(node, sandboxImage)
  const daemon = await node.start()
  if (daemon.state === "ended")
    return `containerd ended with ${daemon.exitCode}: ${daemon.log.trimEnd().split("\n").at(-1)}`
  try {
    const cri = await criOf(daemon.sockets())
    if (cri === undefined) return "CRI is not served"
    return (
      driverFault(node, cri) ??
      (await imageFault(node, cri, sandboxImage)) ??
      (await podFault(node, daemon, cri, sandboxImage))
    )
  } finally {
    await daemon.stop()
  }
}

interface Handler {
  readonly runtimeType?: string
  readonly options?: Readonly<Record<string, unknown>> | null
}

/** Handlers of the shims for runc: only those have the option (containerd core/runtime/v2/runc/options). */
function runcHandlers({ config }: CriAnswers): readonly (readonly [string, Handler])[] {
  const containerd = config["containerd"] as { runtimes?: Record<string, Handler> } | undefined
  return Object.entries(containerd?.runtimes ?? {}).filter(
    ([, { runtimeType = "" }]) => runtimeType === "" || runtimeType.startsWith("io.containerd.runc."),
  )
}

function driverFault({ release }: ContainerdNode, cri: CriAnswers): string | undefined {
  if (runcHandlers(cri).length === 0) return "the verbose Status shows no runtime handler"
  for (const [name, { runtimeType, options }] of runcHandlers(cri)) {
    if (runtimeType === "") return `handler ${name} has no runtime_type`
    if (!release.statusShowsOptions || options?.["SystemdCgroup"] === true) continue
    return `handler ${name} has ${JSON.stringify(options ?? null)}`
  }
  return cri.driver === "CGROUPFS" ? "RuntimeConfig says CGROUPFS" : undefined
}

/** containerd 2 no longer shows it in the verbose Status; there the dump tells. */
async function imageFault(
  node: ContainerdNode,
  { config }: CriAnswers,
  sandboxImage: string,
): Promise<string | undefined> {
  const fromDump = async () => {
    const dumped = parse((await node.dump()).stdout) as { plugins?: Record<string, Record<string, unknown>> }
    return (dumped.plugins?.["io.containerd.cri.v1.images"]?.["pinned_images"] as Record<string, unknown>)?.["sandbox"]
  }
  const image = "sandboxImage" in config ? config["sandboxImage"] : await fromDump()
  return image === sandboxImage ? undefined : `the sandbox image is ${JSON.stringify(image)}`
}

/** A pod sandbox of each handler gets as far as runc, from the asked image, with the asked driver. */
async function podFault(
  node: ContainerdNode,
  daemon: RunningContainerd,
  cri: CriAnswers,
  sandboxImage: string,
): Promise<string | undefined> {
  for (const [name] of runcHandlers(cri)) {
    const seen = await driverSeenByRunc(node, daemon, cri, name, sandboxImage)
    if (seen !== "systemd") return `a pod of handler ${name}: ${typeof seen === "string" ? seen : seen.failed}`
  }
  return undefined
}

/** Of all sockets the first that serves CRI; others may speak something else, such as metrics over HTTP. */
export async function criOf(sockets: readonly string[]): Promise<CriAnswers | undefined> {
  const answers = await Promise.allSettled(sockets.map(askCri))
  const answered = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []))
  return answered.find(({ api }) => api !== undefined)
}
