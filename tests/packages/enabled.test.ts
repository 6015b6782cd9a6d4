// Links that enable a unit, after its package is gone.
import { expect, test } from "bun:test"
import { forgetEnabled } from "../../src/packages/enabled.ts"
import { memoryMachine, succeeding } from "../machine/memory-machine.ts"

const wants = "/etc/systemd/system/multi-user.target.wants"

test("links that lead to nothing are taken away, under these names only", async () => {
  const machine = memoryMachine({
    files: { "/usr/lib/systemd/system/docker.socket": "" },
    links: {
      [`${wants}/containerd.service`]: "/usr/lib/systemd/system/containerd.service",
      [`${wants}/other.service`]: "/usr/lib/systemd/system/other.service",
      "/etc/systemd/system/sockets.target.wants/docker.socket": "/usr/lib/systemd/system/docker.socket",
      "/etc/systemd/system/alias.service": "/usr/lib/systemd/system/containerd.service",
    },
    programs: {
      rm: ([, , path = ""], node) => {
        node.take(path)
        return succeeding()
      },
    },
  })

  await forgetEnabled(machine, ["containerd.service", "docker.socket", "alias.service"])

  expect(machine.list(wants)).toEqual(["other.service"])
  expect(machine.list("/etc/systemd/system/sockets.target.wants")).toEqual(["docker.socket"])
  expect(machine.inspect("/etc/systemd/system/alias.service")).toBeUndefined()
})
