// Judges the cgroup driver and the sandbox image that a running runtime really uses. RuntimeConfig tells one driver;
// the verbose status or the configuration dump tells it for every handler, and each must agree.
import type { CgroupDriver } from "../../model/setting.ts"
import { whyUnanswered } from "./cri.ts"
import type { Asked, Observation } from "./observation.ts"

export function observeDriver(asked: Asked, wanted: CgroupDriver): Observation {
  const unanswered = whyUnanswered(asked.cri)
  if (unanswered !== undefined) return unanswered
  const handlers = Object.entries(asked.report.handlers)
  const others = handlers.filter(([, driver]) => driver !== wanted).map(([name]) => name)
  if (others.length > 0) {
    const driver = wanted === "systemd" ? "cgroupfs" : "systemd"
    return { holds: false, observed: { code: "observed-handlers", args: { handlers: others, driver } } }
  }
  const { cgroupDriver } = asked.cri
  const told = cgroupDriver.ok ? cgroupDriver.value : undefined
  if (told !== undefined) {
    return { holds: told === wanted, observed: { code: "observed-driver-told", args: { driver: told } } }
  }
  if (handlers.length === 0) return { holds: false, observed: { code: "observed-driver-unknown", args: {} } }
  const names = handlers.map(([name]) => name)
  return { holds: true, observed: { code: "observed-handlers", args: { handlers: names, driver: wanted } } }
}

/** The image need not be on the node yet: the runtime pulls it with the first pod. */
export function observeSandboxImage(
  asked: Asked,
  wanted: string,
  status: { readonly present: boolean; readonly pinned: boolean } | undefined,
): Observation {
  const unanswered = whyUnanswered(asked.cri)
  if (unanswered !== undefined) return unanswered
  const image = asked.report.sandboxImage
  if (image === undefined) return { holds: false, observed: { code: "observed-image-unknown", args: {} } }
  const present = image === wanted && status?.present === true
  const absent = image === wanted && status?.present === false
  const code = present ? "observed-image-present" : absent ? "observed-image-absent" : "observed-image"
  return { holds: image === wanted, observed: { code, args: { image } } }
}
