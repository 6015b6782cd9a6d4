import { describe, expect, test } from "bun:test"
import { crio } from "../../../src/components/crio/component.ts"
import type { CrioFacts } from "../../../src/components/crio/facts.ts"
import { en } from "../../../src/messages/en/en.ts"
import { labelText } from "../../../src/messages/label-text.ts"
import type { ExplainedSetting } from "../../../src/model/setting.ts"
import { configPath, dropIns, factsOf, fileFact, nodeOf, packaged, serviceOf, type Texts, wanting } from "./a-node.ts"

function findings(version: string, texts: Texts, more: Partial<CrioFacts> = {}, initSystem?: "openrc") {
  return crio.findings(nodeOf(factsOf(version, texts, more), initSystem))
}

function explain(setting: ExplainedSetting, version: string, texts: Texts, more: Partial<CrioFacts> = {}) {
  return crio.explain(setting, nodeOf(factsOf(version, texts, more)))
}

const packagedAt = { [`${dropIns}/10-crio.conf`]: packaged }

describe("findings", () => {
  test("a node as the packages leave it has none", () => {
    expect(findings("1.36.3", packagedAt)).toEqual([])
    expect(findings("1.36.3", { [`${dropIns}/00-default`]: '[crio.runtime]\nlog_level = "info"\n' })).toEqual([])
  })

  test("a copy that an editor or a package manager left is loaded, and it is told what it decides", () => {
    for (const name of ["02-x.conf~", "02-x.conf.bak", "02-x.conf.rpmsave", "02-x.conf.dpkg-old", "#02-x.conf#"]) {
      const file = `${dropIns}/${name}`
      const texts = { ...packagedAt, [file]: '[crio.runtime]\ncgroup_manager = "systemd"\n' }

      expect(findings("1.30.14", texts)).toMatchObject([
        { code: "crio-backup-loaded", severity: "warning", args: { file, decides: ["crio.runtime.cgroup_manager"] } },
      ])
    }
  })

  test("keys outside their table are named with the table they belong to", () => {
    const texts = { [configPath]: 'cgroup_manager = "systemd"\n[crio]\nlog_level = "info"\npids_limit = 1\n' }

    expect(findings("1.36.3", texts)).toMatchObject([
      {
        code: "crio-key-outside-table",
        args: { file: configPath, keys: ["cgroup_manager"], table: "", belongs: "crio.runtime" },
        place: { line: 1 },
      },
      {
        code: "crio-key-outside-table",
        args: { keys: ["log_level", "pids_limit"], table: "crio" },
        place: { line: 3 },
      },
    ])
  })

  test("keys of workloads and of annotations are nobody's business", () => {
    const texts = {
      [configPath]:
        '[crio.runtime.workloads.x]\nlog_level = "any"\n' +
        '[crio.runtime.runtimes.crun.default_annotations]\nlisten = "any"\n',
    }

    expect(findings("1.36.3", texts)).toEqual([])
  })

  test("a default runtime without a table is a failure", () => {
    const texts = { [configPath]: '[crio.runtime]\ndefault_runtime = "kata"\n' }

    expect(findings("1.36.3", texts)).toMatchObject([
      {
        code: "crio-default-runtime-without-table",
        severity: "failure",
        args: { what: "kata", file: configPath },
        place: { line: 2 },
      },
    ])
  })

  test("a combination of manager and monitor that does not start is a failure", () => {
    const texts = { [configPath]: '[crio.runtime]\ncgroup_manager = "cgroupfs"\n' }

    expect(findings("1.32.13", texts, {}, "openrc")).toMatchObject([
      {
        code: "crio-monitor-cgroup-on-cgroupfs",
        severity: "failure",
        args: { what: "crun", wanted: "system.slice" },
        place: { line: 2 },
      },
    ])
    expect(findings("1.33.0", texts, {}, "openrc")).toEqual([])
  })

  test("cgroupfs on a node that systemd runs is a warning", () => {
    const texts = { [configPath]: '[crio.runtime]\ncgroup_manager = "cgroupfs"\nconmon_cgroup = "pod"\n' }

    expect(findings("1.36.3", texts)).toMatchObject([
      { code: "crio-cgroupfs-on-systemd", severity: "warning", place: { line: 2 } },
    ])
    expect(findings("1.36.3", texts, {}, "openrc")).toEqual([])
  })

  test("part of a handler's table in a later file loses the rest, and it is told what", () => {
    const texts = {
      ...packagedAt,
      [`${dropIns}/20-site.conf`]: '[crio.runtime.runtimes.runc]\nmonitor_cgroup = "pod"\n',
    }

    expect(findings("1.36.3", texts)).toMatchObject([
      {
        code: "crio-handler-replaced",
        args: {
          handler: "runc",
          file: `${dropIns}/10-crio.conf`,
          by: `${dropIns}/20-site.conf`,
          lost: ["runtime_path", "runtime_root", "monitor_path"],
        },
      },
    ])
  })

  test("a sandbox image that CRI-O refuses is a failure", () => {
    const texts = { [configPath]: '[crio.image]\npause_image = ""\n' }

    expect(findings("1.36.3", texts)).toMatchObject([{ code: "crio-pause-image-invalid", severity: "failure" }])
  })

  test("a flag that says something else than a file is a warning", () => {
    const texts = { [configPath]: '[crio.image]\npause_image = "example.com/pause:1"\n' }
    const service = serviceOf({ environment: { CONTAINER_PAUSE_IMAGE: "example.com/pause:2" } })

    expect(findings("1.36.3", texts, { service })).toMatchObject([
      {
        code: "crio-flag-overrides-file",
        args: { flag: "CONTAINER_PAUSE_IMAGE=example.com/pause:2", file: configPath, value: "example.com/pause:1" },
      },
    ])
  })

  test("what the program prints and what criadm computes must agree", () => {
    const printed = (scalars: NonNullable<NonNullable<CrioFacts["printed"]>["scalars"]>) => ({
      printed: { command: ["/usr/bin/crio", "config"], exitCode: 0, scalars },
    })

    expect(findings("1.36.3", {}, printed({ cgroupManager: "systemd", listen: "/var/run/crio/crio.sock" }))).toEqual([])
    expect(findings("1.36.3", {}, printed({ cgroupManager: "cgroupfs" }))).toMatchObject([
      { code: "crio-dump-differs", args: { what: ["crio.runtime.cgroup_manager"] } },
    ])
    const failed = { command: ["/usr/bin/crio", "config"], exitCode: 1, error: "no such key" }
    expect(findings("1.36.3", {}, { printed: failed })).toMatchObject([
      { code: "crio-dump-differs", args: { what: ["no such key"] } },
    ])
  })

  test("releases that are too old, too new or do not tell the driver are named", () => {
    expect(findings("1.22.0", {})).toMatchObject([{ code: "crio-release-too-old" }])
    expect(findings("1.38.0", {})).toMatchObject([{ code: "crio-release-newer" }])
    expect(findings("1.27.8", {})).toMatchObject([{ code: "crio-tells-no-driver", severity: "note" }])
  })

  test("a file that only root may read is no finding, and no plan is made without it", () => {
    const facts = factsOf("1.36.3", {})
    const source = { kind: "file", path: `${dropIns}/00-site` } as const
    const node = nodeOf({ ...facts, files: [...facts.files, { state: "unreadable", source, reason: "EACCES" }] })

    expect(crio.findings(node)).toEqual([])
    expect(crio.summarize(node).servesCri).toBeUndefined()
    expect(crio.contribute(wanting({ cgroupDriver: "systemd" }), node).refusals).toMatchObject([
      { code: "file-unreadable", args: { file: `${dropIns}/00-site` } },
    ])
  })

  test("configuration that tools left on a node without CRI-O is no finding", () => {
    const { program: _program, service: _service, ...facts } = factsOf("1.36.3", { [configPath]: "x = 1\nx = 2\n" })

    expect(crio.findings(nodeOf(facts))).toEqual([])
    expect(crio.summarize(nodeOf(facts)).isInstalled).toBe(false)
  })
})

describe("explanations", () => {
  test("the manager is explained with its line and with the lines that lost", () => {
    const texts = {
      [configPath]: 'cgroup_manager = "cgroupfs"\n[crio.runtime]\ncgroup_manager = "cgroupfs"\n',
      [`${dropIns}/10.conf`]: '[crio.runtime]\ncgroup_manager = "systemd"\n',
    }

    const [manager] = explain("cgroup-driver", "1.36.3", texts)

    expect(manager).toMatchObject({ value: "systemd", source: { path: `${dropIns}/10.conf`, place: { line: 2 } } })
    expect(manager?.others).toMatchObject([
      { place: { file: configPath, line: 3 }, why: { code: "overridden-by", args: { file: `${dropIns}/10.conf` } } },
      { place: { file: configPath, line: 1 }, why: { code: "crio-key-not-read", args: { belongs: "crio.runtime" } } },
    ])
  })

  test("conmon_cgroup and each handler's monitor are explained beside it", () => {
    const texts = {
      [configPath]: '[crio.runtime]\nconmon_cgroup = "pod"\n[crio.runtime.runtimes.kata]\nmonitor_cgroup = "k.slice"\n',
    }

    const explained = explain("cgroup-driver", "1.36.3", texts).map(({ subject, value }) => [subject, value])

    expect(explained).toEqual([
      [undefined, "systemd"],
      ["conmon_cgroup", "pod"],
      ["monitor_cgroup of crun", "pod"],
      ["monitor_cgroup of kata", "pod"],
    ])
  })

  test("a flag is explained with the file it stands in", () => {
    const files = [fileFact("/etc/default/crio", "CONTAINER_PAUSE_IMAGE=example.com/pause:2\n")]
    const service = serviceOf({ environment: { CONTAINER_PAUSE_IMAGE: "example.com/pause:2" }, files })
    const texts = { [configPath]: '[crio.image]\npause_image = "example.com/pause:1"\n' }

    expect(explain("sandbox-image", "1.36.3", texts, { service })).toMatchObject([
      {
        value: "example.com/pause:2",
        source: { path: "/etc/default/crio", place: { line: 1 } },
        others: [{ why: { code: "overridden-by-flag", args: { flag: "CONTAINER_PAUSE_IMAGE" } } }],
      },
    ])
  })

  test("a configuration that does not load has no values, only the trouble", () => {
    const texts = { [configPath]: "[crio.runtime\n" }

    expect(explain("sandbox-image", "1.36.3", texts)).toMatchObject([
      { value: undefined, source: { path: configPath }, why: { code: "crio-does-not-load" } },
    ])
    expect(explain("cri-enabled", "1.36.3", texts)).toMatchObject([{ value: "false" }])
    expect(explain("cri-enabled", "1.36.3", {})).toMatchObject([{ value: "true" }])
  })
})

describe("summary", () => {
  test("the endpoint is where listen says", () => {
    const texts = { [configPath]: '[crio.api]\nlisten = "/run/other.sock"\n' }
    const service = serviceOf({ command: ["/usr/bin/crio", "--listen=/run/flag.sock"] })
    const endpoint = (more: Partial<CrioFacts>) => crio.summarize(nodeOf(factsOf("1.36.3", texts, more))).endpoint

    expect(endpoint({})).toBe("unix:///run/other.sock")
    expect(endpoint({ service })).toBe("unix:///run/flag.sock")
    expect(crio.summarize(nodeOf(factsOf("1.36.3", {}))).endpoint).toBe("unix:///var/run/crio/crio.sock")
  })

  test("rows show the driver, the monitors, the default runtime and the sandbox image with their places", () => {
    const { rows } = crio.summarize(nodeOf(factsOf("1.36.3", packagedAt)))

    expect(rows.map(({ label, text, source }) => `${labelText(en, label)}: ${text} (${source})`)).toEqual([
      "version: 1.36.3 (/usr/bin/crio --version)",
      "program: /usr/bin/crio (undefined)",
      "service: active (crio.service)",
      `configuration: ${dropIns}/10-crio.conf (${dropIns})`,
      "endpoint: unix:///var/run/crio/crio.sock (built-in default)",
      "CRI: v1 (undefined)",
      "cgroup driver: systemd (built-in default)",
      "monitor cgroup of crun: system.slice (undefined)",
      "monitor cgroup of runc: system.slice (undefined)",
      `default runtime: crun (${dropIns}/10-crio.conf:5)`,
      "sandbox image: registry.k8s.io/pause:3.10.1 (built-in default)",
    ])
  })
})
