// Finds out which cgroup driver a handler of containerd really uses, where the release tells nobody: a program that
// writes down how it is called stands in for runc, and a pod sandbox is asked for. The shim passes --systemd-cgroup to
// runc exactly when the handler's SystemdCgroup is true (containerd/go-runc runc.go, Runc.args).
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import type { ContainerdNode, RunningContainerd } from "../runtimes/containerd-daemon.ts"
import { askForSandbox, type CriAnswers, hasImage } from "./cri-answers.ts"
import { mustRun } from "./programs.ts"

/** On the node; /tmp of the node is a directory of its root. */
const record = "tmp/called"
const recorder = `#!/bin/busybox sh\necho "$0 $*" >>/${record}\nexit 1\n`

/** To be done before containerd is started. */
export async function recordRunc(node: ContainerdNode, sandboxImage: string): Promise<void> {
  for (const name of ["/usr/sbin/runc", ...namedBinaries(node)]) {
    const path = join(node.root, name.includes("/") ? name : `/usr/bin/${name}`)
    // Never through the link to the unpacked tree.
    rmSync(path, { force: true })
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, recorder, { mode: 0o755 })
  }
  const makeImage = join(import.meta.dir, "../bench/lib/make-oci-image")
  await mustRun([makeImage, join(node.root, "tmp/pause.tar"), "/dev/null", sandboxImage])
}

/** What stands as BinaryName anywhere in the configuration: runc's place is taken whoever is named. */
function namedBinaries(node: ContainerdNode): readonly string[] {
  const texts = Object.values(node.files()).map(String)
  return texts.flatMap((text) => [...text.matchAll(/BinaryName\s*=\s*["']([^"']+)/g)].map(([, name]) => name ?? ""))
}

export type Seen = "systemd" | "cgroupfs" | { readonly failed: string }

/** What the handler's runc was called with. The configured sandbox image is `sandboxImage`, or it fails. */
export async function driverSeenByRunc(
  node: ContainerdNode,
  daemon: RunningContainerd,
  cri: CriAnswers,
  handler: string,
  sandboxImage: string,
): Promise<Seen> {
  const file = join(node.root, record)
  rmSync(file, { force: true })
  const address = daemon.pathOnNode(cri.socket)
  const imported = await daemon.run([
    "ctr",
    "-a",
    address,
    "--namespace",
    "k8s.io",
    "images",
    "import",
    "/tmp/pause.tar",
  ])
  if (imported.exitCode !== 0) return { failed: imported.stderr }
  const api = cri.api ?? "v1"
  await untilTrue(() => hasImage(cri.socket, api, sandboxImage))
  const said = await askForSandbox(cri.socket, api, handler)
  if (!existsSync(file)) return { failed: said ?? "a sandbox ran without runc" }
  return readFileSync(file, "utf8").includes(" --systemd-cgroup ") ? "systemd" : "cgroupfs"
}

/**
 * CRI hears of an import by an event: it marks the image first, and only then takes it into the store from which
 * sandboxes are made (containerd internal/cri/server/images, UpdateImage).
 */
async function untilTrue(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await Bun.sleep(50)) {
    if (await isSo()) return
  }
  throw new Error("CRI took no notice of an imported image")
}
