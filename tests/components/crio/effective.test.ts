// What CRI-O makes of its files and flags, one statement each, with the release it was seen on.
import { describe, expect, test } from "bun:test"
import { type CrioFacts, effectiveOf } from "../../../src/components/crio/facts.ts"
import { inWalkOrder } from "../../../src/components/crio/load.ts"
import type { ScalarId } from "../../../src/components/crio/scalars.ts"
import { releaseOf } from "../../../src/components/crio/tables/releases.ts"
import { configPath, dropIns, factsOf, fileFact, packaged, serviceOf, type Texts } from "./a-node.ts"

function read(version: string, texts: Texts, more: Partial<CrioFacts> = {}) {
  const found = effectiveOf(factsOf(version, texts, more))
  if (found === undefined) throw new Error(`no such release in the tables: ${version}`)
  return found
}

function value(version: string, texts: Texts, id: ScalarId, more: Partial<CrioFacts> = {}) {
  return read(version, texts, more).scalars[id].value
}

function codes(version: string, texts: Texts, more: Partial<CrioFacts> = {}) {
  return read(version, texts, more).problems.map(({ code }) => code)
}

const runtime = (lines: string) => `[crio.runtime]\n${lines}`
const manager = (name: string) => runtime(`cgroup_manager = "${name}"\n`)

describe("order", () => {
  test("a drop-in counts more than crio.conf, and of two drop-ins the one whose name sorts last (1.36.3)", () => {
    const texts = {
      [configPath]: manager("cgroupfs"),
      [`${dropIns}/20-b.conf`]: manager("systemd"),
      [`${dropIns}/10-a.conf`]: manager("cgroupfs"),
    }

    const { cgroupManager } = read("1.36.3", texts).scalars

    expect(cgroupManager.value).toBe("systemd")
    expect(cgroupManager.from).toMatchObject({ by: "file", statement: { file: `${dropIns}/20-b.conf` } })
    expect(cgroupManager.statements.map(({ file }) => file)).toEqual([
      configPath,
      `${dropIns}/10-a.conf`,
      `${dropIns}/20-b.conf`,
    ])
  })

  test("every file of the drop-in directory counts, whatever it is called, and so do its subdirectories (1.30.14)", () => {
    const image = (tag: string) => `[crio.image]\npause_image = "registry.example.com/pause:${tag}"\n`
    const texts = {
      [`${dropIns}/10-a.conf`]: image("1"),
      [`${dropIns}/10-a.conf.bak`]: image("2"),
    }

    expect(value("1.30.14", texts, "pauseImage")).toBe("registry.example.com/pause:2")
    expect(value("1.30.14", { ...texts, [`${dropIns}/sub/00.conf`]: image("3") }, "pauseImage")).toBe(
      "registry.example.com/pause:3",
    )
    expect(value("1.30.14", { [`${dropIns}/00-default`]: image("4") }, "pauseImage")).toBe(
      "registry.example.com/pause:4",
    )
  })

  test("a directory is walked where its name sorts, bytes before letters' order", () => {
    const paths = ["d/b.conf", "d/a/z.conf", "d/a.conf", "d/B.conf", "d/a-b.conf"]

    expect(inWalkOrder("d", paths)).toEqual(["d/B.conf", "d/a/z.conf", "d/a-b.conf", "d/a.conf", "d/b.conf"])
  })

  test("crio.conf may be absent, unless --config names it (1.36.3)", () => {
    const named = { service: serviceOf({ command: ["/usr/bin/crio", "--config", configPath] }) }

    expect(codes("1.36.3", {})).toEqual([])
    expect(codes("1.36.3", {}, named)).toEqual(["crio-config-missing"])
  })

  test("flags count more than files, and a flag more than its variable (1.36.3)", () => {
    const texts = { [`${dropIns}/99.conf`]: manager("systemd") }
    const environment = { CONTAINER_CGROUP_MANAGER: "cgroupfs", CONTAINER_CONMON_CGROUP: "pod" }
    const flags = ["--cgroup-manager=systemd"]

    expect(value("1.36.3", texts, "cgroupManager", { service: serviceOf({ environment }) })).toBe("cgroupfs")
    expect(
      value("1.36.3", texts, "cgroupManager", {
        service: serviceOf({ environment, command: ["/usr/bin/crio", ...flags] }),
      }),
    ).toBe("systemd")
    expect(value("1.36.3", texts, "conmonCgroup", { service: serviceOf({ environment }) })).toBe("pod")
  })

  test("a flag is found in the environment file that holds it", () => {
    const files = [
      fileFact("/usr/lib/systemd/system/crio.service", "[Service]\nExecStart=/usr/bin/crio $CRIO_CONFIG_OPTIONS\n"),
      fileFact("/etc/sysconfig/crio", '# --pause-image=x\nCRIO_CONFIG_OPTIONS="--pause-image example.com/pause:1"\n'),
    ]
    const command = ["/usr/bin/crio", "--pause-image", "example.com/pause:1"]

    const { from } = read("1.36.3", {}, { service: serviceOf({ command, files }) }).scalars.pauseImage

    expect(from).toMatchObject({
      by: "flag",
      override: { name: "--pause-image", place: { file: "/etc/sysconfig/crio", line: 2 } },
    })
  })
})

describe("what is read", () => {
  test("a key outside its table counts for nothing (1.36.3)", () => {
    expect(value("1.36.3", { [configPath]: 'cgroup_manager = "cgroupfs"\n' }, "cgroupManager")).toBe("systemd")
    expect(value("1.36.3", { [configPath]: '[runtime]\ncgroup_manager = "cgroupfs"\n' }, "cgroupManager")).toBe(
      "systemd",
    )
  })

  test("a name in another case counts, as BurntSushi/toml reads it", () => {
    expect(value("1.36.3", { [configPath]: '[Crio.Runtime]\nCgroup_Manager = "cgroupfs"\n' }, "cgroupManager")).toBe(
      "cgroupfs",
    )
  })

  test("a value of the wrong type and a file that is no TOML keep CRI-O from starting (1.30.14, 1.36.3)", () => {
    for (const version of ["1.30.14", "1.36.3"]) {
      expect(codes(version, { [configPath]: "[crio.runtime]\ncgroup_manager = true\n" })).toEqual(["crio-wrong-type"])
      expect(codes(version, { [configPath]: "crio = 1\n" })).toEqual(["crio-wrong-type"])
      expect(codes(version, { [configPath]: "[[crio.runtime]]\n" })).toEqual(["crio-wrong-type"])
      expect(codes(version, { [configPath]: "[crio.runtime]\npids_limit = 1.5\n" })).toEqual(["crio-wrong-type"])
      expect(codes(version, { [`${dropIns}/notes.txt`]: "remember the milk\n" })).toEqual(["crio-config-broken"])
    }
  })

  test("registries of crio.image must be a list up to 1.30, and is no key any more from 1.31 on", () => {
    const texts = { [configPath]: '[crio.image.registries]\nregistries = ["docker.io"]\n' }

    expect(codes("1.30.14", texts)).toEqual(["crio-wrong-type"])
    expect(codes("1.31.0", texts)).toEqual([])
  })

  test("a file that cannot be read keeps CRI-O from starting (1.36.3)", () => {
    const facts = factsOf("1.36.3", {})
    const source = { kind: "file", path: `${dropIns}/latest` } as const
    const files = [...facts.files, { state: "unreadable", source, reason: "directory" } as const]

    expect(effectiveOf({ ...facts, files })?.problems).toEqual([
      { code: "crio-config-unreadable", file: `${dropIns}/latest`, what: "directory", wanted: "" },
    ])
  })
})

describe("runtime handlers", () => {
  test("a later table of the same handler replaces the whole table (1.36.3)", () => {
    const texts = {
      [`${dropIns}/10-crio.conf`]: packaged,
      [`${dropIns}/50.conf`]: '[crio.runtime.runtimes.crun]\nmonitor_cgroup = "pod"\n',
    }

    const crun = read("1.36.3", texts).handlers.find(({ name }) => name === "crun")

    expect(crun?.keys).toEqual({ monitor_cgroup: "pod" })
    expect(crun?.replaced).toEqual({
      file: `${dropIns}/10-crio.conf`,
      lost: ["runtime_path", "runtime_root", "monitor_path", "allowed_annotations"],
    })
  })

  test("an empty table replaces it as well, and a table of another handler does not (1.36.3)", () => {
    const texts = { [`${dropIns}/10-crio.conf`]: packaged }
    const emptied = { ...texts, [`${dropIns}/50.conf`]: "[crio.runtime.runtimes.crun]\n" }
    const added = { ...texts, [`${dropIns}/50.conf`]: "[crio.runtime.runtimes.kata]\n" }

    expect(read("1.36.3", emptied).handlers.find(({ name }) => name === "crun")?.keys).toEqual({})
    expect(read("1.36.3", added).handlers.map(({ name }) => name)).toEqual(["crun", "runc", "kata"])
    expect(read("1.36.3", added).handlers[0]?.replaced).toBeUndefined()
  })

  test("scalars of crio.runtime are merged per key (1.36.3)", () => {
    const texts = {
      [`${dropIns}/10.conf`]: runtime('conmon_cgroup = "pod"\ncgroup_manager = "cgroupfs"\n'),
      [`${dropIns}/20.conf`]: runtime('cgroup_manager = "systemd"\n'),
    }

    expect(value("1.36.3", texts, "conmonCgroup")).toBe("pod")
    expect(value("1.36.3", texts, "cgroupManager")).toBe("systemd")
  })

  test("the default runtime is runc up to 1.30 and crun from 1.31 on", () => {
    expect(value("1.24.6", {}, "defaultRuntime")).toBe("runc")
    expect(value("1.30.14", {}, "defaultRuntime")).toBe("runc")
    expect(value("1.31.0", {}, "defaultRuntime")).toBe("crun")
    expect(value("1.36.3", {}, "defaultRuntime")).toBe("crun")
  })

  test("default_runtime = runc without a table of runc starts on 1.30 and not on 1.31", () => {
    const texts = { [configPath]: runtime('default_runtime = "runc"\n') }

    expect(codes("1.30.14", texts)).toEqual([])
    expect(codes("1.31.0", texts)).toEqual(["crio-default-runtime-without-table"])
    expect(codes("1.31.0", { ...texts, [`${dropIns}/x`]: "[crio.runtime.runtimes.runc]\n" })).toEqual([])
  })

  test("an empty default_runtime is the built-in one (1.36.3)", () => {
    expect(codes("1.36.3", { [configPath]: runtime('default_runtime = ""\n') })).toEqual([])
  })

  test("--runtimes adds a handler for which --default-runtime may ask (1.36.3)", () => {
    const command = ["/usr/bin/crio", "--runtimes", "runc:/usr/bin/runc:/run/runc", "--default-runtime", "runc"]

    expect(codes("1.36.3", {}, { service: serviceOf({ command }) })).toEqual([])
  })

  test("a missing program of the default runtime keeps CRI-O from starting, one of another does not (1.36.3)", () => {
    const texts = { [`${dropIns}/10-crio.conf`]: packaged }

    expect(codes("1.36.3", texts, { absentPrograms: ["/usr/libexec/crio/crun"] })).toEqual(["crio-program-missing"])
    expect(codes("1.36.3", texts, { absentPrograms: ["/usr/libexec/crio/runc"] })).toEqual([])
    expect(codes("1.36.3", texts, { absentPrograms: ["/usr/libexec/crio/conmon"] })).toEqual(["crio-program-missing"])
    expect(codes("1.36.3", {}, { absentPrograms: ["crun"] })).toEqual(["crio-program-missing"])
  })
})

describe("cgroups", () => {
  test("the cgroup manager is systemd when nobody says otherwise (1.24.6, 1.36.3)", () => {
    expect(value("1.24.6", {}, "cgroupManager")).toBe("systemd")
    expect(value("1.36.3", {}, "cgroupManager")).toBe("systemd")
  })

  test("a cgroup manager that CRI-O does not know keeps it from starting (1.36.3)", () => {
    expect(codes("1.36.3", { [configPath]: manager("bogus") })).toEqual(["crio-manager-unknown"])
    expect(codes("1.36.3", { [configPath]: manager("") })).toEqual(["crio-manager-unknown"])
  })

  test("cgroupfs alone keeps CRI-O up to 1.32 from starting, and 1.33 starts", () => {
    const texts = { [configPath]: manager("cgroupfs") }

    expect(codes("1.30.14", texts)).toEqual(["crio-monitor-cgroup-on-cgroupfs"])
    expect(codes("1.32.13", texts)).toEqual(["crio-monitor-cgroup-on-cgroupfs"])
    expect(codes("1.33.0", texts)).toEqual([])
  })

  test("cgroupfs with conmon_cgroup = pod starts everywhere (1.24.6, 1.32.13, 1.36.3)", () => {
    const texts = { [configPath]: runtime('cgroup_manager = "cgroupfs"\nconmon_cgroup = "pod"\n') }

    for (const version of ["1.24.6", "1.32.13", "1.36.3"]) expect(codes(version, texts)).toEqual([])
  })

  test("cgroupfs with a slice of its own starts nowhere (1.32.13, 1.36.3)", () => {
    const texts = { [configPath]: runtime('cgroup_manager = "cgroupfs"\nconmon_cgroup = "foo.slice"\n') }

    for (const version of ["1.32.13", "1.36.3"]) {
      expect(codes(version, texts)).toEqual(["crio-monitor-cgroup-on-cgroupfs"])
    }
  })

  test("cgroupfs starts on 1.30 where the packages' tables have no monitor_cgroup for every handler", () => {
    const runcOnly = '[crio.runtime.runtimes.runc]\nruntime_path = "/usr/bin/runc"\n'

    expect(codes("1.30.14", { [configPath]: manager("cgroupfs"), [`${dropIns}/10-crio.conf`]: packaged })).toEqual([])
    expect(codes("1.30.14", { [configPath]: `${manager("cgroupfs")}${runcOnly}` })).toEqual([])
  })

  test("systemd takes pod and slices for the monitors, and nothing else (1.32.13, 1.36.3)", () => {
    const conmon = (cgroup: string) => ({ [configPath]: runtime(`conmon_cgroup = "${cgroup}"\n`) })

    for (const version of ["1.32.13", "1.36.3"]) {
      expect(codes(version, conmon("pod"))).toEqual([])
      expect(codes(version, conmon("crio.slice"))).toEqual([])
      expect(codes(version, conmon("crio"))).toEqual(["crio-monitor-cgroup-on-systemd"])
    }
  })

  test("conmon_cgroup counts for every handler, whatever its own monitor_cgroup (1.36.3)", () => {
    const handler = '[crio.runtime.runtimes.crun]\nmonitor_cgroup = "other.slice"\n'
    const texts = { [configPath]: `${runtime('conmon_cgroup = "pod"\n')}${handler}` }

    expect(read("1.36.3", texts).handlers.map(({ monitorCgroup }) => monitorCgroup)).toEqual(["pod"])
    expect(read("1.36.3", { [configPath]: handler }).handlers[0]?.monitorCgroup).toBe("other.slice")
  })

  test("a handler that conmon does not watch has no monitor to refuse (1.36.3)", () => {
    const texts = { [configPath]: '[crio.runtime.runtimes.kata]\nruntime_type = "vm"\nmonitor_cgroup = "odd"\n' }

    expect(codes("1.36.3", texts)).toEqual([])
  })
})

describe("sandbox image", () => {
  test.each([
    ["1.24.6", "registry.k8s.io/pause:3.6"],
    ["1.26.4", "registry.k8s.io/pause:3.6"],
    ["1.27.0", "registry.k8s.io/pause:3.6"],
    ["1.28.11", "registry.k8s.io/pause:3.9"],
    ["1.30.14", "registry.k8s.io/pause:3.9"],
    ["1.31.0", "registry.k8s.io/pause:3.10"],
    ["1.33.2", "registry.k8s.io/pause:3.10"],
    ["1.34.11", "registry.k8s.io/pause:3.10.1"],
    ["1.36.3", "registry.k8s.io/pause:3.10.1"],
  ])("CRI-O %s has %s built in", (version, image) => {
    expect(value(version, {}, "pauseImage")).toBe(image)
  })

  test("a default that is in no table is what the program prints, else not known (1.37.0)", () => {
    const scalars = { pauseImage: "registry.k8s.io/pause:3.10.2" }
    const printed = { command: ["/usr/bin/crio", "config"], exitCode: 0, scalars }

    expect(value("1.37.0", {}, "pauseImage")).toBeUndefined()
    expect(value("1.37.0", {}, "pauseImage", { printed })).toBe("registry.k8s.io/pause:3.10.2")
  })

  test("an empty or impossible pause_image keeps CRI-O from starting (1.30.14, 1.36.3)", () => {
    const image = (text: string) => ({ [configPath]: `[crio.image]\npause_image = "${text}"\n` })

    for (const version of ["1.30.14", "1.36.3"]) {
      expect(codes(version, image(""))).toEqual(["crio-pause-image-invalid"])
      expect(codes(version, image("PAUSE_CONTAINER"))).toEqual(["crio-pause-image-invalid"])
      expect(codes(version, image("registry.example.com:5000/k8s/pause"))).toEqual([])
      expect(codes(version, image("pause:3.9"))).toEqual([])
    }
  })
})

describe("releases", () => {
  test("CRI v1 is served by all, v1alpha2 beside it up to 1.25", () => {
    expect(releaseOf("1.24.6")?.criVersions).toEqual(["v1", "v1alpha2"])
    expect(releaseOf("1.25.5")?.criVersions).toEqual(["v1", "v1alpha2"])
    expect(releaseOf("1.26.0")?.criVersions).toEqual(["v1"])
  })

  test("RuntimeConfig tells the kubelet the driver from 1.28 on", () => {
    expect(releaseOf("1.27.8")?.tellsDriver).toBe(false)
    expect(releaseOf("1.28.0")?.tellsDriver).toBe(true)
  })

  test("1.33 and later need iptables or nft, unless ports of the host are not mapped", () => {
    const absentPrograms = ["iptables", "nft"]
    const unmapped = { [configPath]: runtime("disable_hostport_mapping = true\n") }

    expect(codes("1.32.13", {}, { absentPrograms })).toEqual([])
    expect(codes("1.33.0", {}, { absentPrograms })).toEqual(["crio-packet-filter-missing"])
    expect(codes("1.33.0", {}, { absentPrograms: ["iptables"] })).toEqual([])
    expect(codes("1.33.0", unmapped, { absentPrograms })).toEqual([])
  })

  test("a release before 1.24 is not in the tables, and one behind the last is read by its rules", () => {
    expect(releaseOf("1.23.5")).toBeUndefined()
    expect(releaseOf("1.37.1")?.isNewerThanTables).toBe(false)
    expect(releaseOf("1.38.0")?.isNewerThanTables).toBe(true)
  })
})
