import { describe, expect, test } from "bun:test"
import { handler } from "../../src/settings/definitions/handler.ts"
import { planFor as planForContainerd, textsAfter as textsOfContainerd } from "./containerd/a-node.ts"
import { planFor as planForCrio, textsAfter as textsOfCrio } from "./crio/a-node.ts"

const handlers = [{ name: "crun", binary: "/usr/bin/crun" }]

describe("a further handler", () => {
  test.each([["1.7.24"], ["2.1.4"], ["2.3.4"]])(
    "of containerd %s has its program and its driver, and a second run nothing",
    (version) => {
      const wanted = { handlers, cgroupDriver: "systemd" } as const
      const first = planForContainerd(version, {}, wanted)

      expect(first.refusals).toEqual([])
      const texts = textsOfContainerd({}, first)
      const text = texts["/etc/containerd/config.toml"] ?? ""
      expect(text).toContain("runtimes.crun")
      expect(text).toContain('BinaryName = "/usr/bin/crun"')
      expect(text.match(/SystemdCgroup = true/g)).toHaveLength(2)
      expect(planForContainerd(version, texts, wanted).changes).toEqual([])
    },
  )

  test("of CRI-O has its program, and a second run nothing", () => {
    const first = planForCrio("1.36.3", {}, { handlers })

    expect(first.refusals).toEqual([])
    const texts = textsOfCrio({}, first)
    expect(Object.values(texts).join()).toContain('runtime_path = "/usr/bin/crun"')
    expect(planForCrio("1.36.3", texts, { handlers }).changes).toEqual([])
  })

  test("of CRI-O that is there keeps what else its table says, in the file where it stands", () => {
    const file = "/etc/crio/crio.conf.d/10-crio.conf"
    const table = (path: string) =>
      `[crio.runtime.runtimes.crun]\nruntime_path = "${path}"\nmonitor_path = "/usr/libexec/crio/conmon"\nallowed_annotations = ["io.containers.trace-syscall"]\n`
    const first = planForCrio("1.36.3", { [file]: table("/usr/libexec/crio/crun") }, { handlers })

    expect(first.refusals).toEqual([])
    expect(textsOfCrio({}, first)).toEqual({ [file]: table("/usr/bin/crun") })
  })

  test.each([
    ["runc=/usr/bin/crun"],
    ["Crun=/usr/bin/crun"],
    ["crun=crun"],
    ["gvisor=/usr/bin/runsc"],
    ["kata=/opt/kata/bin/kata-runtime"],
    ["crun="],
  ])("is not %p", (given) => {
    expect(handler.parse([given])).toMatchObject({ ok: false })
  })
})
