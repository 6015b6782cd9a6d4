// One more init system, for the trial beside this folder: it is copied to src/init-systems/nosh.ts of a copy of the tree.
import type { InitSystem } from "./init-system.ts"
import { lookAtRunningProgram } from "./recognised-only.ts"

export const nosh: InitSystem = {
  id: "nosh",
  isDriven: true,
  recognise: (machine) =>
    machine.inspect("/run/system-manager") === undefined ? undefined : { kind: "file", path: "/run/system-manager" },
  service: lookAtRunningProgram,
  act: async (machine, service, action) =>
    machine.act({ argv: ["system-control", action, service], timeoutSeconds: 10 }),
  recentLog: async () => [],
  commandLine: (service, action) => `system-control ${action} ${service}`,
}
