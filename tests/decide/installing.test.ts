// What a plan that was made on the node as it will be comes to on the node as it is.
import { describe, expect, test } from "bun:test"
import {
  changesWithInstallation,
  judgementsWithInstallation,
  readingsWithInstallation,
} from "../../src/decide/install/installing.ts"
import { orderChanges } from "../../src/decide/order.ts"
import type { Change } from "../../src/model/change.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { ToBeInstalled } from "../../src/model/install/packages.ts"

const config = "/etc/containerd/config.toml"
const toBeInstalled: ToBeInstalled = {
  kind: "packages",
  manager: "apt",
  component: "containerd",
  requested: ["containerd"],
  packages: [{ name: "containerd", version: "1.7.24", architecture: "amd64", origin: "", bytes: 1 }],
  release: "1.7.24",
  kept: [],
  archiveDirectory: "/var/cache/criadm/archives",
  services: ["containerd.service"],
  contents: "/var/cache/criadm/contents-1",
  configuration: ["/etc/containerd/", config],
}
const willBe = { toBeInstalled } as unknown as NodeFacts
const isNow = {} as unknown as NodeFacts

const version = (text: string) => ({ text, mode: 0o644, uid: 0, gid: 0 })
const edited: Change = {
  kind: "file",
  component: "containerd",
  path: config,
  realPath: config,
  before: version("version = 2\n"),
  after: version('version = 2\nroot = "/x"\n'),
  why: [],
}
const restart: Change = {
  kind: "service",
  component: "containerd",
  service: "containerd.service",
  action: "restart",
  wasActive: false,
  why: [],
}
const kubelet: Change = { ...restart, component: "kubelet", service: "kubelet.service" }

describe("a plan that installs", () => {
  const changes = orderChanges(changesWithInstallation([edited, restart, kubelet], willBe, []))

  test("writes the configuration before the packages come, and starts the service after them, once", () => {
    expect(
      changes.map((one) => ("path" in one ? one.path : "service" in one ? `${one.action} ${one.service}` : one.kind)),
    ).toEqual(["/etc/containerd", config, "packages", "start containerd.service", "restart kubelet.service"])
  })

  test("makes the package's own file, whole, and shows it against what the package brings", () => {
    expect(changes[1]).toMatchObject({ before: null, after: edited.after, shipped: "version = 2\n" })
  })

  test("relies on the package's files not being there yet", () => {
    const readings = [
      { path: config, hash: "abc" },
      { path: "/etc/other", hash: "def" },
      { path: "/usr/lib/systemd/system/containerd.service", hash: "ghi" },
      { path: "/usr/lib/systemd/system/other.service", hash: "jkl" },
    ]

    expect(readingsWithInstallation(readings, willBe)).toEqual([
      { path: config, hash: null },
      { path: "/etc/other", hash: "def" },
      { path: "/usr/lib/systemd/system/containerd.service", hash: null },
      { path: "/usr/lib/systemd/system/other.service", hash: "jkl" },
    ])
  })

  test("is judged by the program from where it was unpacked", () => {
    const judgement = {
      component: "containerd",
      files: [],
      command: ["/usr/bin/containerd", "config"],
      timeoutSeconds: 5,
    }

    expect(judgementsWithInstallation([judgement], willBe)[0]?.command).toEqual([
      "/var/cache/criadm/contents-1/usr/bin/containerd",
      "config",
    ])
  })
})

test("a plan that installs nothing is as it was", () => {
  expect(changesWithInstallation([edited, restart], isNow, [])).toEqual([edited, restart])
})
