import { describe, expect, test } from "bun:test"
import { homeOf } from "../../src/components/daemon/home.ts"
import { newTexts } from "../../src/components/daemon/texts.ts"
import { completed, wantedVariables } from "../../src/components/daemon/variables.ts"
import { systemd } from "../../src/init-systems/systemd.ts"
import type { FileFact } from "../../src/model/file-content.ts"
import type { ServiceFacts } from "../../src/model/service.ts"
import { noProxy } from "../../src/settings/definitions/no-proxy.ts"
import { proxy } from "../../src/settings/definitions/proxy.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const url = "http://proxy.example:3128"
const nowhere = { own: [], cluster: [] }

function fact(path: string, text: string): FileFact {
  const value = { path, realPath: path, text, hash: "h", mode: 0o644, uid: 0, gid: 0 }
  return { state: "known", value, source: { kind: "file", path } }
}

function service(files: Readonly<Record<string, string>>, name = "containerd.service"): ServiceFacts {
  return {
    name,
    state: "active",
    startsAtBoot: true,
    command: ["/usr/bin/containerd"],
    environment: {},
    files: Object.entries(files).map(([path, text]) => fact(path, text)),
    canReload: false,
  }
}

const unit = { "/usr/lib/systemd/system/containerd.service": "[Service]\nExecStart=/usr/bin/containerd\n" }
const directory = "/etc/systemd/system/containerd.service.d"

function written(
  of: ServiceFacts,
  initSystem: string,
  variables: ReadonlyMap<string, string | undefined>,
  secret = false,
) {
  const home = homeOf(of, initSystem)
  if (home === undefined) return undefined
  const texts = newTexts(of, home, variables, secret)
  return texts.ok ? Object.fromEntries(texts.value.map(({ path, text }) => [path, text])) : texts.fault
}

const set = (value: string) => new Map([["HTTPS_PROXY", value]])
const unset = new Map<string, string | undefined>([["HTTPS_PROXY", undefined]])

describe("a unit of systemd", () => {
  test("gets a drop-in, in which percent signs are doubled", () => {
    expect(written(service(unit), "systemd", set("http://u%40x.example:1"))).toEqual({
      [`${directory}/99-criadm-proxy.conf`]:
        '# Written by criadm.\n[Service]\nEnvironment="HTTPS_PROXY=http://u%%40x.example:1"\n',
    })
  })

  test("whose other drop-in sorts behind gets one that sorts behind that", () => {
    const files = { ...unit, [`${directory}/http-proxy.conf`]: '[Service]\nEnvironment="HTTPS_PROXY=http://old"\n' }

    expect(Object.keys(written(service(files), "systemd", set(url)) ?? {})).toEqual([
      `${directory}/zz-criadm-proxy.conf`,
    ])
  })

  test("with a password keeps it in a file that systemd does not tell to everybody", () => {
    expect(written(service(unit), "systemd", set("http://u:p%41ss@proxy.example"), true)).toEqual({
      [`${directory}/99-criadm-proxy.env`]: '# Written by criadm.\nHTTPS_PROXY="http://u:p%41ss@proxy.example"\n',
      [`${directory}/99-criadm-proxy.conf`]: `# Written by criadm.\n[Service]\nEnvironmentFile=${directory}/99-criadm-proxy.env\n`,
    })
  })

  test.each([
    ["http://u:secret@proxy.example", "99-criadm-proxy.env"],
    [url, "99-criadm-proxy.conf"],
  ])("whose exceptions change keeps its proxy %s, also where nobody asks for it any more", (value, kept) => {
    const before = written(service(unit), "systemd", new Map([...set(value), ["NO_PROXY", ".a"]]), value !== url)
    const files = Object.fromEntries(Object.entries(before ?? {}).map(([path, text]) => [path, String(text)]))
    const now = { ...service({ ...unit, ...files }), environment: { HTTPS_PROXY: value, NO_PROXY: ".a" } }
    const after = written(now, "systemd", new Map([["NO_PROXY", ".b"]]), value !== url)

    expect(after).toEqual({
      ...files,
      [`${directory}/${kept}`]: files[`${directory}/${kept}`]?.replace(".a", ".b") ?? "",
    })
  })

  test("whose environment file says otherwise gets a file that is read behind it", () => {
    const files = { ...unit, "/etc/default/containerd": "HTTPS_PROXY=http://old\n" }

    expect(written(service(files), "systemd", set(url))).toMatchObject({
      [`${directory}/99-criadm-proxy.conf`]: expect.stringContaining("EnvironmentFile="),
    })
  })

  test("loses the proxy by the end of our drop-in, or by a line that unsets what others set", () => {
    const own = { ...unit, [`${directory}/99-criadm-proxy.conf`]: '[Service]\nEnvironment="HTTPS_PROXY=x"\n' }
    const others = { ...unit, [`${directory}/http-proxy.conf`]: '[Service]\nEnvironment="HTTPS_PROXY=x"\n' }

    expect(written(service(own), "systemd", unset)).toEqual({ [`${directory}/99-criadm-proxy.conf`]: null })
    expect(written(service(others), "systemd", unset)).toEqual({
      [`${directory}/zz-criadm-proxy.conf`]: "# Written by criadm.\n[Service]\nUnsetEnvironment=HTTPS_PROXY\n",
    })
  })

  test("is read back as it was written", async () => {
    const secret = "http://u:p%41s$s@proxy.example"
    for (const isSecret of [false, true]) {
      const texts = written(service(unit), "systemd", set(secret), isSecret) as Record<string, string>
      const read = await systemd.service(memoryMachine({ files: { ...unit, ...texts } }), "containerd")

      expect(read?.environment["HTTPS_PROXY"]).toBe(secret)
    }
    const others = { ...unit, [`${directory}/http-proxy.conf`]: '[Service]\nEnvironment="HTTPS_PROXY=x"\n' }
    const gone = written(service(others), "systemd", unset) as Record<string, string>
    const read = await systemd.service(memoryMachine({ files: { ...others, ...gone } }), "containerd")
    expect(read?.environment).toEqual({})
  })
})

describe("other init systems", () => {
  test("OpenRC's settings file exports it, and keeps its other lines", () => {
    const files = {
      "/etc/init.d/containerd": "#!/sbin/openrc-run\n",
      "/etc/conf.d/containerd": "rc_ulimit='-n 1'\nHTTPS_PROXY=x",
    }

    expect(written(service(files, "containerd"), "openrc", set(url))).toEqual({
      "/etc/conf.d/containerd": `rc_ulimit='-n 1'\nexport HTTPS_PROXY='${url}'\n`,
    })
  })

  test("a SysV script has it from the settings file that it reads, and from nowhere where it reads none", () => {
    const reading = { "/etc/init.d/docker": "#!/bin/sh\nBASE=docker\n. /etc/default/$BASE\n" }

    expect(written(service(reading, "docker"), "sysvinit", set(url))).toEqual({
      "/etc/default/docker": `# Written by criadm.\nexport HTTPS_PROXY='${url}'\n`,
    })
    expect(written(service({ "/etc/init.d/docker": "#!/bin/sh\n" }, "docker"), "sysvinit", set(url))).toBeUndefined()
  })

  test("runit has it from a directory of variables, or from the file that its script reads", () => {
    const chpst = { "/etc/sv/containerd/run": "#!/bin/sh\nexec chpst -e ./env /usr/bin/containerd\n" }
    const conf = { "/etc/sv/containerd/run": "#!/bin/sh\n[ -r ./conf ] && . ./conf\nexec /usr/bin/containerd\n" }

    expect(written(service(chpst, "containerd"), "runit", set(url))).toEqual({
      "/etc/sv/containerd/env/HTTPS_PROXY": `${url}\n`,
    })
    expect(written(service(conf, "containerd"), "runit", unset)).toEqual({
      "/etc/sv/containerd/conf": "# Written by criadm.\n",
    })
  })
})

describe("what is wanted", () => {
  const direct = { own: ["10.0.0.7"], cluster: ["10.96.0.0/12"] }

  test("has exceptions completed by loopback, the node and the cluster", () => {
    expect(completed([".example"], direct).join()).toBe(
      ".example,localhost,127.0.0.1,::1,10.0.0.7,10.96.0.0/12,.svc,.cluster.local",
    )
  })

  test("is nothing where it is so, keeps exceptions that nobody gave, and completes them", () => {
    const now = { HTTP_PROXY: url, HTTPS_PROXY: url, NO_PROXY: completed([".mine"], nowhere).join(",") }

    expect(wantedVariables(now, url, undefined, nowhere).size).toBe(0)
    expect(wantedVariables(now, url, undefined, direct).get("NO_PROXY")).toStartWith(".mine,localhost")
    expect(wantedVariables({ http_proxy: url }, "none", undefined, direct)).toEqual(
      new Map([["http_proxy", undefined]]),
    )
  })

  test.each([
    ["http://p x"],
    ["proxy:3128"],
    ["u:secret@proxy:3128"],
    ["http://u:/secret@proxy"],
    ["http://u:secret@"],
    ['http://a"b'],
    [7],
  ])("is not %p", (given) => {
    const refused = proxy.parse(given)
    expect(refused.ok).toBe(false)
    expect(JSON.stringify(refused)).not.toContain("secret")
  })

  test("takes exceptions with blanks between, or as a list of the answers file", () => {
    expect(noProxy.parse(" .a , 10.0.0.0/8,")).toEqual({ ok: true, value: ".a,10.0.0.0/8" })
    expect(noProxy.parse([".a", ".b"])).toEqual({ ok: true, value: ".a,.b" })
    expect(noProxy.parse("a;b")).toMatchObject({ ok: false })
  })
})
