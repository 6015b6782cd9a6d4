import { describe, expect, test } from "bun:test"
import type { Wanted } from "../../../src/components/component.ts"
import { criDockerd } from "../../../src/components/cri-dockerd/component.ts"
import { effectiveExecStart } from "../../../src/components/cri-dockerd/exec-start.ts"
import { detectNode } from "../../../src/detect/node.ts"
import { openrc } from "../../../src/init-systems/openrc.ts"
import { systemd } from "../../../src/init-systems/systemd.ts"
import type { CriReport } from "../../../src/model/facts/cri-report.ts"
import { toFileFact } from "../../../src/model/facts/file-fact.ts"
import type { NodeFacts } from "../../../src/model/facts/node-facts.ts"
import { memoryMachine, succeeding } from "../../machine/memory-machine.ts"
import {
  criDockerUnit,
  type Described,
  dockerNode,
  endpoint,
  servicesOf,
  textsOf,
  wanting,
} from "../docker/a-docker-node.ts"

const image = "registry.k8s.io/pause:3.10.2"
const imageWanted = wanting({ sandboxImage: image })
const unit = "/usr/lib/systemd/system/cri-docker.service"
const ownDropIn = "/etc/systemd/system/cri-docker.service.d/99-criadm.conf"
const ownHeader =
  "# Written by criadm: cri-dockerd takes its sandbox image only as a flag; the rest repeats the unit's own line."

async function contribution(described: Described, wanted: Wanted = imageWanted) {
  return criDockerd.contribute(wanted, await dockerNode(described))
}

const started = (line: string) => ({ [unit]: criDockerUnit.replace(/ExecStart=.*/, `ExecStart=${line}`) })

describe("the sandbox image with systemd", () => {
  test("a drop-in repeats the unit's own line with our flag, and cri-dockerd is restarted", async () => {
    const contributed = await contribution({})

    expect(
      contributed.changes.map((change) =>
        "path" in change ? change.path : "service" in change ? change.service : change.kind,
      ),
    ).toEqual(["/etc/systemd/system/cri-docker.service.d", ownDropIn, "cri-docker.service"])
    expect(textsOf(contributed)).toEqual({
      [ownDropIn]: `${ownHeader}
[Service]
ExecStart=
ExecStart=/usr/bin/cri-dockerd --container-runtime-endpoint fd:// --pod-infra-container-image=${image}
`,
    })
    expect(servicesOf(contributed)).toEqual(["restart cri-docker.service"])
  })

  test("with the drop-in in place there is nothing to do, and another image changes only that word of it", async () => {
    const first = textsOf(await contribution({}))
    const again = await contribution({ files: first })
    const other = await contribution({ files: first }, wanting({ sandboxImage: "my.example/pause:1" }))

    expect(again.changes).toEqual([])
    expect(textsOf(other)).toEqual({
      [ownDropIn]: (first[ownDropIn] ?? "").replace(image, "my.example/pause:1"),
    })
  })

  test("quotes, variables and continuation lines of the operator's own line stay", async () => {
    const line = `/opt/bin/cri-dockerd --cni-bin-dir "/opt/cni/bin" \\\n    # the socket of systemd\n    --container-runtime-endpoint=fd:// \\\n    --pod-infra-container-image old.example/pause:3.1 $EXTRA`
    const contributed = await contribution({ files: { ...started(line), "/opt/bin/cri-dockerd": "" } })

    expect(textsOf(contributed)[ownDropIn]).toContain(
      `ExecStart=${line.replace("-image old.example/pause:3.1", `-image=${image}`)}\n`,
    )
  })

  test("an operator's drop-in that is read before ours is repeated in ours", async () => {
    const dropIn = "/etc/systemd/system/cri-docker.service.d/10-cni.conf"
    const files = { [dropIn]: "[Service]\nExecStart=\nExecStart=/usr/bin/cri-dockerd --network-plugin=cni\n" }
    const contributed = await contribution(
      { files },
      wanting({ sandboxImage: image, endpoint: "unix:///run/cri-dockerd.sock" }),
    )

    expect(textsOf(contributed)).toEqual({
      [ownDropIn]: `${ownHeader}\n[Service]\nExecStart=\nExecStart=/usr/bin/cri-dockerd --network-plugin=cni --pod-infra-container-image=${image}\n`,
    })
  })

  test("a drop-in that is read after ours is the one that is changed", async () => {
    const dropIn = "/etc/systemd/system/cri-docker.service.d/zz-site.conf"
    const text =
      "[Service]\nExecStart=\n# ours\nExecStart=/usr/bin/cri-dockerd --container-runtime-endpoint fd:// \\\n  --pod-infra-container-image=a/pause:1\nLimitNOFILE=1\n"
    const contributed = await contribution({ files: { [dropIn]: text } })

    expect(textsOf(contributed)).toEqual({ [dropIn]: text.replace("a/pause:1", image) })
  })

  test("a later drop-in outside /etc is refused by its name", async () => {
    const dropIn = "/usr/lib/systemd/system/cri-docker.service.d/zz-vendor.conf"
    const files = {
      [dropIn]: "[Service]\nExecStart=\nExecStart=/usr/bin/cri-dockerd --container-runtime-endpoint fd://\n",
    }
    const contributed = await contribution({ files })

    expect(contributed.changes).toEqual([])
    expect(contributed.refusals).toMatchObject([{ code: "cri-dockerd-drop-in-out-of-reach", args: { file: dropIn } }])
  })

  test("a flag in an environment file is changed there", async () => {
    const line = "/usr/bin/cri-dockerd --container-runtime-endpoint fd:// $CRI_DOCKERD_ARGS"
    const withFile = criDockerUnit.replace(
      /ExecStart=.*/,
      `EnvironmentFile=/etc/default/cri-dockerd\nExecStart=${line}`,
    )
    const environment = '# site\nCRI_DOCKERD_ARGS="--pod-infra-container-image=a/pause:1 --log-level=debug"\n'
    const contributed = await contribution({ files: { [unit]: withFile, "/etc/default/cri-dockerd": environment } })

    expect(textsOf(contributed)).toEqual({ "/etc/default/cri-dockerd": environment.replace("a/pause:1", image) })
  })

  test("the image that its release has built in needs no drop-in", async () => {
    const contributed = await contribution({}, wanting({ sandboxImage: "registry.k8s.io/pause:3.10" }))

    expect(contributed.changes).toEqual([])
    expect(contributed.expectations).toContainEqual({
      kind: "sandbox-image",
      component: "cri-dockerd",
      endpoint,
      image: "registry.k8s.io/pause:3.10",
    })
  })

  test("another endpoint was chosen, so it is left alone", async () => {
    const containerd = "unix:///run/containerd/containerd.sock"

    expect((await contribution({}, wanting({ sandboxImage: image, endpoint: containerd }))).changes).toEqual([])
  })
})

describe("the sandbox image with OpenRC", () => {
  const script =
    '#!/sbin/openrc-run\ncommand=/usr/bin/cri-dockerd\ncommand_args="$CRI_DOCKERD_OPTS"\ncommand_background=true\n'

  async function openrcNode(settings: Readonly<Record<string, string>>): Promise<NodeFacts> {
    const machine = memoryMachine({
      files: {
        "/proc/1/comm": "init\n",
        "/run/openrc/softlevel": "default\n",
        "/usr/bin/cri-dockerd": "",
        "/etc/init.d/cri-dockerd": script,
        ...settings,
      },
      programs: {
        "rc-service": () => succeeding(),
        "cri-dockerd": () => succeeding("cri-dockerd 0.4.3 (a3d4b7f)\n"),
      },
    })
    return detectNode(machine, { initSystems: [systemd, openrc], components: [criDockerd] })
  }

  test("is changed in the settings file where the flag stands", async () => {
    const settings = "CRI_DOCKERD_OPTS='--pod-infra-container-image=a/pause:1'\n"
    const node = await openrcNode({ "/etc/conf.d/cri-dockerd": settings })
    const contributed = criDockerd.contribute(imageWanted, node)

    expect(textsOf(contributed)).toEqual({ "/etc/conf.d/cri-dockerd": settings.replace("a/pause:1", image) })
    expect(servicesOf(contributed)).toEqual(["restart cri-dockerd"])
  })

  test("is added to the settings that are passed on", async () => {
    const settings = 'CRI_DOCKERD_OPTS="--log-level=info"\n'
    const node = await openrcNode({ "/etc/conf.d/cri-dockerd": settings })

    expect(textsOf(criDockerd.contribute(imageWanted, node))).toEqual({
      "/etc/conf.d/cri-dockerd": `CRI_DOCKERD_OPTS="--log-level=info --pod-infra-container-image=${image}"\n`,
    })
  })

  test("is refused with the exact flag where it cannot be told how it is started", async () => {
    const [refusal] = criDockerd.contribute(imageWanted, await openrcNode({})).refusals

    expect(refusal).toMatchObject({
      code: "cri-dockerd-flag-by-hand",
      args: { flag: `--pod-infra-container-image=${image}`, file: "/etc/init.d/cri-dockerd" },
    })
  })
})

describe("what cri-dockerd is", () => {
  const summary = async (described: Described) => criDockerd.summarize(await dockerNode(described))

  test("its endpoint is what its socket unit listens on", async () => {
    const socket = "/usr/lib/systemd/system/cri-docker.socket"

    expect((await summary({})).endpoint).toBe("unix:///run/cri-dockerd.sock")
    const files = { [socket]: "[Socket]\nListenStream=/run/mke/cri.sock\n" }
    expect((await summary({ files })).endpoint).toBe("unix:///run/mke/cri.sock")
  })

  test("a flag names the endpoint, however it is written", async () => {
    const of = async (flag: string) => (await summary({ files: started(`/usr/bin/cri-dockerd ${flag}`) })).endpoint

    expect(await of("--container-runtime-endpoint unix:///var/run/x.sock")).toBe("unix:///run/x.sock")
    expect(await of("--container-runtime-endpoint=/run/y.sock")).toBe("unix:///run/y.sock")
    expect(await of("")).toBe("unix:///run/cri-dockerd.sock")
  })

  test("the unit of the other name is found too", async () => {
    const files = { "/etc/systemd/system/cri-dockerd.service": criDockerUnit, "/usr/bin/cri-dockerd": "" }
    const node = await dockerNode({ criDockerdVersion: null, files })

    expect(criDockerd.summarize(node).service?.name).toBe("cri-dockerd.service")
  })

  test("its default image follows from its release", async () => {
    const of = async (criDockerdVersion: string) => (await summary({ criDockerdVersion })).sandboxImage

    expect(await of("0.3.9")).toBe("registry.k8s.io/pause:3.6")
    expect(await of("0.3.10")).toBe("registry.k8s.io/pause:3.9")
    expect(await of("0.3.17")).toBe("registry.k8s.io/pause:3.10")
    expect(await of("0.4.0")).toBe("registry.k8s.io/pause:3.10")
  })

  test("with a stopped service its socket is not connected to, which would start it", async () => {
    const table = (path: string) =>
      `Num RefCount Protocol Flags Type St Inode Path\n0000000000000000: 00000002 00000000 00010000 0001 01 31 ${path}\n`
    const of = async (path: string) =>
      (await summary({ isActive: false, files: { "/proc/net/unix": table(path) } })).isListening

    expect(await of("/run/cri-dockerd.sock")).toBe(true)
    expect(await of("/run/other.sock")).toBe(false)
  })

  test("every line that names an image is explained", async () => {
    const files = {
      ...started("/usr/bin/cri-dockerd --container-runtime-endpoint fd:// --pod-infra-container-image=a/pause:1"),
      [ownDropIn]: `[Service]\nExecStart=\nExecStart=/usr/bin/cri-dockerd --pod-infra-container-image=b/pause:2\n`,
    }
    const [explained] = criDockerd.explain("sandbox-image", await dockerNode({ files }))

    expect(explained).toMatchObject({ value: "b/pause:2", source: { path: ownDropIn, place: { line: 3 } } })
    expect(explained?.others).toMatchObject([
      { value: "a/pause:1", why: { code: "cri-dockerd-line-replaced", args: { file: ownDropIn } } },
    ])
  })

  test("releases that no kubelet or only a told kubelet gets on with are found", async () => {
    const codes = async (criDockerdVersion: string) =>
      criDockerd.findings(await dockerNode({ criDockerdVersion })).map(({ code }) => code)

    expect(await codes("0.2.6")).toEqual(["cri-dockerd-without-cri-v1"])
    expect(await codes("0.3.16")).toEqual(["cri-dockerd-tells-no-driver"])
    expect(await codes("0.4.3")).toEqual([])
  })

  test("the cri-dockerd of Mirantis Kubernetes Engine is named and left alone", async () => {
    const files = { "/etc/systemd/system/cri-dockerd-mke.service": criDockerUnit }
    const node = await dockerNode({ criDockerdVersion: null, files })

    expect(criDockerd.findings(node)).toMatchObject([
      { code: "cri-dockerd-of-mke", args: { service: "cri-dockerd-mke.service" }, severity: "note" },
    ])
    expect(criDockerd.summarize(node).isInstalled).toBe(false)
    expect(criDockerd.contribute(imageWanted, node).changes).toEqual([])
  })
})

describe("what a running one says", () => {
  const answered = (config: string): CriReport => ({
    endpoint,
    version: { ok: true, value: { runtimeName: "docker", runtimeVersion: "26.1.5", apiVersion: "v1" } },
    status: { ok: true, value: { conditions: [], info: { config }, handlers: [] } },
    cgroupDriver: { ok: true, value: "systemd" },
  })

  test("its image stands in the verbose status, its driver is also Docker's own word", () => {
    const cri = answered('{"sandboxImage":"registry.k8s.io/pause:3.10"}')

    expect(criDockerd.runtime?.report(cri, succeeding("cgroupfs\n"))).toEqual({
      handlers: { docker: "cgroupfs" },
      sandboxImage: "registry.k8s.io/pause:3.10",
      handlersWithoutType: [],
    })
    expect(criDockerd.runtime?.report(answered("no JSON"), undefined)).toEqual({
      handlers: {},
      handlersWithoutType: [],
    })
  })
})

test("the line that counts is found as systemd finds it", () => {
  const fact = (path: string, text: string) =>
    toFileFact({
      state: "read",
      path,
      realPath: path,
      bytes: new TextEncoder().encode(text),
      mode: 0o644,
      uid: 0,
      gid: 0,
    })
  const files = [
    fact("/x/cri-docker.service", "[Service]\nExecStart=/a\n"),
    fact(
      "/x/cri-docker.service.d/1.conf",
      "[Unit]\nExecStart=/no\n[Service]\n#ExecStart=/no\nExecStart=\nExecStart = /b \\\n  c\n",
    ),
    fact("/x/cri-docker.service.d/2.conf", "[Service]\nRestart=no\n"),
  ]

  expect(effectiveExecStart(files)).toMatchObject({
    file: { path: "/x/cri-docker.service.d/1.conf" },
    raw: "/b \\\n  c",
  })
})
