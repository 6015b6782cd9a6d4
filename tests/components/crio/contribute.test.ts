import { describe, expect, test } from "bun:test"
import { effectiveOf } from "../../../src/components/crio/facts.ts"
import {
  actions,
  configPath,
  dropIns,
  factsOf,
  fileFact,
  ownPath,
  packaged,
  planFor,
  serviceOf,
  textsAfter,
} from "./a-node.ts"

const packagedAt = { [`${dropIns}/10-crio.conf`]: packaged }
const image = "registry.k8s.io/pause:3.10.2"

describe("cgroup manager", () => {
  test("a node that is as asked is left alone", () => {
    const contribution = planFor("1.36.3", packagedAt, { cgroupDriver: "systemd" })

    expect(contribution.changes).toEqual([])
    expect(contribution.refusals).toEqual([])
  })

  test("cgroupfs comes with conmon_cgroup = pod, in a drop-in of criadm, and restarts CRI-O", () => {
    const contribution = planFor("1.32.13", packagedAt, { cgroupDriver: "cgroupfs" })

    expect(textsAfter({}, contribution)).toEqual({
      [ownPath]: '# Written by criadm.\n\n[crio.runtime]\ncgroup_manager = "cgroupfs"\nconmon_cgroup = "pod"\n',
    })
    expect(actions(contribution)).toEqual(["restart crio.service"])
    expect(contribution.readings).toContainEqual({ path: ownPath, hash: null })
  })

  test("back to systemd takes criadm's own conmon_cgroup away again", () => {
    const there = textsAfter(packagedAt, planFor("1.32.13", packagedAt, { cgroupDriver: "cgroupfs" }))

    const back = planFor("1.32.13", there, { cgroupDriver: "systemd" })

    expect(textsAfter(there, back)[ownPath]).toBe(
      '# Written by criadm.\n\n[crio.runtime]\ncgroup_manager = "systemd"\n',
    )
    expect(actions(back)).toEqual(["restart crio.service"])
  })

  test("the pair of kubernetes.io in a file of its own is overridden for systemd, and its pod stays: it is fit", () => {
    const texts = {
      ...packagedAt,
      [`${dropIns}/02-cgroup-manager.conf`]: '[crio.runtime]\nconmon_cgroup = "pod"\ncgroup_manager = "cgroupfs"\n',
    }

    const contribution = planFor("1.36.3", texts, { cgroupDriver: "systemd" })

    expect(textsAfter({}, contribution)).toEqual({
      [ownPath]: '# Written by criadm.\n\n[crio.runtime]\ncgroup_manager = "systemd"\n',
    })
  })

  test("a file that sorts behind criadm's is changed itself, and nothing else in it", () => {
    const own = '# mine\n[crio.runtime]\n  cgroup_manager = "cgroupfs" # for now\n  log_level = "debug"\n'
    const texts = { ...packagedAt, [`${dropIns}/zz-site.conf`]: own }

    const contribution = planFor("1.36.3", texts, { cgroupDriver: "systemd" })

    expect(textsAfter({}, contribution)).toEqual({
      [`${dropIns}/zz-site.conf`]: own.replace('"cgroupfs"', '"systemd"'),
    })
  })

  test("a running cgroupfs without conmon_cgroup is not touched where it starts, and repaired where it does not", () => {
    const texts = { [configPath]: '[crio.runtime]\ncgroup_manager = "cgroupfs"\n' }

    expect(planFor("1.33.0", texts, { cgroupDriver: "cgroupfs" }).changes).toEqual([])
    expect(textsAfter({}, planFor("1.32.13", texts, { cgroupDriver: "cgroupfs" }))).toEqual({
      [ownPath]: '# Written by criadm.\n\n[crio.runtime]\nconmon_cgroup = "pod"\n',
    })
  })

  test("a flag that says something else is refused and named with its place", () => {
    const files = [fileFact("/etc/sysconfig/crio", 'CRIO_RUNTIME_OPTIONS="--cgroup-manager=cgroupfs"\n')]
    const service = serviceOf({ command: ["/usr/bin/crio", "--cgroup-manager=cgroupfs"], files })

    const contribution = planFor("1.36.3", packagedAt, { cgroupDriver: "systemd" }, { service })

    expect(contribution.changes).toEqual([])
    expect(contribution.refusals).toMatchObject([
      {
        code: "crio-flag-decides",
        args: {
          flag: "--cgroup-manager",
          value: "cgroupfs",
          key: "crio.runtime.cgroup_manager",
          wanted: "systemd",
        },
        place: { file: "/etc/sysconfig/crio", line: 1 },
      },
    ])
  })

  test("a flag that says the same is no obstacle, and no file is written for it", () => {
    const environment = { CONTAINER_CGROUP_MANAGER: "systemd" }
    const texts = { [configPath]: '[crio.runtime]\ncgroup_manager = "cgroupfs"\nconmon_cgroup = "pod"\n' }

    const contribution = planFor("1.36.3", texts, { cgroupDriver: "systemd" }, { service: serviceOf({ environment }) })

    expect(contribution.changes).toEqual([])
    expect(contribution.refusals).toEqual([])
  })

  test("a variable that fixes conmon_cgroup is refused where cgroupfs would not start with it", () => {
    const service = serviceOf({ environment: { CONTAINER_CONMON_CGROUP: "system.slice" } })

    expect(planFor("1.32.13", {}, { cgroupDriver: "cgroupfs" }, { service }).refusals).toMatchObject([
      { code: "crio-flag-decides", args: { flag: "CONTAINER_CONMON_CGROUP", wanted: "pod" } },
    ])
    expect(textsAfter({}, planFor("1.33.0", {}, { cgroupDriver: "cgroupfs" }, { service }))).toEqual({
      [ownPath]: '# Written by criadm.\n\n[crio.runtime]\ncgroup_manager = "cgroupfs"\n',
    })
  })

  test("a handler's own monitor_cgroup that systemd refuses is changed in its table, never in part elsewhere", () => {
    const handler =
      '[crio.runtime]\ncgroup_manager = "cgroupfs"\n\n' +
      '[crio.runtime.runtimes.crun]\nruntime_path = "/usr/bin/crun"\nmonitor_cgroup = "monitors"\n'
    const texts = { [`${dropIns}/10-site.conf`]: handler }

    const contribution = planFor("1.36.3", texts, { cgroupDriver: "systemd" })

    const after = textsAfter(texts, contribution)
    expect(after[`${dropIns}/10-site.conf`]).toBe(handler.replace('"monitors"', '"system.slice"'))
    expect(after[ownPath]).toBe('# Written by criadm.\n\n[crio.runtime]\ncgroup_manager = "systemd"\n')
    expect(effectiveOf(factsOf("1.36.3", after))?.problems).toEqual([])
  })

  test("nothing that criadm writes ever has a table of a runtime handler", () => {
    for (const cgroupDriver of ["systemd", "cgroupfs"] as const) {
      for (const version of ["1.24.6", "1.30.14", "1.36.3"]) {
        const texts = { [configPath]: '[crio.runtime]\nconmon_cgroup = "odd"\n', ...packagedAt }
        const contribution = planFor(version, texts, { cgroupDriver, sandboxImage: image })
        expect(textsAfter({}, contribution)[ownPath] ?? "").not.toContain("runtimes")
      }
    }
  })
})

describe("sandbox image", () => {
  test("the sandbox image alone needs only a reload", () => {
    const contribution = planFor("1.36.3", packagedAt, { sandboxImage: image })

    expect(textsAfter({}, contribution)).toEqual({
      [ownPath]: `# Written by criadm.\n\n[crio.image]\npause_image = "${image}"\n`,
    })
    expect(actions(contribution)).toEqual(["reload crio.service"])
  })

  test("together with the manager it is a restart", () => {
    const contribution = planFor("1.36.3", packagedAt, { sandboxImage: image, cgroupDriver: "cgroupfs" })

    expect(actions(contribution)).toEqual(["restart crio.service"])
  })

  test("a service that does not run, cannot reload, or would lose a flag by it is restarted", () => {
    const cases = [
      serviceOf({ state: "inactive" }),
      serviceOf({ canReload: false }),
      serviceOf({ command: ["/usr/bin/crio", "--log-level=debug"] }),
      serviceOf({ environment: { CONTAINER_DEFAULT_RUNTIME: "crun" } }),
    ]

    for (const service of cases) {
      expect(actions(planFor("1.36.3", packagedAt, { sandboxImage: image }, { service }))).toEqual([
        "restart crio.service",
      ])
    }
  })

  test("an image that keeps CRI-O from starting is replaced", () => {
    const texts = { [configPath]: '[crio.image]\npause_image = ""\n' }

    const contribution = planFor("1.36.3", texts, { sandboxImage: image })

    expect(contribution.refusals).toEqual([])
    expect(textsAfter(texts, contribution)[ownPath]).toContain(image)
  })

  test("the built-in image is not written, and one that is not known is", () => {
    const builtIn = "registry.k8s.io/pause:3.10.1"

    expect(planFor("1.36.3", {}, { sandboxImage: builtIn }).changes).toEqual([])
    expect(textsAfter({}, planFor("1.37.0", {}, { sandboxImage: builtIn }))[ownPath]).toContain(builtIn)
  })
})

describe("refusals", () => {
  test("a file that CRI-O cannot load is refused with its place, whatever is asked", () => {
    const texts = { ...packagedAt, [`${dropIns}/broken.conf.bak`]: "[crio.runtime]\ncgroup_manager =\n" }

    const { refusals, changes } = planFor("1.36.3", texts, { cgroupDriver: "cgroupfs" })

    expect(changes).toEqual([])
    expect(refusals).toMatchObject([
      {
        code: "crio-does-not-start",
        args: { code: "crio-config-broken", file: `${dropIns}/broken.conf.bak` },
        place: { line: 2 },
      },
    ])
  })

  test("a default runtime without a table is refused before anything is restarted", () => {
    const texts = { [configPath]: '[crio.runtime]\ndefault_runtime = "runc"\n' }

    expect(planFor("1.31.0", texts, { cgroupDriver: "cgroupfs" }).refusals).toMatchObject([
      { code: "crio-does-not-start", args: { code: "crio-default-runtime-without-table", what: "runc" } },
    ])
  })

  test("a release that is not in the tables is refused", () => {
    expect(planFor("1.23.0", {}, { cgroupDriver: "systemd" }).refusals).toMatchObject([
      { code: "crio-release-unknown" },
    ])
  })

  test("--reset-config is refused: CRI-O needs no file", () => {
    expect(planFor("1.36.3", {}, { resetConfig: true }).refusals).toMatchObject([{ code: "crio-nothing-to-reset" }])
  })
})

describe("places", () => {
  test("directories that are not there are made", () => {
    const contribution = planFor("1.36.3", {}, { sandboxImage: image }, { directories: [] })

    expect(contribution.changes.flatMap((change) => (change.kind === "directory" ? [change.path] : []))).toEqual([
      "/etc/crio",
      dropIns,
    ])
  })

  test("another drop-in directory is used where the service names one", () => {
    const dropInDirectory = "/srv/crio.d"
    const service = serviceOf({ command: ["/usr/bin/crio", "-d", dropInDirectory] })

    const contribution = planFor("1.36.3", {}, { sandboxImage: image }, { service, dropInDirectory })

    expect(Object.keys(textsAfter({}, contribution))).toEqual([`${dropInDirectory}/99-criadm.conf`])
  })

  test("a service without a drop-in directory gets the key in crio.conf", () => {
    const texts = { [configPath]: '# site\n[crio.runtime]\nlog_level = "info"\n' }
    const service = serviceOf({ command: ["/usr/bin/crio", "--config-dir="] })

    const contribution = planFor("1.36.3", texts, { cgroupDriver: "cgroupfs" }, { service, dropInDirectory: "" })

    expect(textsAfter({}, contribution)).toEqual({
      [configPath]: '# site\n[crio.runtime]\nlog_level = "info"\ncgroup_manager = "cgroupfs"\nconmon_cgroup = "pod"\n',
    })
  })

  test("the program judges all files as they would be, with the service's flags", () => {
    const service = serviceOf({ command: ["/usr/bin/crio", "--default-runtime", "crun"] })

    const [judgement] = planFor("1.36.3", packagedAt, { cgroupDriver: "cgroupfs" }, { service }).judgements

    expect(judgement?.command).toEqual([
      "/usr/bin/crio",
      "--config",
      `{staged}${configPath}`,
      "--config-dir",
      `{staged}${dropIns}`,
      "--default-runtime",
      "crun",
      "config",
    ])
    expect(judgement?.files.map(({ path }) => path)).toEqual([configPath, `${dropIns}/10-crio.conf`, ownPath])
    expect(judgement?.files[0]?.text).toBe("")
  })

  test("what must hold afterwards is asked from the running CRI-O, by its own name for the question", () => {
    const asked = (version: string, statusProgram?: string) =>
      planFor(
        version,
        packagedAt,
        { cgroupDriver: "cgroupfs" },
        statusProgram === undefined ? {} : { statusProgram },
      ).expectations.flatMap((one) => ("dumpCommand" in one ? [one.dumpCommand?.join(" ")] : []))

    expect(asked("1.36.3")).toEqual(["/usr/bin/crio status --socket /var/run/crio/crio.sock config"])
    expect(asked("1.27.8", "/usr/bin/crio-status")).toEqual([
      "/usr/bin/crio-status --socket /var/run/crio/crio.sock config",
    ])
    expect(asked("1.27.8")).toEqual(["/usr/bin/crio config"])
  })
})
