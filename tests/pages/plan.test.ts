// What the page of a plan tells: every kind of change, whatever shows it, and what is not seen in the text of a file.
import { describe, expect, test } from "bun:test"
import { en } from "../../src/messages/en/en.ts"
import { zh } from "../../src/messages/zh/zh.ts"
import type { Change, FileVersion } from "../../src/model/change.ts"
import { textOf } from "../../src/pages/lines.ts"
import { planLines } from "../../src/pages/plan.ts"
import { planOf } from "../apply/support/test-plans.ts"

const own = { component: "containerd", why: [] } as const
const endpoint = "unix:///run/containerd/containerd.sock"

/** One of each kind, with what has to be told of it. */
const changes: { readonly [Kind in Change["kind"]]: readonly [Extract<Change, { kind: Kind }>, readonly string[]] } = {
  file: [file("a\n", "b\n"), ["-a", "+b"]],
  directory: [{ ...own, kind: "directory", path: "/etc/made", mode: 0o755 }, ["/etc/made"]],
  link: [{ ...own, kind: "link", path: "/etc/made", target: "/etc/there" }, ["/etc/made", "/etc/there"]],
  "live-value": [
    { ...own, kind: "live-value", path: "/proc/sys/x", before: "0", after: "1" },
    ["/proc/sys/x", "0", "1"],
  ],
  swap: [{ ...own, kind: "swap", device: "/dev/sdb2" }, ["/dev/sdb2"]],
  module: [{ ...own, kind: "module", name: "br_netfilter" }, ["br_netfilter"]],
  service: [{ ...own, kind: "service", service: "crio.service", action: "restart", wasActive: true }, ["crio.service"]],
  packages: [
    {
      ...own,
      kind: "packages",
      manager: "apt",
      requested: ["runc"],
      packages: [{ name: "runc", version: "1.3.0", architecture: "amd64", origin: "Debian", bytes: 3_000_000 }],
      archives: "/var/cache",
      services: ["runc.service"],
      configuration: [],
      kept: [],
    },
    ["apt", "runc 1.3.0", "Debian", "3.0 MB", "runc.service"],
  ],
  tree: [
    {
      ...own,
      kind: "tree",
      source: "upstream",
      archives: [{ project: "containerd", version: "2.1.9", url: "https://example.org/c.tgz", bytes: 40_000_000 }],
      contents: "/var/cache",
      files: [{ path: "/usr/local/bin/containerd", mode: 0o755, bytes: 1, sha256: "" }],
      directories: [],
      main: "containerd.service",
    },
    ["containerd 2.1.9", "https://example.org/c.tgz", "40.0 MB", "/usr/local/bin", "containerd.service"],
  ],
  exchange: [
    {
      ...own,
      kind: "exchange",
      source: "upstream",
      archives: [{ project: "containerd", version: "2.3.4", url: "https://example.org/c.tgz", bytes: 40_000_000 }],
      was: [{ project: "containerd", version: "1.7.33" }],
      contents: "/var/cache",
      files: [{ path: "/usr/local/bin/containerd", mode: 0o755, bytes: 1, sha256: "" }],
      kept: "/var/lib/criadm/replaced/1",
      replaced: [{ path: "/usr/local/bin/containerd-shim", mode: 0o755, bytes: 1, sha256: "" }],
      directories: [],
    },
    [
      "containerd 1.7.33 -> 2.3.4",
      "https://example.org/c.tgz",
      "40.0 MB",
      "/usr/local/bin/containerd-shim",
      "/var/lib/criadm/replaced/1",
    ],
  ],
  image: [
    {
      ...own,
      kind: "image",
      endpoint,
      image: "pause:3.10",
      id: "",
      archive: "/p.tar",
      hash: "",
      bytes: 1,
      hadSame: false,
    },
    ["pause:3.10"],
  ],
  "carried-images": [
    { ...own, kind: "carried-images", endpoint, from: { component: "docker", endpoint }, images: ["web:1", "web:2"] },
    ["docker", "web:1", "web:2"],
  ],
  pods: [{ ...own, kind: "pods", endpoint, pods: ["default/web"] }, ["default/web"]],
}

function version(text: string, mode = 0o644): FileVersion {
  return { text, mode, uid: 0, gid: 0 }
}

function file(before: string, after: string, mode = 0o644, realPath = "/etc/a"): Extract<Change, { kind: "file" }> {
  return { ...own, kind: "file", path: "/etc/a", realPath, before: version(before), after: version(after, mode) }
}

const told = (change: Change, catalogue = en) =>
  planLines(planOf([change]), catalogue)
    .map(textOf)
    .join("\n")

describe("the page of a plan", () => {
  test.each(Object.entries(changes))("tells of a change of the kind %s what it touches", (_, [change, words]) => {
    for (const catalogue of [en, zh]) for (const word of words) expect(told(change, catalogue)).toContain(word)
  })

  test("tells of a file what its text does not show: another mode, the file a link leads to", () => {
    expect(told(file("a\n", "a\n", 0o600))).toContain("mode 0644 becomes 0600")
    expect(told(file("a\n", "b\n", 0o644, "/srv/a"))).toContain("the link leads to /srv/a")
    expect(told(file("a\n", "b\n"))).not.toMatch(/mode|link/)
  })

  test("tells which command reads the staged copy before the file is replaced", () => {
    const plan = planOf([file("a\n", "b\n")], {
      judgements: [
        {
          component: "containerd",
          command: ["containerd", "--config", "{staged}/a", "config", "dump"],
          files: [],
          timeoutSeconds: 10,
        },
      ],
    })
    expect(planLines(plan, en).map(textOf)).toContain("  containerd --config …/staged/a config dump")
  })

  test("shows no credentials", () => {
    const secret = file('password = "hunter2hunter2"\n', 'password = "correcthorse"\n')
    expect(told(secret)).not.toMatch(/hunter2|correcthorse/)
  })
})
