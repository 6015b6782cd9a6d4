import { describe, expect, test } from "bun:test"
import type { Component, Wanted } from "../../src/components/component.ts"
import { contributeOpenFiles } from "../../src/components/daemon/open-files.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { FileFact } from "../../src/model/file-content.ts"
import { openFiles } from "../../src/settings/definitions/open-files.ts"

function fact(path: string, text: string): FileFact {
  const value = { path, realPath: path, text, hash: "h", mode: 0o644, uid: 0, gid: 0 }
  return { state: "known", value, source: { kind: "file", path } }
}

function contributed(
  initSystem: string,
  name: string,
  files: Readonly<Record<string, string>>,
  soft = 1024,
  hard = 65536,
) {
  const service = {
    name,
    state: "active",
    startsAtBoot: true,
    command: [],
    environment: {},
    files: Object.entries(files).map(([path, text]) => fact(path, text)),
    canReload: false,
  } as const
  const component = {
    id: "containerd",
    name: "containerd",
    runtime: { keepsOpenFiles: () => false },
    summarize: () => ({ isInstalled: true, service, rows: [] }),
  } as unknown as Component
  const source = { kind: "file", path: "/x" } as const
  const node = { initSystem: { state: "known", value: initSystem, source } } as NodeFacts
  return contributeOpenFiles({ openFiles: { soft, hard } } as Wanted, component, node)
}

function written(...given: Parameters<typeof contributed>) {
  const { changes, refusals } = contributed(...given)
  const files = changes.flatMap((one) => (one.kind === "file" ? [[one.path, one.after?.text ?? null]] : []))
  return refusals.length > 0 ? refusals.map(({ code }) => code) : Object.fromEntries(files)
}

const unit = { "/usr/lib/systemd/system/containerd.service": "[Service]\nLimitNOFILE=infinity\n" }
const directory = "/etc/systemd/system/containerd.service.d"

describe("how many files containers may have open", () => {
  test("is a drop-in of the unit, behind every other one that says it", () => {
    expect(written("systemd", "containerd.service", unit)).toEqual({
      [`${directory}/99-criadm-limits.conf`]: "# Written by criadm.\n[Service]\nLimitNOFILE=1024:65536\n",
    })
    const other = { ...unit, [`${directory}/limits.conf`]: "[Service]\nLimitNOFILE=5\n" }
    expect(Object.keys(written("systemd", "containerd.service", other))).toEqual([`${directory}/zz-criadm-limits.conf`])
  })

  test("is left alone where it is so", () => {
    const files = { ...unit, [`${directory}/limits.conf`]: "[Service]\nLimitNOFILE=65536\n" }

    expect(contributed("systemd", "containerd.service", files, 65536, 65536).changes).toEqual([])
  })

  test("is rc_ulimit under OpenRC, unless the script has the last word", () => {
    const script = { "/etc/init.d/containerd": "#!/sbin/openrc-run\ncommand=/usr/bin/containerd\n" }

    expect(written("openrc", "containerd", script, 65536, 65536)).toEqual({
      "/etc/conf.d/containerd": '# Written by criadm.\nrc_ulimit="-n 65536"\n',
    })
    const deciding = { "/etc/init.d/containerd": '#!/sbin/openrc-run\nrc_ulimit="-n 1"\n' }
    expect(written("openrc", "containerd", deciding, 65536, 65536)).toEqual(["open-files-by-hand"])
  })

  test("is a line of the file that a SysV script reads", () => {
    const files = {
      "/etc/init.d/containerd": "#!/bin/sh\n. /etc/default/containerd\n",
      "/etc/default/containerd": "A=1\nulimit -n 5\n",
    }

    expect(written("sysvinit", "containerd", files)).toEqual({
      "/etc/default/containerd": "A=1\nulimit -Hn 65536 && ulimit -Sn 1024\n",
    })
  })

  test("leaves what else somebody limits on the same line", () => {
    const openrc = (value: string) => {
      const files = {
        "/etc/init.d/containerd": "#!/sbin/openrc-run\n",
        "/etc/conf.d/containerd": `rc_ulimit=${value}\n`,
      }
      const all = written("openrc", "containerd", files, 65536, 65536)
      return Array.isArray(all) ? all : all["/etc/conf.d/containerd"]
    }
    expect(openrc('"-n 1024 -u 4096" # pods')).toBe('rc_ulimit="-n 65536 -u 4096" # pods\n')
    expect(openrc("'-c unlimited'")).toBe('rc_ulimit="-n 65536 -c unlimited"\n')
    expect(openrc('"$LIMITS"')).toEqual(["open-files-by-hand"])

    const sysv = (line: string) => {
      const script = "#!/bin/sh\n. /etc/default/containerd\n"
      const files = { "/etc/init.d/containerd": script, "/etc/default/containerd": `${line}\n` }
      const all = written("sysvinit", "containerd", files)
      return Array.isArray(all) ? all : all["/etc/default/containerd"]
    }
    const limits = "ulimit -Hn 65536 && ulimit -Sn 1024"
    expect(sysv("ulimit -n 5 && ulimit -c 0")).toBe(`${limits} && ulimit -c 0\n`)
    expect(sysv("ulimit -n 5; ulimit -c 0")).toBe(`${limits}; ulimit -c 0\n`)
    expect(sysv("ulimit -Hn 9 && ulimit -Sn 5")).toBe(`${limits}\n`)
    expect(sysv("ulimit -n 5 -c 0")).toEqual(["open-files-by-hand"])
  })

  test.each([["infinity"], ["2048:1024"], ["0"], ["-1"], ["9999999999"], [""]])("is never %p", (given) => {
    expect(openFiles.parse(given)).toMatchObject({ ok: false })
  })

  test("is one number where both limits are the same", () => {
    expect(openFiles.parse("1024:524288")).toEqual({ ok: true, value: "1024:524288" })
    expect(openFiles.parse(65536)).toEqual({ ok: true, value: "65536" })
  })
})
