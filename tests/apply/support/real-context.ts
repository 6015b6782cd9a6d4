// The real hands on a tree in a temporary directory; nothing of this machine is touched.
import type { ApplyContext } from "../../../src/apply/context.ts"
import { processesOf } from "../../../src/apply/run/processes.ts"
import { linuxMachine } from "../../../src/machine/linux.ts"

export function realContext(root: string): ApplyContext {
  const nobody = async () => ({ ok: false, failure: { cause: "no-socket", message: "" } }) as const
  return {
    machine: linuxMachine({ root }),
    initSystems: [],
    components: [],
    cri: {
      askCri: async (_, endpoint) => ({
        endpoint,
        version: await nobody(),
        status: await nobody(),
        cgroupDriver: await nobody(),
      }),
      listSandboxes: nobody,
      sandboxStatus: nobody,
      endSandbox: nobody,
      imageStatus: nobody,
      removeImage: nobody,
    },
    processes: processesOf(linuxMachine({ root: "/" }), process.pid),
    criadmVersion: "0.1.0",
    criadmCommand: ["criadm"],
  }
}
