import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import type { Contribution, Wanted } from "../../../src/components/component.ts"
import { kernel } from "../../../src/components/kernel/component.ts"
import { holdsByFiles, sysctlChanges } from "../../../src/components/kernel/sysctl-changes.ts"
import { wantedForwarding } from "../../../src/components/kernel/wanted-values.ts"
import { kernelNode } from "./a-node.ts"

const wanted: Wanted = {
  runtime: "containerd",
  endpoint: "unix:///run/containerd/containerd.sock",
  registryMirrors: [],
  ipForward: true,
  kubelet: true,
  resetConfig: false,
  runtimeTellsDriver: false,
}

const live = (value: string) => ({ "/proc/sys/net/ipv4/ip_forward": `${value}\n` })

function changedTexts(contribution: Contribution): Readonly<Record<string, string>> {
  return Object.fromEntries(
    contribution.changes.flatMap((change) => {
      if (change.kind === "file") return [[change.realPath, change.after?.text ?? ""]]
      return change.kind === "live-value" ? [[change.path, change.after]] : []
    }),
  )
}

const ownFile = "# Written by criadm: pods need IPv4 forwarding.\nnet.ipv4.ip_forward = 1\n"

describe("switching forwarding on", () => {
  test("on a fresh node a file of our own is written and the live value set", async () => {
    const node = await kernelNode({ files: live("0") })

    const contribution = kernel.contribute(wanted, node)

    expect(changedTexts(contribution)).toEqual({
      "/etc/sysctl.d/99-criadm.conf": ownFile,
      "/proc/sys/net/ipv4/ip_forward": "1",
    })
    expect(contribution.readings).toEqual([{ path: "/etc/sysctl.d/99-criadm.conf", hash: null }])
    expect(contribution.expectations).toEqual([
      { kind: "live-value", component: "kernel", path: "/proc/sys/net/ipv4/ip_forward", value: "1" },
    ])
  })

  test("the page's own k8s.conf is enough and nothing is changed", async () => {
    const node = await kernelNode({ files: { ...live("1"), "/etc/sysctl.d/k8s.conf": "net.ipv4.ip_forward = 1\n" } })

    expect(kernel.contribute(wanted, node).changes).toEqual([])
    expect(kernel.findings(node)).toEqual([])
  })

  test("a later file that sets it back is corrected, and no file is added", async () => {
    const text = "# ours\nnet.ipv4.ip_forward = 0 # closed\nvm.swappiness = 10"
    const node = await kernelNode({ files: { ...live("1"), "/etc/sysctl.d/zz-hardening.conf": text } })

    expect(changedTexts(kernel.contribute(wanted, node))).toEqual({
      "/etc/sysctl.d/zz-hardening.conf": "# ours\nnet.ipv4.ip_forward = 1 # closed\nvm.swappiness = 10",
    })
  })

  test("an earlier file that switches it off is left alone and overridden", async () => {
    const node = await kernelNode({
      files: { ...live("0"), "/etc/sysctl.d/10-hardening.conf": "net.ipv4.ip_forward=0\n" },
    })

    expect(Object.keys(changedTexts(kernel.contribute(wanted, node)))).toEqual([
      "/etc/sysctl.d/99-criadm.conf",
      "/proc/sys/net/ipv4/ip_forward",
    ])
  })

  test("/etc/sysctl.conf is corrected because procps reads it last, and ours is written because systemd does not", async () => {
    const node = await kernelNode({ files: { ...live("1"), "/etc/sysctl.conf": "net.ipv4.ip_forward=0\n" } })

    expect(changedTexts(kernel.contribute(wanted, node))).toEqual({
      "/etc/sysctl.conf": "net.ipv4.ip_forward=1\n",
      "/etc/sysctl.d/99-criadm.conf": ownFile,
    })
  })

  test("/etc/sysctl.conf behind its 99-sysctl.conf link is one file and is corrected once", async () => {
    const node = await kernelNode({
      files: { ...live("1"), "/etc/sysctl.conf": "net.ipv4.ip_forward=0\n" },
      links: { "/etc/sysctl.d/99-sysctl.conf": "../sysctl.conf" },
    })

    expect(changedTexts(kernel.contribute(wanted, node))).toEqual({ "/etc/sysctl.conf": "net.ipv4.ip_forward=1\n" })
  })

  test("a package's file that sorts behind our first name gets a name of ours behind it", async () => {
    const node = await kernelNode({
      files: { ...live("1"), "/usr/lib/sysctl.d/99-vendor.conf": "net.ipv4.ip_forward=0\n" },
    })

    expect(changedTexts(kernel.contribute(wanted, node))).toEqual({ "/etc/sysctl.d/99-zz-criadm.conf": ownFile })
  })

  test("a package's file behind every name of ours is a refusal that names the line", async () => {
    const node = await kernelNode({
      files: { ...live("1"), "/usr/lib/sysctl.d/zzz.conf": "net.ipv4.ip_forward=0\n" },
    })

    const contribution = kernel.contribute(wanted, node)

    expect(contribution.changes).toEqual([])
    expect(contribution.refusals).toMatchObject([
      { code: "kernel-ip-forward-cannot-win", place: { file: "/usr/lib/sysctl.d/zzz.conf", line: 1 } },
    ])
  })

  test("a file of our own that somebody extended keeps every other byte", async () => {
    const text = "# mine\nvm.swappiness=1\nnet.ipv4.ip_forward=0\n"
    const node = await kernelNode({ files: { ...live("1"), "/etc/sysctl.d/99-criadm.conf": text } })

    expect(changedTexts(kernel.contribute(wanted, node))).toEqual({
      "/etc/sysctl.d/99-criadm.conf": "# mine\nvm.swappiness=1\nnet.ipv4.ip_forward=1\n",
    })
  })

  test("on a node that is not running only files are changed", async () => {
    const node = await kernelNode({ files: {}, isLive: false })

    const contribution = kernel.contribute(wanted, node)

    expect(changedTexts(contribution)).toEqual({ "/etc/sysctl.d/99-criadm.conf": ownFile })
    expect(contribution.expectations).toEqual([])
  })

  test('the answer "no" leaves everything alone', async () => {
    const node = await kernelNode({ files: live("0") })

    expect(kernel.contribute({ ...wanted, ipForward: false }, node).changes).toEqual([])
  })

  test("whatever the files say, the changes switch it on for both programs, and a second run changes nothing", () => {
    const key = fc.constantFrom(
      "net.ipv4.ip_forward",
      "net/ipv4/ip_forward",
      "net.ipv4.conf.all.forwarding",
      "-net.ipv4.conf.*.forwarding",
      "net.ipv4.ip_*",
      "vm.swappiness",
    )
    const line = fc.tuple(key, fc.constantFrom("0", "1", " 1 # x", "yes", "", "2")).map(([name, v]) => `${name}=${v}`)
    const text = fc.array(line, { maxLength: 4 }).map((lines) => lines.join("\n"))
    const path = fc.constantFrom(
      "/etc/sysctl.d/10-a.conf",
      "/etc/sysctl.d/99-criadm.conf",
      "/etc/sysctl.d/k8s.conf",
      "/etc/sysctl.d/zzz.conf",
      "/etc/sysctl.conf",
      "/usr/lib/sysctl.d/50-a.conf",
    )
    fc.assert(
      fc.property(fc.dictionary(path, text), (files) => {
        const before = Object.entries(files).map(([at, content]) => ({ path: at, realPath: at, text: content }))
        const own = ["/etc/sysctl.d/99-criadm.conf", "/etc/sysctl.d/zz-criadm.conf"]

        const result = sysctlChanges(wantedForwarding, before, false, own, "# Written by criadm.\n")

        if (!result.ok) throw new Error("refused")
        const kept = before.filter((file) => !result.changed.some((changed) => changed.path === file.path))
        const after = [...kept, ...result.changed]
        expect(holdsByFiles(wantedForwarding, after, false)).toBe(true)
        expect(sysctlChanges(wantedForwarding, after, false, own, "")).toEqual({ ok: true, changed: [] })
      }),
      { numRuns: 2000 },
    )
  })
})

describe("findings", () => {
  test("forwarding that is off is a failure", async () => {
    const node = await kernelNode({ files: live("0") })

    expect(kernel.findings(node)).toMatchObject([{ code: "kernel-ip-forward-off", severity: "failure" }])
  })

  test("forwarding that is on only until the next boot is a warning", async () => {
    const node = await kernelNode({ files: live("1") })

    expect(kernel.findings(node)).toMatchObject([
      { code: "kernel-ip-forward-lost-at-boot", args: { program: "systemd-sysctl" } },
    ])
  })

  test("a line that switches it off at boot is named", async () => {
    const node = await kernelNode({ files: { ...live("1"), "/etc/sysctl.d/a.conf": "\nnet.ipv4.ip_forward=0\n" } })

    expect(kernel.findings(node)).toMatchObject([
      { code: "kernel-ip-forward-set-back-by", place: { file: "/etc/sysctl.d/a.conf", line: 2 } },
    ])
  })

  test("a line that only `sysctl --system` reads is named with that program", async () => {
    const files = {
      ...live("1"),
      "/etc/sysctl.d/k8s.conf": "net.ipv4.ip_forward=1\n",
      "/etc/sysctl.conf": "net.ipv4.ip_forward=0\n",
    }

    expect(kernel.findings(await kernelNode({ files }))).toMatchObject([
      { code: "kernel-ip-forward-set-back-by", args: { file: "/etc/sysctl.conf", program: "sysctl --system" } },
    ])
  })
})

describe("explaining ip_forward", () => {
  test("the live value counts, and every line says what it does at boot", async () => {
    const files = {
      ...live("0"),
      "/etc/sysctl.d/k8s.conf": "net.ipv4.ip_forward=1\n",
      "/etc/sysctl.conf": "net.ipv4.ip_forward=0\n",
    }

    const [explanation] = kernel.explain("ip-forward", await kernelNode({ files }))

    expect(explanation).toMatchObject({
      value: "0",
      source: { path: "/proc/sys/net/ipv4/ip_forward" },
      why: { code: "sysctl-after-boot", args: { value: "1" } },
    })
    expect(explanation?.others.map(({ place, why }) => [place.file, why.code])).toEqual([
      ["/etc/sysctl.d/k8s.conf", "sysctl-in-effect-at-boot"],
      ["/etc/sysctl.conf", "sysctl-not-read"],
    ])
  })

  test("without systemd the last word is /etc/sysctl.conf", async () => {
    const files = { "/etc/sysctl.d/k8s.conf": "net.ipv4.ip_forward=1\n", "/etc/sysctl.conf": "net.ipv4.ip_forward=0\n" }

    const [explanation] = kernel.explain("ip-forward", await kernelNode({ files, isLive: false, initSystem: "openrc" }))

    expect(explanation).toMatchObject({ value: "0", source: { path: "/etc/sysctl.conf" } })
  })
})
