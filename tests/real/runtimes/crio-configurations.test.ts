// What criadm writes for CRI-O, read by the real one: `crio config` loads file and drop-ins and prints what counts. No
// daemon is started.
import { describe, expect, test } from "bun:test"
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { parse } from "smol-toml"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { say } from "../support/cache.ts"
import { criadm } from "../support/criadm-program.ts"
import { run } from "../support/programs.ts"

const release = "1.36.3"
const image = "registry.k8s.io/pause:3.10.2"

const configurations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "no file at all": {},
  "the package's drop-in": {
    "etc/crio/crio.conf.d/10-crio.conf":
      '[crio.image]\nsignature_policy = "/etc/crio/policy.json"\n\n[crio.runtime]\ndefault_runtime = "runc"\n\n[crio.runtime.runtimes.runc]\nruntime_path = "/usr/libexec/crio/runc"\n',
  },
  "cgroupfs in a later drop-in": {
    "etc/crio/crio.conf.d/99-own.conf":
      '[crio.runtime]\n# ours\ncgroup_manager = "cgroupfs"\nconmon_cgroup = "pod"\n\n[crio.image]\npause_image = "docker.io/other/pause:1"\n',
  },
  "both in the root file": {
    "etc/crio/crio.conf":
      '[crio]\n[crio.runtime]\ncgroup_manager="cgroupfs" # why\nconmon_cgroup = "pod"\n[crio.image]\n',
  },
}

const reason = whyNoPeer({ crio: ["crio"] })
if (reason !== undefined) say(`skipped: configurations read by a real CRI-O: ${reason}`)

describe.skipIf(reason !== undefined)("CRI-O reads what criadm wrote", () => {
  test.each(Object.entries(configurations))("on top of %s", async (_name, files) => {
    const root = mkdtempSync(join(tmpdir(), "criadm-crio-"))
    try {
      const more = {
        "usr/bin/crio": "",
        "etc/os-release": "ID=debian\n",
        "usr/lib/systemd/systemd": "",
        "usr/sbin/init": "",
        ...files,
      }
      for (const [path, text] of Object.entries(more)) {
        mkdirSync(dirname(join(root, path)), { recursive: true })
        writeFileSync(join(root, path), text, { mode: 0o755 })
      }
      const answers = ["--runtime", "crio", "--cgroup-driver", "systemd", "--sandbox-image", image]
      const applied = await criadm(
        "apply",
        "--yes",
        "--root",
        root,
        "--runtime-version",
        release,
        ...answers,
        "--no-ip-forward",
      )
      expect({ ...applied, stdout: "" }).toEqual({ exitCode: 0, stdout: "", stderr: "" })

      const at = (path: string) => join(root, "etc/crio", path)
      // A file that is named must be there.
      const file = existsSync(at("crio.conf")) ? at("crio.conf") : "/dev/null"
      const where = ["--config", file, "--config-dir", at("crio.conf.d")]
      const printed = await run([peerProgram("crio", "crio") ?? "", ...where, "config"])
      expect(printed.exitCode).toBe(0)
      const { crio } = parse(printed.stdout) as unknown as { crio: Record<string, Record<string, unknown>> }
      // What is built in is printed as a comment: systemd is.
      expect(crio["runtime"]?.["cgroup_manager"] ?? "systemd").toBe("systemd")
      expect(crio["image"]?.["pause_image"]).toBe(image)
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
})
