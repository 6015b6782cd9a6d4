// What an operator downloads: that the files are what they are said to be, and that the static one starts wherever
// there is a Linux kernel and a /proc, or says in one line why it cannot.
import { beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { createHash } from "node:crypto"
import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { mustRun, run } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"
import {
  buildDownloads,
  buildPatience,
  download,
  downloads,
  emptyRoot,
  inRoot,
  needsOfDownloads,
  place,
} from "./downloads.ts"

// Hundreds of megabytes are read, and whole machines emulated; a busy machine takes its time. Milliseconds.
setDefaultTimeout(120_000)

const executables = [
  "criadm-linux-x64",
  "criadm-linux-x64-glibc",
  "criadm-linux-x64-musl",
  "criadm-linux-arm64",
  "criadm-linux-arm64-glibc",
  "criadm-linux-arm64-musl",
  "criadm-windows-x64.exe",
]

const sha256 = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex")

/** The one line that the launcher says when it gives up. */
const refusal = (reason: RegExp) => new RegExp(`^criadm cannot start: ${reason.source}\\n$`)

describeReal("the downloads", needsOfDownloads, () => {
  beforeAll(buildDownloads, buildPatience)

  test("each executable is below 130 MB and has a compressed form that unpacks to the same bytes", async () => {
    for (const name of executables) {
      expect(statSync(download(name)).size).toBeLessThan(130_000_000)
      const unpacked = await run(["sh", "-c", `gzip -dc '${download(name)}.gz' | cmp - '${download(name)}'`])
      expect(unpacked).toEqual({ exitCode: 0, stdout: "", stderr: "" })
    }
  })

  test("SHA256SUMS names every file and agrees with it", async () => {
    const checked = await mustRun(["sha256sum", "--check", "--strict", "SHA256SUMS"], { directory: downloads })

    const named = checked.split("\n").map((line) => line.replace(/: OK$/, ""))
    for (const name of executables) expect(named).toContain(name)
    const documents = ["criadm.8", "criadm.cdx.json", "THIRD-PARTY-LICENSES.txt", "install.sh", "completions/_criadm"]
    for (const name of documents) expect(named).toContain(name)
  })

  test("the bill of materials names each package once, with its licence, and the licences file has the texts", () => {
    const bill = JSON.parse(readFileSync(download("criadm.cdx.json"), "utf8"))
    const licences = readFileSync(download("THIRD-PARTY-LICENSES.txt"), "utf8")

    expect(bill.bomFormat).toBe("CycloneDX")
    const references: string[] = bill.components.map((component: { purl: string }) => component.purl)
    expect(new Set(references).size).toBe(references.length)
    for (const name of ["ink", "react", "smol-toml", "yaml", "bun", "glibc"]) {
      const component = bill.components.find((one: { name: string }) => one.name === name)
      expect(component.licenses[0].expression).not.toBe("NOASSERTION")
      expect(licences).toContain(`\n${name} ${component.version} (`)
    }
    // Packages that only build or test criadm are not in it.
    expect(references.filter((purl) => /typescript|biome|fast-check/.test(purl))).toEqual([])
  })

  test("the static executables are static in the eyes of file and ldd", async () => {
    for (const name of ["criadm-linux-x64", "criadm-linux-arm64"]) {
      const file = await mustRun(["file", "--brief", download(name)])
      console.log(`file ${name}: ${file.trimEnd()}`)
      expect(file).toContain("static-pie linked")
    }
    const ldd = await mustRun(["ldd", download("criadm-linux-x64")])
    console.log(`ldd criadm-linux-x64: ${ldd.trim()}`)
    expect(ldd.trim()).toBe("statically linked")
  })

  test("each executable knows what it was built from", async () => {
    const starters = {
      "criadm-linux-x64": [],
      "criadm-linux-x64-glibc": [],
      "criadm-linux-arm64": ["qemu-aarch64"],
    }
    for (const [name, starter] of Object.entries(starters)) {
      const said = JSON.parse(await mustRun([...starter, download(name), "version", "-o", "json"]))
      expect(said).toMatchObject({
        target: name.includes("arm64") ? "linux-arm64" : "linux-x64",
        form: name.endsWith("-glibc") ? "glibc" : "static",
      })
      expect(said.release).toMatch(/^\d+\.\d+\.\d+/)
      expect(said.commit).toMatch(/^[0-9a-f]{40}(-dirty)?$|^unknown$/)
    }
  })

  test("the Windows file is a Windows executable", async () => {
    expect(await mustRun(["file", "--brief", download("criadm-windows-x64.exe")])).toStartWith("PE32+ executable")
  })
})

describeReal("the static executable", needsOfDownloads, () => {
  const program = download("criadm-linux-x64")
  beforeAll(buildDownloads, buildPatience)

  test("starts in an empty root in which only /proc is mounted", async () => {
    const root = emptyRoot()

    const version = await run(inRoot(root, program, ["--version"]))
    const detected = await run(inRoot(root, program, ["detect"]))

    expect(version).toMatchObject({ exitCode: 0, stderr: "" })
    expect(version.stdout).toMatch(/^criadm \d/)
    expect(detected.exitCode).toBe(0)
    expect(detected.stdout).not.toBe("")
  })

  test("says in one line that /proc is missing", async () => {
    const root = emptyRoot()
    copyFileSync(program, join(root, "criadm"))

    expect(await run(["chroot", root, "/criadm", "--version"])).toEqual({
      exitCode: 3,
      stdout: "",
      stderr: "criadm cannot start: /proc is not mounted; mount it with: mount -t proc proc /proc\n",
    })
  })

  test("says in one line that it was cut short, or stripped", async () => {
    const folder = place("damaged")
    const half = join(folder, "half")
    writeFileSync(half, readFileSync(program).subarray(0, 40_000_000), { mode: 0o755 })
    await mustRun(["strip", "-o", join(folder, "stripped"), program])

    for (const name of ["half", "stripped"]) {
      const ended = await run([join(folder, name), "--version"])
      expect(ended.exitCode).toBe(3)
      expect(ended.stderr).toMatch(refusal(/its file is incomplete .*; download it again/))
    }
  })

  test("says in one line that the limits allow too little memory, or that it may not read itself", async () => {
    const small = await run(["sh", "-c", `ulimit -v 300000; exec '${program}' --version`])
    expect(small.exitCode).toBe(3)
    expect(small.stderr).toMatch(refusal(/it needs 512 MiB of address space.*/))

    const unreadable = join("/tmp", `criadm-unreadable-${process.pid}`)
    try {
      copyFileSync(program, unreadable)
      await mustRun(["chmod", "711", unreadable])
      const ended = await run(["setpriv", "--reuid", "65534", "--clear-groups", unreadable, "--version"])
      expect(ended.exitCode).toBe(3)
      expect(ended.stderr).toMatch(refusal(/its own file cannot be read; allow it with: chmod a\+r/))
    } finally {
      await run(["rm", "-f", unreadable])
    }
  })

  test("the shell says in one line that a mount does not allow programs", async () => {
    const folder = place("noexec")
    const script = `mount -t tmpfs -o noexec tmpfs '${folder}' && cp '${program}' '${folder}/criadm' && '${folder}/criadm'`

    const ended = await run(["unshare", "--mount", "sh", "-c", script])

    expect(ended.exitCode).toBe(126)
    expect(ended.stderr).toMatch(/^[^\n]*Permission denied\n$/)
  })

  test("runs on a processor of 2008, and says in one line that an older one will not do", async () => {
    for (const processor of ["Nehalem", "Westmere"]) {
      const ended = await run(["qemu-x86_64", "-cpu", processor, program, "--version"])
      expect(ended.exitCode).toBe(0)
      expect(ended.stdout).toMatch(/^criadm \d/)
    }
    const old = await run(["qemu-x86_64", "-cpu", "core2duo", program, "--version"])
    expect(old.exitCode).toBe(3)
    expect(old.stderr).toMatch(refusal(/this processor is too old.*/))
  })

  test("runs on arm64, without and with the C library of that machine", async () => {
    const static64 = ["qemu-aarch64", download("criadm-linux-arm64")]
    expect(await mustRun([...static64, "--version"])).toMatch(/^criadm \d/)
    expect(await mustRun([...static64, "detect"])).toContain("init system")

    // The C library that was fetched for the static form stands in for that machine's own.
    const library = join(import.meta.dir, "../../../.cache/c-library-arm64/unpacked/usr")
    if (!existsSync(library)) return console.log(`skipped: the glibc form on arm64: there is no ${library}`)
    const start = ["qemu-aarch64", "-L", library, download("criadm-linux-arm64-glibc")]
    expect(await mustRun([...start, "--version"])).toMatch(/^criadm \d/)
    expect(await mustRun([...start, "detect"])).toContain("init system")
  })

  test("runs with the system calls that older kernels had, back to Linux 3.17, and names what a still older one lacks", async () => {
    const older = join(place("older-kernel"), "older-kernel")
    await mustRun(["gcc", "-o", older, join(import.meta.dir, "older-kernel.c")])
    // First x86-64 numbers that are too new: 4.18 (RHEL 8) ends with rseq, 334; 3.17 with kexec_file_load, 320.
    for (const firstUnknown of ["335", "321"]) {
      const ended = await run([older, firstUnknown, program, "detect"])
      expect(ended.exitCode).toBe(0)
      expect(ended.stdout).toContain("init system")
    }
    // Without memfd_create, 319.
    const tooOld = await run([older, "319", program, "--version"])
    expect(tooOld.exitCode).toBe(3)
    expect(tooOld.stderr).toMatch(refusal(/this kernel makes no files in memory .*/))
  })

  test("loads nothing of the node's own, whatever LD_* variables and /etc/ld.so.preload say", async () => {
    const folder = place("preload")
    const library = join(folder, "loud.so")
    const source =
      '#include <unistd.h>\n__attribute__((constructor)) static void f(void) { write(2, "LOADED\\n", 7); }\n'
    await mustRun(["gcc", "-shared", "-fPIC", "-xc", "-o", library, "-"], { input: source })
    const environment = {
      LD_PRELOAD: library,
      LD_LIBRARY_PATH: folder,
      LD_AUDIT: library,
      LD_DEBUG: "all",
      GLIBC_TUNABLES: "glibc.malloc.check=3",
      LC_ALL: "xx_XX.UTF-8",
      LANG: "xx_XX",
      BUN_BE_BUN: "1",
      BUN_OPTIONS: "--print=1",
    }
    const root = emptyRoot()
    const prepare = `mkdir "$root/etc" && cp '${library}' "$root/loud.so" && echo /loud.so > "$root/etc/ld.so.preload"`

    const byVariables = await run([program, "--version"], { environment })
    const byFile = await run(inRoot(root, program, ["--version"], prepare))
    // The dynamic one shows that the library would have spoken.
    const dynamic = await run([download("criadm-linux-x64-glibc"), "--version"], {
      environment: { LD_PRELOAD: library },
    })

    for (const ended of [byVariables, byFile]) {
      expect(ended).toMatchObject({ exitCode: 0, stderr: "" })
      expect(ended.stdout).toMatch(/^criadm \d/)
    }
    expect(dynamic.stderr).toContain("LOADED")
  })

  test("runs with its standard streams closed", async () => {
    const closed = await run(["sh", "-c", `'${program}' --version <&-; '${program}' --version <&- >&- 2>&-`])

    expect(closed.exitCode).toBe(0)
    expect(closed.stdout).toMatch(/^criadm \d/)
  })

  test("runs where the kernel does not let files in memory be executed", async () => {
    // The setting belongs to a namespace of processes (kernel.org, admin-guide/sysctl/vm.rst); this machine keeps its own.
    const setting = "/proc/sys/vm/memfd_noexec"
    const inNamespace = (script: string) =>
      run(["unshare", "--pid", "--fork", "--mount-proc", "sh", "-c", `echo 2 > ${setting} && ${script}`])
    if (!existsSync(setting) || (await inNamespace("true")).exitCode !== 0) {
      return console.log(`skipped: ${setting} cannot be set here (Linux 6.3)`)
    }

    const ended = await inNamespace(`cat ${setting}; '${program}' --version`)

    expect(ended.stdout).toMatch(/^2\ncriadm \d/)
  })

  test("starts within 1.5 ms of the ordinary one", async () => {
    const measured = await run(["node", join(import.meta.dir, "../../../scripts/measure/static.mjs"), downloads])
    console.log(measured.stdout.trimEnd())

    expect(measured).toMatchObject({ exitCode: 0, stderr: "" })
  })

  test("carries the C library that the bill of materials names", () => {
    const bill = JSON.parse(readFileSync(download("criadm.cdx.json"), "utf8"))
    const { version } = bill.components.find((one: { name: string }) => one.name === "glibc")
    // What `/lib/x86_64-linux-gnu/libc.so.6` prints when it is executed.
    expect(readFileSync(program).includes(`(Debian GLIBC ${version})`)).toBe(true)
  })

  test("differs from file to file: no two executables have the same checksum", () => {
    expect(new Set(executables.map((name) => sha256(download(name)))).size).toBe(executables.length)
  })
})
