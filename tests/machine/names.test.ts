// Names of files are bytes: whatever they are, they come in as text and go out as the same bytes.
import { describe, expect, test } from "bun:test"
import { symlinkSync, writeFileSync } from "node:fs"
import fc from "fast-check"
import { linuxMachine } from "../../src/machine/linux.ts"
import { bytesOfName, textOfName } from "../../src/machine/names.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

const directory = temporaryDirectory()

describe("a name", () => {
  test("that is text is that text", () => {
    expect(textOfName(Buffer.from("99-ü-\u{1f600}.conf"))).toBe("99-ü-\u{1f600}.conf")
    expect(bytesOfName("99-ü-\u{1f600}.conf")).toBe("99-ü-\u{1f600}.conf")
  })

  test("of any bytes comes out as the same bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 24 }), (bytes) => {
        expect(Buffer.from(bytesOfName(textOfName(bytes)))).toEqual(Buffer.from(bytes))
      }),
      { numRuns: 2000 },
    )
  })

  test("that is no UTF-8 is listed, read, linked to, replaced and removed like any other", () => {
    const root = directory.root()
    const [name, link] = ["99-z\udcfe.conf", "l\udcff"]
    const below = (text: string) => Buffer.concat([Buffer.from(`${root}/`), Buffer.from(bytesOfName(text))])
    writeFileSync(below(name), "net.ipv4.ip_forward=0\n")
    symlinkSync(bytesOfName(name), below(link))
    const machine = linuxMachine({ root })

    expect(machine.list("/")).toEqual([name, link])
    expect(machine.inspect(`/${link}`)).toMatchObject({ kind: "symlink", target: name })
    expect(machine.readFile(`/${link}`)).toMatchObject({ state: "read", realPath: `/${name}` })
    const file = { bytes: Buffer.from("x"), mode: 0o644, uid: machine.uid, gid: 0 }
    expect(machine.replaceFile(`/${name}`, file)).toEqual({ ok: true })
    expect(machine.list("/")).toEqual([name, link])
    expect(machine.readFile(`/${name}`)).toMatchObject({ bytes: Buffer.from("x") })
    expect(machine.removeFile(`/${name}`)).toEqual({ ok: true })
    expect(machine.list("/")).toEqual([link])
  })
})
