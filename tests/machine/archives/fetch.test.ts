import { afterAll, beforeEach, expect, test } from "bun:test"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { type Download, download } from "../../../src/machine/archives/fetch.ts"
import { environmentWithProxy, proxyFor } from "../../../src/machine/archives/proxy.ts"
import { temporaryDirectory } from "../temporary-directory.ts"
import { breakingServer, loopbackServer } from "./https-server.ts"

const directory = temporaryDirectory()
const content = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251))
let asked: { readonly path: string; readonly range: string | null; readonly secret: string | null }[] = []

const server = loopbackServer((request) => {
  const { pathname, port } = new URL(request.url)
  const range = request.headers.get("range")
  asked.push({ path: pathname, range, secret: request.headers.get("authorization") })
  const from = Number(/bytes=(\d+)-/.exec(range ?? "")?.[1] ?? 0)
  if (pathname === "/moved") return Response.redirect("/file", 302)
  if (pathname === "/elsewhere") return Response.redirect(`https://localhost:${port}/file`, 307)
  if (pathname === "/insecure") return Response.redirect("http://127.0.0.1:1/file", 302)
  if (pathname === "/circle") return Response.redirect("/circle", 302)
  if (pathname === "/absent") return new Response("no such page", { status: 404 })
  if (pathname === "/silent")
    return new Response(new ReadableStream({ start: (body) => body.enqueue(content.subarray(0, 9)) }))
  if (pathname === "/endless") return new Response(new ReadableStream({ pull: (body) => body.enqueue(content) }))
  if (pathname === "/whole") return new Response(content)
  if (range !== null && from > 0) {
    const headers = { "content-range": `bytes ${from}-${content.length - 1}/${content.length}` }
    return new Response(content.subarray(from), { status: 206, headers })
  }
  return new Response(content)
})
afterAll(() => server.stop())
beforeEach(() => {
  asked = []
})

const environment = { SSL_CERT_FILE: server.trust }
let files = 0
function get(path: string, more: Partial<Download> = {}) {
  files += 1
  const to = more.to ?? directory.at(`file-${files}`)
  const wanted = { url: `${server.url}${path}`, maxBytes: 1 << 20, environment, stallSeconds: 1, ...more, to }
  return download(wanted).then((result) => ({ result, to }))
}

test("a file comes whole, with its bytes counted as they come", async () => {
  const seen: (number | undefined)[] = []
  const { result, to } = await get("/file", { onBytes: (bytes, total) => seen.push(bytes, total) })

  expect(result).toEqual({ ok: true, bytes: content.length })
  expect(readFileSync(to).equals(content)).toBe(true)
  expect(seen.slice(-2)).toEqual([content.length, content.length])
})

test("what breaks off goes on from where it was", async () => {
  const ranges: (string | undefined)[] = []
  let onceArrived: { readonly bytes: number; breakOff(): void } | undefined
  const onBytes = (bytes: number) => {
    if (bytes === onceArrived?.bytes) onceArrived.breakOff()
  }
  const breaking = await breakingServer((request, response) => {
    const { range } = request.headers
    ranges.push(range)
    const from = Number(/bytes=(\d+)-/.exec(range ?? "")?.[1] ?? 0)
    const end = ranges.length < 3 ? from + 70_000 : content.length
    response.writeHead(range === undefined ? 200 : 206, {
      "content-length": content.length - from,
      "content-range": `bytes ${from}-${content.length - 1}/${content.length}`,
    })
    onceArrived = end < content.length ? { bytes: end, breakOff: () => response.destroy() } : undefined
    if (onceArrived === undefined) response.end(content.subarray(from))
    else response.write(content.subarray(from, end))
  })
  try {
    const { result, to } = await get("", { url: breaking.url, onBytes, environment: { SSL_CERT_FILE: breaking.trust } })

    expect(result).toEqual({ ok: true, bytes: content.length })
    expect(readFileSync(to).equals(content)).toBe(true)
    expect(ranges).toEqual([undefined, "bytes=70000-", "bytes=140000-"])
  } finally {
    breaking.stop()
  }
})

test("what an earlier run has fetched in part is not fetched again, unless the server sends the whole", async () => {
  for (const path of ["/file", "/whole"]) {
    const to = directory.at(`resumed${path.slice(1)}`)
    writeFileSync(`${to}.part`, content.subarray(0, 5000))

    const { result } = await get(path, { to })

    expect(result).toEqual({ ok: true, bytes: content.length })
    expect(readFileSync(to).equals(content)).toBe(true)
  }
  expect(asked.map(({ range }) => range)).toEqual(["bytes=5000-", "bytes=5000-"])
})

test("redirects are followed to HTTPS only, and not in a circle", async () => {
  expect((await get("/moved")).result).toMatchObject({ ok: true })
  expect((await get("/insecure")).result).toEqual({ ok: false, why: "insecure", detail: "http://127.0.0.1:1/file" })
  expect((await get("/circle")).result).toMatchObject({ ok: false, why: "redirects" })
  expect((await get("", { url: "http://127.0.0.1:1/file" })).result).toMatchObject({ ok: false, why: "insecure" })
})

test("credentials are not sent on to another host", async () => {
  await get("/elsewhere", { headers: { Authorization: "Bearer one" } })

  expect(asked.map(({ secret }) => secret)).toEqual(["Bearer one", null])
})

test("more than may come, nothing more, no such file, nobody there and a stranger's certificate are told apart", async () => {
  const { result, to } = await get("/endless", { maxBytes: 500_000 })
  expect(result).toMatchObject({ ok: false, why: "too-large" })
  expect(existsSync(to)).toBe(false)
  expect((await get("/file", { maxBytes: 1000 })).result).toMatchObject({ ok: false, why: "too-large" })
  expect((await get("/silent", { stallSeconds: 0.2 })).result).toMatchObject({ ok: false, why: "stalled" })
  expect((await get("/absent")).result).toEqual({ ok: false, why: "status", detail: "404" })
  expect((await get("", { url: "https://127.0.0.1:1/" })).result).toMatchObject({ ok: false, why: "unreachable" })
  expect((await get("/file", { environment: {} })).result).toMatchObject({ ok: false, why: "untrusted" })
})

test("a proxy is used where the variables say so, and only there", async () => {
  const dead = "http://127.0.0.1:1"
  const through = { ...environment, HTTPS_PROXY: dead }
  expect((await get("/file", { environment: through })).result).toMatchObject({ ok: false })
  expect((await get("/file", { environment: { ...through, NO_PROXY: "127.0.0.0/8" } })).result).toMatchObject({
    ok: true,
  })
  process.env["HTTPS_PROXY"] = dead
  try {
    expect((await get("/file")).result).toMatchObject({ ok: true })
  } finally {
    delete process.env["HTTPS_PROXY"]
  }
})

test.each([
  ["example.org", true],
  [".example.org", true],
  ["*.example.org", true],
  ["dl.example.org", true],
  [".dl.example.org", false],
  ["ample.org", false],
  ["dl.example.org:443", true],
  ["dl.example.org:8443", false],
  ["*", true],
  ["10.0.0.0/8", false],
  ["", false],
])("NO_PROXY=%s: dl.example.org is fetched directly: %p", (list, isDirect) => {
  const environment = { https_proxy: "proxy.example.org:3128", no_proxy: list }

  expect(proxyFor(new URL("https://dl.example.org/a"), environment)).toBe(
    isDirect ? undefined : "http://proxy.example.org:3128",
  )
})

test.each([
  ["https://10.1.2.3/", "10.0.0.0/8", true],
  ["https://11.1.2.3/", "10.0.0.0/8", false],
  ["https://[fd00::1]/", "fd00::/8", true],
  ["https://[fd00::1]/", "fd00::1", true],
  ["https://[fe00::1]/", "fd00::/8", false],
])("NO_PROXY knows networks: %s with %s", (url, list, isDirect) => {
  expect(proxyFor(new URL(url), { HTTPS_PROXY: "http://p", NO_PROXY: list })).toBe(isDirect ? undefined : "http://p")
})

test("a proxy that is asked for the runtime counts for the download too, and none goes directly", () => {
  const url = new URL("https://dl.example.org/a")
  const variables = { https_proxy: "http://old:1", NO_PROXY: "dl.example.org", HOME: "/root" }
  const through = (proxy: string | undefined, except?: string) =>
    proxyFor(url, environmentWithProxy(variables, proxy, except))

  expect(through(undefined)).toBeUndefined()
  expect(through("http://new:3128", "10.0.0.0/8")).toBe("http://new:3128")
  expect(through("http://new:3128", ".example.org")).toBeUndefined()
  expect(through("none", "")).toBeUndefined()
})
