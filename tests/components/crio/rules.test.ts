// Rules of CRI-O that concern a whole node rather than one reading of its files, each with the releases on which they
// were seen. What single files and flags come to is in effective.test.ts.
import { describe, expect, test } from "bun:test"
import { crio } from "../../../src/components/crio/component.ts"
import { type CrioFacts, effectiveOf } from "../../../src/components/crio/facts.ts"
import { detectNode } from "../../../src/detect/node.ts"
import { initSystems } from "../../../src/init-systems/known.ts"
import { memoryMachine, succeeding } from "../../machine/memory-machine.ts"
import { actions, configPath, dropIns, factsOf, nodeOf, packaged, planFor } from "./a-node.ts"

const image = "registry.example.com/pause:3.10"

async function look(files: Readonly<Record<string, string>>): Promise<CrioFacts> {
  const machine = memoryMachine({
    files: { "/proc/1/comm": "systemd\n", "/usr/bin/crio": "", ...files },
    directories: ["/run/systemd/system"],
    programs: {
      crio: (argv) => succeeding(argv.includes("--version") ? "crio version 1.36.3\n" : ""),
      systemctl: () => succeeding("LoadState=loaded\nActiveState=active\n"),
    },
  })
  return (await detectNode(machine, { initSystems, components: [crio] })).components["crio"] as CrioFacts
}

describe("what is loaded", () => {
  test("nothing below /usr is, only /etc (1.36.3)", async () => {
    const other = '[crio.runtime]\ncgroup_manager = "cgroupfs"\n'
    const facts = await look({
      "/usr/share/crio/crio.conf": other,
      "/usr/lib/crio/crio.conf.d/10.conf": other,
      "/usr/share/crio/crio.conf.d/10.conf": other,
    })

    expect(facts.files.map(({ state }) => state)).toEqual(["absent"])
    expect(effectiveOf(facts)?.scalars.cgroupManager.value).toBe("systemd")
  })

  test("keys that no release knows are passed over without a word (1.30.14, 1.36.3)", () => {
    const texts = { [configPath]: '[crio.runtime]\ncgroup-manager = "cgroupfs"\nno_such_key = 1\n[nobody]\nx = 1\n' }

    for (const version of ["1.30.14", "1.36.3"]) {
      const found = effectiveOf(factsOf(version, texts))
      expect(found?.problems).toEqual([])
      expect(found?.scalars.cgroupManager.value).toBe("systemd")
    }
  })
})

describe("runtime handlers", () => {
  const texts = {
    [`${dropIns}/10-crio.conf`]: packaged,
    [`${dropIns}/50.conf`]: '[crio.runtime.runtimes.crun]\nmonitor_cgroup = "pod"\n',
  }
  const codes = (absentPrograms: readonly string[]) =>
    effectiveOf(factsOf("1.36.3", texts, { absentPrograms }))?.problems.map(({ code }) => code)

  test("part of the packages' default handler in a later file keeps CRI-O from starting: its programs are lost (1.36.3)", () => {
    // The packages put crun into /usr/libexec/crio, which is not in PATH.
    expect(codes(["crun"])).toEqual(["crio-program-missing"])
  })

  test("without runtime_path the handler's name is looked up in PATH (1.36.3)", () => {
    expect(codes([])).toEqual([])
  })
})

describe("what a reload takes over", () => {
  test.each(["1.24.6", "1.30.14", "1.36.3"])(
    "the sandbox image, and neither manager nor monitors' cgroup (%s)",
    (version) => {
      const table = version === "1.24.6" || version === "1.30.14" ? packaged.replace('"crun"', '"runc"') : packaged
      const texts = { [`${dropIns}/10-crio.conf`]: table }
      const conmon = {
        ...texts,
        [`${dropIns}/20.conf`]: '[crio.runtime]\ncgroup_manager = "cgroupfs"\nconmon_cgroup = "a.slice"\n',
      }

      expect(actions(planFor(version, texts, { sandboxImage: image }))).toEqual(["reload crio.service"])
      expect(actions(planFor(version, texts, { cgroupDriver: "cgroupfs" }))).toEqual(["restart crio.service"])
      expect(actions(planFor(version, conmon, { cgroupDriver: "cgroupfs" }))).toEqual(["restart crio.service"])
    },
  )

  test("with a file that cannot be loaded nothing is reloaded: CRI-O would live on and not start again (1.36.3)", () => {
    const planned = planFor("1.36.3", { [`${dropIns}/20.conf`]: "[crio\n" }, { sandboxImage: image })

    expect(planned.changes).toEqual([])
    expect(planned.refusals).toMatchObject([{ code: "crio-does-not-start" }])
  })
})

describe("what crio config checks", () => {
  test("not the manager nor the monitors' cgroup, so that its yes is no contradiction (1.32.13, 1.36.3)", () => {
    const printed = { command: ["/usr/bin/crio", "config"], exitCode: 0 }
    for (const [version, lines, code] of [
      ["1.32.13", 'cgroup_manager = "cgroupfs"\n', "crio-monitor-cgroup-on-cgroupfs"],
      ["1.36.3", 'conmon_cgroup = "pods"\n', "crio-monitor-cgroup-on-systemd"],
      ["1.36.3", 'cgroup_manager = "bogus"\n', "crio-manager-unknown"],
    ] as const) {
      const facts = factsOf(version, { [configPath]: `[crio.runtime]\n${lines}` }, { printed })
      const found = crio.findings(nodeOf(facts)).map((finding) => finding.code)

      expect(found).toContain(code)
      expect(found).not.toContain("crio-dump-differs")
    }
  })
})

describe("names", () => {
  test("the service of distributions that call it cri-o is found (1.36.3)", async () => {
    const unit = "[Service]\nExecStart=/usr/bin/crio\nExecReload=/bin/kill -s HUP $MAINPID\n"

    expect((await look({ "/usr/lib/systemd/system/cri-o.service": unit })).service?.name).toBe("cri-o.service")
  })

  test("the socket is /var/run/crio/crio.sock (1.24.6, 1.36.3)", () => {
    for (const version of ["1.24.6", "1.36.3"]) {
      expect(crio.summarize(nodeOf(factsOf(version, {}))).endpoint).toBe("unix:///var/run/crio/crio.sock")
    }
  })
})
