import { describe, expect, test } from "bun:test"
import { docker } from "../../../src/components/docker/component.ts"
import { en } from "../../../src/messages/en/en.ts"
import { failing } from "../../machine/memory-machine.ts"
import { type Described, daemonJson, dockerNode, endpoint, servicesOf, textsOf, wanting } from "./a-docker-node.ts"

const systemdWanted = wanting({ cgroupDriver: "systemd" })
const cgroupfsWanted = wanting({ cgroupDriver: "cgroupfs" })

async function contribution(described: Described, wanted = systemdWanted) {
  return docker.contribute(wanted, await dockerNode(described))
}

async function newText(config: string | undefined, described: Described = {}, wanted = systemdWanted) {
  const given = config === undefined ? described : { ...described, config }
  const contributed = await contribution(given, wanted)
  expect(contributed.refusals).toEqual([])
  return textsOf(contributed)[daemonJson]
}

async function refusalsOf(described: Described, wanted = systemdWanted) {
  const { refusals, changes } = await contribution(described, wanted)
  expect(changes).toEqual([])
  return refusals
}

async function findingCodes(described: Described) {
  return docker.findings(await dockerNode(described)).map(({ code, severity }) => `${severity} ${code}`)
}

describe("writing the driver into daemon.json", () => {
  test("an entry with the other driver gives way, in its place among keys and lines", async () => {
    const config = `{
    "exec-opts": [
        "native.cgroupdriver=cgroupfs"
    ],
    "log-driver": "json-file",
    "log-opts": { "max-size": "100m" }
}
`

    expect(await newText(config)).toBe(config.replace("cgroupfs", "systemd"))
  })

  test("a file without exec-opts gets it as its last key, indented as the file is", async () => {
    const config = '{\n\t"storage-driver": "overlay2",\r\n\t"debug": false\n}'

    expect(await newText(config, {}, cgroupfsWanted)).toBe(
      '{\n\t"storage-driver": "overlay2",\r\n\t"debug": false,\n\t"exec-opts": ["native.cgroupdriver=cgroupfs"]\n}',
    )
  })

  test("a node without daemon.json and with another default gets a file of one key", async () => {
    expect(await newText(undefined, { cgroup: "1" })).toBe('{\n  "exec-opts": ["native.cgroupdriver=systemd"]\n}\n')
  })

  test("what Docker chooses by itself needs no line", async () => {
    const contributed = await contribution({ config: '{"debug":true}' })

    expect(contributed.changes).toEqual([])
    expect(contributed.notes).toEqual([])
  })

  test("of two entries that contradict each other one stays, whichever the release would take", async () => {
    const config = '{"exec-opts": ["native.cgroupdriver=systemd", "native.cgroupdriver=cgroupfs"]}'

    expect(await newText(config)).toBe('{"exec-opts": ["native.cgroupdriver=systemd"]}')
    expect(await newText(config, { version: "28.5.2" })).toBe('{"exec-opts": ["native.cgroupdriver=systemd"]}')
  })

  test("other entries of exec-opts stay", async () => {
    const config = '{"exec-opts": ["isolation=process", "native.cgroupdriver=cgroupfs"]}'

    expect(await newText(config)).toBe('{"exec-opts": ["isolation=process", "native.cgroupdriver=systemd"]}')
  })

  test("an entry written with blanks and capitals is the same entry", async () => {
    expect(await newText('{"exec-opts": ["Native.CgroupDriver = cgroupfs"]}')).toBe(
      '{"exec-opts": ["native.cgroupdriver=systemd"]}',
    )
    expect((await contribution({ config: '{"exec-opts": ["native.cgroupdriver = systemd"]}' })).changes).toEqual([])
  })

  test("the driver moves from exec-opt, which Docker ignores, to exec-opts; other entries there stay ignored", async () => {
    expect(await newText('{"exec-opt": ["native.cgroupdriver=systemd"], "debug": true}')).toBe(
      '{"debug": true, "exec-opts": ["native.cgroupdriver=systemd"]}',
    )
    expect(await newText('{"exec-opt": ["a=b", "native.cgroupdriver=cgroupfs"]}')).toBe(
      '{"exec-opt": ["a=b"], "exec-opts": ["native.cgroupdriver=systemd"]}',
    )
  })

  test("a lone text in place of the list becomes the list that was meant", async () => {
    expect(await newText('{"exec-opts": "native.cgroupdriver=cgroupfs"}')).toBe(
      '{"exec-opts": ["native.cgroupdriver=systemd"]}',
    )
  })

  test("an empty file on which 20.10 does not start becomes an empty object, and 26.1 leaves it as it is", async () => {
    expect(await newText("", { version: "20.10.24" })).toBe("{}\n")
    expect((await contribution({ config: "" })).changes).toEqual([])
  })

  test("a byte-order mark goes where 20.10 does not read it, and stays where it is read", async () => {
    const config = '\uFEFF{"exec-opts": ["native.cgroupdriver=cgroupfs"]}'

    expect(await newText(config, { version: "20.10.24" })).toBe('{"exec-opts": ["native.cgroupdriver=systemd"]}')
    expect(await newText(config)).toBe('\uFEFF{"exec-opts": ["native.cgroupdriver=systemd"]}')
  })

  test("Docker is restarted and then cri-dockerd, which asks for the driver only when it starts", async () => {
    const contributed = await contribution({ config: "{}" }, cgroupfsWanted)

    expect(servicesOf(contributed)).toEqual(["restart docker.service", "restart cri-docker.service"])
    expect(contributed.notes).toEqual([])
  })

  test("containers that run are told before: those that stop, and with live-restore those that live on", async () => {
    const containers = ["web", "k8s_db_0"]
    const args = { engine: "Docker Engine", containers }
    const notes = async (config: string, files = {}) =>
      (await contribution({ config, files, containers }, cgroupfsWanted)).notes
    const byFlag = { "/etc/default/docker": 'DOCKER_OPTS="--live-restore"\n' }

    expect(await notes("{}")).toEqual([{ code: "docker-restart-stops-containers", args }])
    expect(await notes('{"live-restore": true}')).toEqual([{ code: "docker-restart-keeps-containers", args }])
    expect(await notes("{}", byFlag)).toEqual([{ code: "docker-restart-keeps-containers", args }])
    expect(en.reasons["docker-restart-stops-containers"](args)).toContain("(web, k8s_db_0)")
    const many = { ...args, containers: ["a", "b", "c", "d", "e", "f", "g"] }
    expect(en.reasons["docker-restart-stops-containers"](many)).toContain("(a, b, c, d, e and 2 more)")
  })

  test("dockerd itself judges a copy, with the flags of its service", async () => {
    const { judgements } = await contribution({ config: "{}" }, cgroupfsWanted)

    expect(judgements.map(({ command }) => command.join(" "))).toEqual([
      "/usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock --config-file {staged}/etc/docker/daemon.json --validate",
    ])
    expect((await contribution({ config: "{}", version: "20.10.24" }, cgroupfsWanted)).judgements).toEqual([])
  })

  test("a mirror of Docker Hub is added and reloaded; a mirror of another registry is refused", async () => {
    const mirror = { host: "docker.io", url: "https://mirror.gcr.io" }
    const added = await contribution({ config: "{}" }, wanting({ registryMirrors: [mirror] }))

    expect(textsOf(added)[daemonJson]).toBe('{\n  "registry-mirrors": ["https://mirror.gcr.io"]\n}')
    expect(servicesOf(added)).toEqual(["reload docker.service"])
    expect(added.notes).toEqual([])
    const there = { config: '{"registry-mirrors": ["https://mirror.gcr.io/"]}' }
    expect((await contribution(there, wanting({ registryMirrors: [mirror] }))).changes).toEqual([])
    const other = wanting({ registryMirrors: [{ host: "registry.k8s.io", url: "https://x.example" }] })
    expect((await refusalsOf({}, other)).map(({ code }) => code)).toEqual(["docker-mirrors-docker-hub-only"])
  })

  test("a registry whose certificate is not asked for is added once, and is reloaded", async () => {
    const wanted = wanting({ registries: [{ host: "r.example:5000", mirrors: [], skipVerify: true }] })
    const added = await contribution({ config: "{}" }, wanted)

    expect(textsOf(added)[daemonJson]).toBe('{\n  "insecure-registries": ["r.example:5000"]\n}')
    expect(servicesOf(added)).toEqual(["reload docker.service"])
    expect((await contribution({ config: '{"insecure-registries": ["r.example:5000"]}' }, wanted)).changes).toEqual([])
    const unknown = wanting({ registries: [{ host: "r.example", mirrors: [], credentialsFile: "/auth.json" }] })
    expect((await refusalsOf({}, unknown)).map(({ code }) => code)).toEqual(["registry-has-none"])
  })

  test("whom a registry trusts is linked to where Docker reads it, and nothing is restarted for it", async () => {
    const wanted = wanting({ registries: [{ host: "r.example:5000", mirrors: [], ca: "/etc/ssl/ca.pem" }] })
    const { changes } = await contribution({ config: "{}" }, wanted)

    expect(changes.map((change) => [change.kind, "path" in change ? change.path : ""])).toEqual([
      ["directory", "/etc/docker"],
      ["directory", "/etc/docker/certs.d"],
      ["directory", "/etc/docker/certs.d/r.example:5000"],
      ["link", "/etc/docker/certs.d/r.example:5000/criadm.crt"],
    ])
    expect(changes.at(-1)).toMatchObject({ target: "/etc/ssl/ca.pem" })
  })

  test("proxy and limits of containers are keys of the file", async () => {
    const wanted = wanting({ proxy: "http://u:p@proxy:1", openFiles: { soft: 1024, hard: 65536 } })
    const added = await contribution({ config: "{}" }, wanted)
    const file = added.changes.find(({ kind }) => kind === "file")

    expect(JSON.parse(textsOf(added)[daemonJson] ?? "")).toMatchObject({
      proxies: { "https-proxy": "http://u:p@proxy:1" },
      "default-ulimits": { nofile: { Name: "nofile", Soft: 1024, Hard: 65536 } },
    })
    expect(file?.kind === "file" ? file.after?.mode : undefined).toBe(0o600)
    const gone = await contribution({ config: '{"proxies": {"https-proxy": "http://x"}}' }, wanting({ proxy: "none" }))
    expect(textsOf(gone)[daemonJson]).not.toContain("proxies")
  })

  test("the running node is asked through cri-dockerd, and Docker itself for its driver", async () => {
    const { expectations } = await contribution({ config: "{}" })

    expect(expectations).toEqual([
      { kind: "service-active", component: "docker", service: "docker.service" },
      { kind: "cri", component: "docker", endpoint },
      {
        kind: "cgroup-driver",
        component: "docker",
        endpoint,
        driver: "systemd",
        dumpCommand: ["/usr/bin/docker", "info", "--format", "{{.CgroupDriver}}"],
      },
    ])
  })

  test("starting over drops what is there, also what dockerd refuses", async () => {
    const described: Described = { config: '{ "hosts": ["fd://"], // x', validate: () => failing("invalid character") }
    const contributed = await contribution(described, wanting({ cgroupDriver: "cgroupfs", resetConfig: true }))

    expect(textsOf(contributed)[daemonJson]).toBe('{\n  "exec-opts": ["native.cgroupdriver=cgroupfs"]\n}\n')
  })

  test("another file that the service names is the one that counts", async () => {
    const files = { "/etc/default/docker": "DOCKER_OPTS=--config-file=/etc/docker/other.json\n" }
    const contributed = await contribution({ config: '{"debug": true}', files }, cgroupfsWanted)

    expect(Object.keys(textsOf(contributed))).toEqual(["/etc/docker/other.json"])
  })

  test("a linked daemon.json is edited where it really lies", async () => {
    const files = { "/srv/docker.json": "{}" }
    const contributed = await contribution({ files, links: { [daemonJson]: "/srv/docker.json" } }, cgroupfsWanted)

    expect(contributed.changes.map((change) => "realPath" in change && change.realPath)).toContain("/srv/docker.json")
  })
})

describe("refusing", () => {
  test.each([
    ["x86_64", "criadm apply --install upstream --runtime docker"],
    ["riscv64", "https://github.com/Mirantis/cri-dockerd/releases"],
  ])("without cri-dockerd Docker serves no CRI, and the refusal says how to get it on %s", async (arch, how) => {
    const files = { "/proc/sys/kernel/arch": `${arch}\n` }
    const [refusal] = await refusalsOf({ criDockerdVersion: null, files })

    expect(refusal?.code).toBe("docker-needs-cri-dockerd")
    expect(refusal?.code === "docker-needs-cri-dockerd" && en.faults[refusal.code](refusal.args).next).toContain(how)
  })

  test("a driver set by a flag is named with the file it stands in", async () => {
    const files = { "/etc/default/docker": 'DOCKER_OPTS="--exec-opt native.cgroupdriver=cgroupfs"\n' }
    const [refusal] = await refusalsOf({ files })

    expect(refusal).toMatchObject({
      code: "docker-flag-decides",
      args: { flag: "--exec-opt native.cgroupdriver=cgroupfs", file: "/etc/default/docker" },
      place: { file: "/etc/default/docker", line: 1 },
    })
    expect((await contribution({ files }, cgroupfsWanted)).changes).toEqual([])
  })

  test("a directive that a flag sets too is named with both places", async () => {
    const [refusal] = await refusalsOf({ config: '{\n  "hosts": ["fd://"]\n}' }, cgroupfsWanted)

    expect(refusal).toMatchObject({
      code: "docker-does-not-start",
      args: {
        code: "docker-set-twice",
        file: daemonJson,
        what: "hosts",
        other: "-H fd:// in /usr/lib/systemd/system/docker.service",
      },
      place: { file: daemonJson, line: 2 },
    })
  })

  test("what is not JSON is refused with its place and left alone", async () => {
    const [refusal] = await refusalsOf({ config: '{\n  "debug": true, // for now\n}' })

    expect(refusal).toMatchObject({
      code: "docker-does-not-start",
      args: { code: "docker-config-broken" },
      place: { file: daemonJson, line: 2, column: 18 },
    })
  })

  test("exec-opts that stands there twice is refused, because only the last one counts", async () => {
    const config = '{"exec-opts": ["native.cgroupdriver=systemd"], "exec-opts": ["native.cgroupdriver=cgroupfs"]}'

    expect((await refusalsOf({ config })).map(({ code }) => code)).toEqual(["edit-refused"])
    expect((await contribution({ config }, cgroupfsWanted)).changes).toEqual([])
  })

  test("a file that dockerd itself refuses is not built upon", async () => {
    const says =
      "unable to configure the Docker daemon: the following directives don't match any configuration option: x"
    const described: Described = { config: '{"x": 1}', validate: () => failing(`${says}\n`) }
    const [refusal] = await refusalsOf(described, cgroupfsWanted)

    expect(refusal).toMatchObject({ args: { code: "docker-config-refused", what: says } })
    expect(await findingCodes(described)).toEqual(["failure docker-config-refused"])
  })

  test("a release that nobody can tell is asked for", async () => {
    const described = { isLive: false, statedVersion: "26.1.5" }

    expect(docker.contribute(cgroupfsWanted, await dockerNode(described)).refusals).toEqual([])
    expect((await refusalsOf({ isLive: false })).map(({ code }) => code)).toEqual(["runtime-has-no-binary"])
  })

  test("another runtime was chosen, so Docker is left alone", async () => {
    const contributed = await contribution({ config: "{" }, wanting({ runtime: "containerd", cgroupDriver: "systemd" }))

    expect(contributed.changes).toEqual([])
    expect(contributed.refusals).toEqual([])
  })
})

describe("what the driver is now", () => {
  const driverOf = async (described: Described) => docker.summarize(await dockerNode(described)).cgroupDriver

  test("nothing says so: systemd on cgroup v2 with systemd, else cgroupfs, and unknown with --root", async () => {
    expect(await driverOf({})).toBe("systemd")
    expect(await driverOf({ cgroup: "1" })).toBe("cgroupfs")
    expect(await driverOf({ isLive: false })).toBeUndefined()
  })

  test("of two entries 26.1 takes the first and 28.5 the last", async () => {
    const config = '{"exec-opts": ["native.cgroupdriver=systemd", "native.cgroupdriver=cgroupfs"]}'

    expect(await driverOf({ config })).toBe("systemd")
    expect(await driverOf({ config, version: "28.5.2" })).toBe("cgroupfs")
  })

  test("of a key that is there twice the last one counts, and explain says so of the other", async () => {
    const config = '{\n"exec-opts": ["native.cgroupdriver=systemd"],\n"exec-opts": ["native.cgroupdriver=cgroupfs"]}'
    const [explained] = docker.explain("cgroup-driver", await dockerNode({ config }))

    expect(explained).toMatchObject({ value: "cgroupfs", source: { place: { line: 3 } } })
    expect(explained?.others).toMatchObject([{ place: { line: 2 }, why: { code: "docker-other-line-counts" } }])
  })

  test("exec-opt and a nested exec-opts are shown as lines that do not count", async () => {
    const config =
      '{"exec-opt": ["native.cgroupdriver=cgroupfs"], "linux": {"exec-opts": ["native.cgroupdriver=cgroupfs"]}}'
    const [explained] = docker.explain("cgroup-driver", await dockerNode({ config }))

    expect(explained?.value).toBe("systemd")
    expect(explained?.others.map(({ key, why }) => `${key}: ${why.code}`)).toEqual([
      "exec-opt: docker-flag-spelling",
      "linux.exec-opts: docker-nested-key",
    ])
  })

  test("a flag counts, with the file it stands in", async () => {
    const files = { "/etc/default/docker": 'DOCKER_OPTS="--exec-opt=native.cgroupdriver=cgroupfs"\n' }
    const [explained] = docker.explain("cgroup-driver", await dockerNode({ files }))

    expect(explained).toMatchObject({ value: "cgroupfs", source: { path: "/etc/default/docker" } })
  })

  test("a Docker that does not start has no driver and serves no CRI", async () => {
    const summary = docker.summarize(await dockerNode({ config: '{"hosts": ["fd://"]}' }))

    expect(summary).toMatchObject({ isInstalled: true, servesCri: false })
    expect(summary.cgroupDriver).toBeUndefined()
  })

  test("endpoint and sandbox image are those of cri-dockerd", async () => {
    const summary = docker.summarize(await dockerNode({}))

    expect(summary).toMatchObject({
      endpoint,
      servesCri: true,
      isListening: true,
      sandboxImage: "registry.k8s.io/pause:3.10",
    })
    expect(docker.summarize(await dockerNode({ criDockerdVersion: null })).servesCri).toBe(false)
  })
})

describe("findings", () => {
  test("a right node has none", async () => {
    expect(await findingCodes({ config: '{"exec-opts": ["native.cgroupdriver=systemd"]}' })).toEqual([])
  })

  test("a driver that does not exist keeps Docker from starting although it validates", async () => {
    expect(await findingCodes({ config: '{"exec-opts": ["native.cgroupdriver=bogus"]}' })).toEqual([
      "failure docker-driver-unknown",
    ])
  })

  test("an option that 28.5 refuses is a failure there and nothing before", async () => {
    const config = '{"exec-opts": ["native.cgroupdriver=systemd", "foo=bar"]}'

    expect(await findingCodes({ config })).toEqual([])
    expect(await findingCodes({ config, version: "28.5.2" })).toEqual(["failure docker-exec-opt-refused"])
  })

  test("20.10 does not start on an empty file, nor on a byte-order mark", async () => {
    expect(await findingCodes({ config: "\n", version: "20.10.24" })).toEqual(["failure docker-config-empty"])
    expect(await findingCodes({ config: "\uFEFF{}", version: "20.10.24" })).toEqual(["failure docker-byte-order-mark"])
    expect(await findingCodes({ config: "\uFEFF{}" })).toEqual([])
  })

  test("the ignored spelling is a warning", async () => {
    expect(await findingCodes({ config: '{"exec-opt": ["native.cgroupdriver=systemd"]}' })).toEqual([
      "warning docker-key-ignored",
    ])
  })

  test("so are other names of flags, each with the directive that was meant", async () => {
    const node = await dockerNode({ config: '{"registry-mirror": ["https://a.example"], "linux": {"exec-opts": []}}' })
    const args = docker.findings(node).map((finding) => finding.code === "docker-key-ignored" && finding.args)

    expect(args).toMatchObject([
      { key: "registry-mirror", meant: "registry-mirrors" },
      { key: "linux.exec-opts", meant: "exec-opts" },
    ])
  })

  test("where dockerd cannot be asked, its directives and their kinds are known all the same", async () => {
    const of = (config: string, version = "20.10.24") => findingCodes({ config, version })

    expect(await of('{"oom-score-adjust": -500}')).toEqual([])
    expect(await of('{"log-format": "json"}')).toEqual(["failure docker-directive-unknown"])
    expect(await of('{"insecure-registries": "10.0.0.0/8"}')).toEqual(["failure docker-directive-kind"])
    expect(await of('{"log-opts": {"max-file": 3}}')).toEqual(["failure docker-directive-kind"])
    const elsewhere = await dockerNode({ config: '{"oom-score-adjust": 1}', isLive: false, statedVersion: "26.1.5" })
    expect(docker.findings(elsewhere)).toMatchObject([
      { code: "docker-directive-unknown", place: { file: daemonJson, line: 1, column: 2 } },
    ])
  })

  test("cgroupfs under systemd is a warning", async () => {
    expect(await findingCodes({ config: '{"exec-opts": ["native.cgroupdriver=cgroupfs"]}' })).toEqual([
      "warning docker-cgroupfs-on-systemd",
    ])
  })

  test("Docker 29.0 refuses the client of cri-dockerd 0.3.15 and takes those of 0.3.12 and 0.3.16", async () => {
    const of = (criDockerdVersion: string, version: string) => findingCodes({ criDockerdVersion, version })

    expect(await of("0.3.15", "29.0.1")).toEqual(["failure docker-refuses-cri-dockerd"])
    expect(await of("0.3.12", "29.0.1")).toEqual([])
    expect(await of("0.3.16", "29.0.1")).toEqual([])
    expect(await of("0.3.15", "29.3.0")).toEqual([])
    expect(await of("0.3.15", "28.5.2")).toEqual([])
  })
})
