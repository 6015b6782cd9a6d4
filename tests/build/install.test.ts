// scripts/install.sh against a file server on the loopback and against folders. The "download" is a small script that
// answers --version, so that nothing has to be built and every case takes a moment.
import { afterAll, describe, expect, test } from "bun:test"
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const script = join(import.meta.dir, "../../scripts/install.sh")
const work = mkdtempSync(join(tmpdir(), "criadm-install-"))
const program = "#!/bin/sh\necho criadm 0.1.0\n"
const architecture = process.arch === "arm64" ? "arm64" : "x64"
const name = `criadm-linux-${architecture}`

const sha256 = (bytes: string | Uint8Array) => new Bun.CryptoHasher("sha256").update(bytes).digest("hex")

type Files = Readonly<Record<string, string | Uint8Array>>

/** A complete set of downloads for this machine. */
function downloads(content = program): Files {
  const compressed = Bun.gzipSync(content)
  const sums = `${sha256(content)}  ${name}\n${sha256(compressed)}  ${name}.gz\n`
  return { [name]: content, [`${name}.gz`]: compressed, SHA256SUMS: sums }
}

function serve(files: Files) {
  const asked: string[] = []
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      const path = new URL(request.url).pathname.slice(1)
      asked.push(path)
      const content = files[path]
      return content === undefined ? new Response("not here", { status: 404 }) : new Response(content)
    },
  })
  return { address: `http://127.0.0.1:${server.port}`, asked, stop: () => server.stop(true) }
}

/** Says how long the file is and closes the connection half way. */
function serveHalf(files: Files) {
  const server = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket, request) {
        const path = /^GET \/(\S+)/.exec(request.toString())?.[1] ?? ""
        const content = Buffer.from(files[path] ?? "")
        const isWhole = path === "SHA256SUMS"
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${content.length}\r\nConnection: close\r\n\r\n`)
        socket.write(isWhole ? content : content.subarray(0, content.length / 2))
        socket.end()
      },
    },
  })
  return { address: `http://127.0.0.1:${server.port}`, stop: () => server.stop(true) }
}

function folderWith(files: Files): string {
  const folder = mkdtempSync(join(work, "downloads-"))
  for (const [path, content] of Object.entries(files)) Bun.write(join(folder, path), content)
  return folder
}

function newPrefix(): string {
  return mkdtempSync(join(work, "prefix-"))
}

/** A PATH with only these programs; what coreutils and gzip bring is always there. */
function pathWith(...programs: string[]): string {
  const folder = mkdtempSync(join(work, "bin-"))
  const always = ["sh", "uname", "mktemp", "cut", "cp", "mv", "rm", "mkdir", "chmod", "cat", "sha256sum", "gzip"]
  for (const program of [...always, ...programs]) symlinkSync(Bun.which(program) ?? "", join(folder, program))
  return folder
}

interface Ended {
  readonly exitCode: number
  readonly said: string
}

async function start(argv: string[], options: { PATH?: string; input?: string } = {}): Promise<Ended> {
  const child = Bun.spawn(argv, {
    env: { PATH: options.PATH ?? process.env["PATH"] ?? "", LC_ALL: "C", TMPDIR: work },
    stdin: new TextEncoder().encode(options.input ?? ""),
    stdout: "pipe",
    stderr: "pipe",
  })
  const said = (await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])).join("")
  return { exitCode: await child.exited, said }
}

const install = (args: string[], PATH?: string) =>
  start(["/bin/sh", script, ...args], PATH === undefined ? {} : { PATH })

const installed = (prefix: string) => join(prefix, "bin", "criadm")
const leftOver = (prefix: string) => (existsSync(join(prefix, "bin")) ? readdirSync(join(prefix, "bin")) : [])

afterAll(() => rmSync(work, { recursive: true, force: true }))

describe("install.sh", () => {
  for (const downloader of ["curl", "wget"]) {
    const here = Bun.which(downloader) === null ? test.skip : test
    if (Bun.which(downloader) === null) console.log(`skipped: ${downloader} is not installed`)

    here(`installs from a web address with ${downloader} alone`, async () => {
      const server = serve(downloads())
      const prefix = newPrefix()

      const ended = await install(["--from", server.address, "--prefix", prefix], pathWith(downloader))
      server.stop()

      expect(ended).toEqual({ exitCode: 0, said: `criadm 0.1.0 is installed: ${installed(prefix)}\n` })
      expect(readFileSync(installed(prefix), "utf8")).toBe(program)
      expect(server.asked).toEqual(["SHA256SUMS", `${name}.gz`])
    })

    here(`refuses a download that ${downloader} got only in part`, async () => {
      const server = serveHalf(downloads())
      const prefix = newPrefix()

      const ended = await install(["--from", server.address, "--prefix", prefix], pathWith(downloader))
      server.stop()

      expect(ended.exitCode).toBe(1)
      expect(ended.said).toContain("cut short")
      expect(leftOver(prefix)).toEqual([])
    })
  }

  test("without curl and wget it says what to do instead", async () => {
    const prefix = newPrefix()

    const ended = await install(["--from", "http://127.0.0.1:9", "--prefix", prefix], pathWith())

    expect(ended.exitCode).toBe(1)
    expect(ended.said).toContain("curl or wget is needed")
    expect(leftOver(prefix)).toEqual([])
  })

  test("refuses a file whose checksum is wrong and keeps what was installed before", async () => {
    const prefix = newPrefix()
    await install(["--from", folderWith(downloads()), "--prefix", prefix])
    const altered = { ...downloads("#!/bin/sh\necho criadm 0.2.0\n"), [`${name}.gz`]: Bun.gzipSync("something else") }

    const ended = await install(["--from", folderWith(altered), "--prefix", prefix])

    expect(ended.exitCode).toBe(1)
    expect(ended.said).toContain("nothing was installed")
    expect(readFileSync(installed(prefix), "utf8")).toBe(program)
    expect(leftOver(prefix)).toEqual(["criadm"])
  })

  test("refuses a truncated file in a folder", async () => {
    const files = downloads()
    const prefix = newPrefix()
    const half = { ...files, [`${name}.gz`]: (files[`${name}.gz`] as Uint8Array).subarray(0, 20) }

    const ended = await install(["--from", folderWith(half), "--prefix", prefix])

    expect(ended.exitCode).toBe(1)
    expect(ended.said).toContain("is damaged or was cut short")
    expect(leftOver(prefix)).toEqual([])
  })

  test("says so when there is no file for this machine's architecture", async () => {
    const prefix = newPrefix()
    const others = { SHA256SUMS: `${sha256("x")}  criadm-linux-riscv64\n` }

    const ended = await install(["--from", folderWith(others), "--prefix", prefix])

    expect(ended.exitCode).toBe(1)
    expect(ended.said).toContain(`has no ${name}`)
    expect(leftOver(prefix)).toEqual([])
  })

  test("says so on a machine that criadm is not made for", async () => {
    const PATH = pathWith()
    rmSync(join(PATH, "uname"))
    await Bun.write(join(PATH, "uname"), '#!/bin/sh\n[ "$1" = -m ] && echo riscv64 || echo Linux\n')
    chmodSync(join(PATH, "uname"), 0o755)

    const ended = await install(["--from", folderWith(downloads()), "--prefix", newPrefix()], PATH)

    expect(ended.exitCode).toBe(1)
    expect(ended.said).toContain("there is no criadm for this machine (riscv64)")
  })

  test("a prefix that cannot be written to is refused with a hint", async () => {
    const prefix = newPrefix()
    const isRoot = process.getuid?.() === 0
    const command = ["/bin/sh", script, "--from", folderWith(downloads()), "--prefix", prefix]
    chmodSync(work, 0o755)
    chmodSync(prefix, 0o555)
    // Root may write anywhere, except to what is mounted read-only.
    const readOnly = `mount --bind ${prefix} ${prefix} && mount -o remount,bind,ro ${prefix} && exec "$@"`

    const ended = await start(isRoot ? ["unshare", "--mount", "sh", "-c", readOnly, "sh", ...command] : command)

    expect(ended.exitCode).toBe(1)
    expect(ended.said).toContain("cannot be made; run this as root, or choose --prefix")
  })

  test("a second run does nothing", async () => {
    const server = serve(downloads())
    const prefix = newPrefix()
    await install(["--from", server.address, "--prefix", prefix])
    server.asked.length = 0

    const ended = await install(["--from", server.address, "--prefix", prefix])
    server.stop()

    expect(ended).toEqual({ exitCode: 0, said: `${installed(prefix)} is up to date; nothing to do\n` })
    expect(server.asked).toEqual(["SHA256SUMS"])
  })

  test("takes a version from the folder of its name, and refuses a file that is another version", async () => {
    const from = folderWith({})
    for (const folder of ["0.1.0", "0.2.0"]) {
      mkdirSync(join(from, folder))
      for (const [file, content] of Object.entries(downloads())) await Bun.write(join(from, folder, file), content)
    }
    const prefix = newPrefix()

    const right = await install(["--from", from, "--prefix", prefix, "--version", "v0.1.0"])
    rmSync(installed(prefix))
    const wrong = await install(["--from", from, "--prefix", prefix, "--version", "0.2.0"])

    expect(right.exitCode).toBe(0)
    expect(wrong.exitCode).toBe(1)
    expect(wrong.said).toContain("holds criadm 0.1.0, not version 0.2.0")
    expect(leftOver(prefix)).toEqual([])
  })

  test("takes a version from a mirror whose files lie below a path", async () => {
    const below = Object.entries(downloads()).map(([file, content]) => [`mirror/criadm/0.1.0/${file}`, content])
    const server = serve(Object.fromEntries(below))
    const prefix = newPrefix()

    const from = `${server.address}/mirror/criadm/`
    const ended = await install(["--from", from, "--prefix", prefix, "--version", "0.1.0"])
    const other = await install(["--from", from, "--prefix", prefix, "--version", "0.3.0"])
    server.stop()

    expect(ended).toEqual({ exitCode: 0, said: `criadm 0.1.0 is installed: ${installed(prefix)}\n` })
    expect(server.asked[0]).toBe("mirror/criadm/0.1.0/SHA256SUMS")
    expect(other.exitCode).toBe(1)
    expect(leftOver(prefix)).toEqual(["criadm"])
  })

  test("without gzip it takes the file as it is, and verifies that", async () => {
    const PATH = pathWith()
    rmSync(join(PATH, "gzip"))
    const [right, altered] = [newPrefix(), newPrefix()]

    const ended = await install(["--from", folderWith(downloads()), "--prefix", right], PATH)
    const refused = await install(
      ["--from", folderWith({ ...downloads(), [name]: "#!/bin/sh\necho criadm 0.1.1\n" }), "--prefix", altered],
      PATH,
    )

    expect(ended.exitCode).toBe(0)
    expect(readFileSync(installed(right), "utf8")).toBe(program)
    expect(refused.exitCode).toBe(1)
    expect(leftOver(altered)).toEqual([])
  })

  test("a file that does not run here is not installed", async () => {
    const prefix = newPrefix()
    const broken = downloads("#!/bin/sh\necho criadm cannot start: no reason >&2; exit 3\n")

    const ended = await install(["--from", folderWith(broken), "--prefix", prefix])

    expect(ended.exitCode).toBe(1)
    expect(ended.said).toContain("criadm cannot start: no reason")
    expect(leftOver(prefix)).toEqual([])
  })

  test("can be piped into a shell, and does nothing when only a part of it arrives", async () => {
    const text = readFileSync(script, "utf8")
    const from = folderWith(downloads())
    const whole = newPrefix()

    const piped = await start(["/bin/sh", "-s", "--", "--from", from, "--prefix", whole], { input: text })
    expect(piped.exitCode).toBe(0)
    expect(leftOver(whole)).toEqual(["criadm"])

    // Cut after every tenth line, and within the last one.
    const lines = text.trimEnd().split("\n")
    const cuts = lines.flatMap((_, line) => (line % 10 === 0 ? [lines.slice(0, line).join("\n")] : []))
    for (const part of [...cuts, text.slice(0, text.lastIndexOf("main")), `${lines.slice(0, -1).join("\n")}\nmai`]) {
      const prefix = newPrefix()
      await start(["/bin/sh", "-s", "--", "--from", from, "--prefix", prefix], { input: part })
      expect(leftOver(prefix)).toEqual([])
    }
  })

  test("takes the downloads beside itself when it is not told where they are", async () => {
    const from = folderWith({ ...downloads(), "install.sh": readFileSync(script) })
    const prefix = newPrefix()

    const ended = await start(["/bin/sh", join(from, "install.sh"), "--prefix", prefix])

    expect(ended.exitCode).toBe(0)
    expect(leftOver(prefix)).toEqual(["criadm"])
  })

  test("a call that is not understood changes nothing and shows the usage", async () => {
    for (const args of [["--prefx", "/x"], ["--from"], [], ["--from", "/x", "--form", "rpm"]]) {
      const ended = await start(["/bin/sh", script, ...args])
      expect(ended.exitCode).toBe(2)
      expect(ended.said).toContain("usage: install.sh")
    }
  })
})
