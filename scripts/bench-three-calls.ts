// The least that `criadm verify` could do: three CRI calls, compiled the same way. For scripts/bench.
import { askCri } from "../src/cri/client.ts"
import { linuxMachine } from "../src/machine/linux.ts"

const report = await askCri(linuxMachine({ root: "/" }), "unix:///run/containerd/containerd.sock", 2000)
console.log(report.version.ok, report.status.ok, report.cgroupDriver.ok)
process.exit(report.version.ok ? 0 : 1)
