// A fifth runtime is one folder and a line in components/known.ts, one more init system or package manager a file and a line:
// added to a copy of the tree, the copy compiles, keeps the rules of the layers and every recorded node, and the program
// speaks of them.
import { afterAll, beforeAll, expect, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

const top = join(import.meta.dir, "../..")
const copy = mkdtempSync(join(tmpdir(), "criadm-one-more-"))
const node = join(copy, "node")

beforeAll(() => {
  for (const name of ["src", "tests", "scripts", "package.json", "tsconfig.json", "docs", "README.md"]) {
    cpSync(join(top, name), join(copy, name), { recursive: true, verbatimSymlinks: true })
  }
  symlinkSync(join(top, "node_modules"), join(copy, "node_modules"))
  cpSync(join(import.meta.dir, "pouch"), join(copy, "src/components/pouch"), { recursive: true })
  addLine(
    "src/components/known.ts",
    'import { pouch } from "./pouch/listed.ts"',
    /: readonly ListedComponent\[\] = \[/,
    "pouch, ",
  )
  cpSync(join(import.meta.dir, "xbps/xbps.ts"), join(copy, "src/packages/xbps.ts"))
  addLine("src/packages/known.ts", 'import { xbps } from "./xbps.ts"', /: readonly PackageManager\[\] = \[/, "xbps, ")
  const files = {
    "usr/bin/xbps-install": "",
    "etc/os-release": "ID=debian\nVERSION_ID=13\n",
    "run/system-manager/control": "",
    "usr/bin/pouchd": "",
    "usr/lib/systemd/system/pouch.service": "[Service]\nExecStart=/usr/bin/pouchd\n",
    "etc/pouch/config.json": '{"cgroup-driver": "cgroupfs", "enable-cri": false}\n',
  }
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(node, path)), { recursive: true })
    writeFileSync(join(node, path), content)
  }
  chmodSync(join(node, "usr/bin/pouchd"), 0o755)
})
afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** The import, and the name in the list that it stands before. */
function addLine(path: string, line: string, list: RegExp, name: string) {
  const text = readFileSync(join(copy, path), "utf8")
  writeFileSync(join(copy, path), `${line}\n${text.replace(list, (start) => start + name)}`)
}

function run(command: string, ...args: readonly string[]) {
  const env = { ...process.env, CRIADM_TEST: "1" }
  const { stdout, stderr, status } = spawnSync(command, args, { cwd: copy, encoding: "utf8", env })
  return { text: `${stdout}${stderr}`, status }
}

const criadm = (...args: readonly string[]) => run(process.execPath, "src/main.ts", ...args).text

test("the copy compiles", () => {
  expect(run("node_modules/.bin/tsc", "--noEmit")).toEqual({ text: "", status: 0 })
})

test("layers, languages and recorded nodes stay as they are", () => {
  const { text, status } = run(
    process.execPath,
    "test",
    "--timeout=120000",
    ...["tests/layers.test.ts", "tests/layout.test.ts", "tests/nodes.test.ts", "tests/messages", "tests/settings"],
  )

  expect({ status, failed: text.split("\n").filter((line) => line.startsWith("(fail)")) }).toEqual({
    status: 0,
    failed: [],
  })
})

test("detect, check, plan and help speak of it, in both languages", () => {
  const onNode = ["--root", node, "--color", "never"]

  expect(criadm("detect", ...onNode)).toContain("PouchContainer")
  expect(criadm("check", ...onNode)).toContain("PouchContainer does not serve CRI.")
  expect(criadm("check", ...onNode, "--lang", "zh")).toContain("PouchContainer 不提供 CRI。")
  expect(criadm("check", "pouch-cri-off", "--explain")).toContain("enable-cri is false")
  expect(criadm("check", "pouch-cri-off", "--explain", "--lang", "zh")).toContain("请把 enable-cri 设为 true。")
  const plan = (...more: readonly string[]) =>
    criadm("plan", "--runtime", "pouch", "--cgroup-driver", "systemd", "--no-ip-forward", ...onNode, ...more)
  expect(plan()).toContain('+{"cgroup-driver": "systemd"')
  expect(plan("--lang", "zh")).toContain("PouchContainer 从自己的文件中读取驱动 systemd")
  expect(criadm("plan", "--help", "--verbose")).toContain("pouch")
  expect(criadm("plan", "--help", "--verbose", "--lang", "zh")).toContain("pouch")
})

test("one more init system is recognised", () => {
  addLine("src/init-systems/known.ts", 'import { nosh } from "./nosh.ts"', /: readonly InitSystem\[\] = \[/, "nosh, ")

  expect(criadm("detect", "--root", node)).toContain("nosh")
})

test("one more package manager is recognised, and its packages are its own", () => {
  const script = `import { linuxMachine } from "./src/machine/linux.ts"
    import { packageManagers } from "./src/packages/known.ts"
    const machine = linuxMachine({ root: ${JSON.stringify(node)} })
    console.log(packageManagers.filter((one) => one.recognise(machine)).map(({ id }) => id).join())`

  expect(run(process.execPath, "-e", script)).toEqual({ text: "xbps\n", status: 0 })
})

test("a setting without a place, or a reason why there is none, does not compile", () => {
  const ids = join(copy, "src/model/setting.ts")
  writeFileSync(ids, readFileSync(ids, "utf8").replace('| "runtime"', '| "runtime"\n  | "one-more"'))
  const { text } = run("node_modules/.bin/tsc", "--noEmit")
  const asked = ["containerd", "crio", "docker", "cri-dockerd", "kubelet", "crictl", "kernel"]

  expect(asked.filter((id) => !new RegExp(`^src/components/${id}/.*'"one-more"'`, "m").test(text))).toEqual([])
})
