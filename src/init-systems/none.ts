// No init system: a container whose process 1 is a program of its own, or a tree without /sbin/init. Files are all
// that criadm can bring about there; it says what must be restarted.
import type { InitSystem } from "./init-system.ts"
import { initSource, pidOneSource } from "./pid-one.ts"
import { lookAtRunningProgram } from "./recognised-only.ts"

export const none: InitSystem = {
  id: "none",
  // The last in known.ts: whatever no other recognised.
  recognise: (machine) => (machine.isLive ? pidOneSource : initSource),
  isDriven: false,
  service: lookAtRunningProgram,
  async act(_machine, service, action) {
    return { state: "not-possible", command: [action, service], why: "no init system runs this node" }
  },
  recentLog: async () => [],
  commandLine: (service, action) => `${action} ${service}`,
}
