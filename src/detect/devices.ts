// What shows that pods may be handed devices of this node: specifications of CDI, NVIDIA's driver, or its tools.
import type { ReadingMachine } from "../machine/reading.ts"

/** Where CDI looks for specifications: cncf-tags/container-device-interface, SPEC.md. */
const specDirectories = ["/etc/cdi", "/var/run/cdi", "/run/cdi"] as const

/** NVIDIA/open-gpu-kernel-modules (procfs), nvidia-container-toolkit's and the driver's packages; Flatcar's /opt. */
const marks = [
  "/proc/driver/nvidia/version",
  "/usr/bin/nvidia-ctk",
  "/usr/bin/nvidia-container-runtime",
  "/etc/nvidia-container-runtime/config.toml",
  "/usr/bin/nvidia-smi",
  "/opt/bin/nvidia-smi",
  "/opt/nvidia/current/usr/bin/nvidia-smi",
] as const

/** The first mark that is there; undefined: none. */
export function markOfDevices(machine: ReadingMachine): string | undefined {
  for (const directory of specDirectories) {
    const specification = (machine.list(directory) ?? []).find((name) => /\.(?:ya?ml|json)$/.test(name))
    if (specification !== undefined) return `${directory}/${specification}`
  }
  return marks.find((path) => machine.resolve(path) !== undefined)
}
