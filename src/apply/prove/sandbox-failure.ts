// Why a runtime did not run the test sandbox, told apart by what an operator must do differently.
import { importCommandOf } from "../../components/runtime-part.ts"
import { imageStatus } from "../../cri/client.ts"
import type { CriFailure } from "../../model/facts/cri-report.ts"
import type { Reason } from "../../model/message.ts"
import type { SandboxExpectation } from "../../model/plan.ts"
import type { ApplyContext } from "../context.ts"
import { cgroupParents } from "./sandbox-cgroup.ts"

export type SandboxToRun = Extract<SandboxExpectation, { readonly kind: "sandbox" }>

/** What runtimes say where the cgroup parent is not of their driver's form. */
const parentRefusals: readonly RegExp[] = [
  // opencontainers/runc libcontainer/specconv/spec_linux.go, CreateCgroupConfig.
  /expected cgroupsPath to be of format/,
  // cri-o/cri-o internal/config/cgmgr/systemd_linux.go and cgroupfs_linux.go, SandboxCgroupPath.
  /did not receive slice as parent/,
  /received systemd slice as parent/,
  // moby/moby daemon/daemon_unix.go, verifyPlatformContainerSettings.
  /cgroup-parent for systemd cgroup should be a valid slice/,
]

/** containerd/containerd core/metadata/containers.go (1.x: metadata/containers.go), validateContainer. */
const typeMissing = /container\.Runtime\.Name must be set/

/** `imageInUse`: asked only where it matters, because it may need a program of the runtime. */
export async function whyNotRun(
  context: ApplyContext,
  { component, endpoint, driver }: SandboxToRun,
  { message }: CriFailure,
  imageInUse: () => Promise<string | undefined>,
): Promise<Reason> {
  if (typeMissing.test(message)) return { code: "observed-sandbox-no-runtime-type", args: { message } }
  if (parentRefusals.some((refusal) => refusal.test(message))) {
    const parent = cgroupParents[driver]
    return { code: "observed-sandbox-cgroup-parent", args: { parent, driver, message } }
  }
  const image = await imageInUse()
  const status = image === undefined ? undefined : await imageStatus(context.machine, endpoint, image)
  if (image === undefined || status?.ok !== true || status.value.present) {
    return { code: "observed-sandbox-failed", args: { message } }
  }
  const runtime = context.components.find((one) => one.id === component)?.runtime
  const importCommand = importCommandOf(runtime, endpoint)
  return { code: "observed-sandbox-no-image", args: { image, message, importCommand } }
}
