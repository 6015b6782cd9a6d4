// Every Linux executable of this machine's architecture, started in roots of four Debian releases with nothing of this
// machine but the kernel and /proc. The musl form needs Alpine's libstdc++ and libgcc, which Debian does not have.
import { beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { Pty } from "../tui/pty.ts"
import { buildDownloads, buildPatience, download, inRoot, needsOfDownloads } from "./downloads.ts"
import { needsOfPackages, releases, unpackedRelease } from "./packages.ts"
import { run } from "./programs.ts"
import { describeReal } from "./requirements.ts"

// Hundreds of megabytes are read, and whole machines emulated; a busy machine takes its time. Milliseconds.
setDefaultTimeout(120_000)

const needs = { programs: [...needsOfDownloads.programs, ...needsOfPackages.programs] }

console.log("skipped: criadm-linux-x64-musl in a root: there is no Alpine to be had from Debian's mirror")

for (const release of releases) {
  describeReal(`in a root of Debian ${release.suite}`, needs, () => {
    let root = ""
    beforeAll(async () => {
      await buildDownloads()
      root = await unpackedRelease(release)
    }, buildPatience)

    for (const name of ["criadm-linux-x64", "criadm-linux-x64-glibc"]) {
      const start = (...args: string[]) => inRoot(root, download(name), args)

      test(`${name} detects the node`, async () => {
        const detected = await run(start("detect"))

        expect(detected.exitCode).toBe(0)
        expect(detected.stdout).toContain("containerd")
      })

      test(`${name} plans the change`, async () => {
        const planned = await run(start("plan", "--cgroup-driver", "systemd"))

        expect(planned.exitCode).toBe(0)
        expect(planned.stdout).toContain("config.toml")
      })

      test(`${name} shows the wizard`, async () => {
        await using terminal = new Pty(start())

        await terminal.shows("containerd")
        terminal.send("\u0003")

        expect(await terminal.ended()).toBe(130)
      })
    }
  })
}
