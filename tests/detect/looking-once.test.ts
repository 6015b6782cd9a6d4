// One look at a node: each question about files is asked once, and none that a list of a directory has answered.
import { describe, expect, test } from "bun:test"
import { lookingOnce } from "../../src/detect/looking-once.ts"
import type { ReadingMachine } from "../../src/machine/reading.ts"
import { memoryMachine } from "../machine/memory-machine.ts"

const node = memoryMachine({
  files: { "/etc/systemd/system/containerd.service": "[Service]\n" },
  links: { "/etc/systemd/system/masked.service": "/dev/null" },
})

function lookedAt() {
  const asked: string[] = []
  const noted = (question: string, path: string) => {
    asked.push(`${question} ${path}`)
    return path
  }
  const noting = {
    ...node,
    readFile: (path, options) => node.readFile(noted("read", path), options),
    inspect: (path) => node.inspect(noted("inspect", path)),
    list: (path) => node.list(noted("list", path)),
    resolve: (path) => node.resolve(noted("resolve", path)),
  } satisfies ReadingMachine
  return { look: lookingOnce(noting), asked }
}

describe("a look at a node", () => {
  test("asks each question about a path once", () => {
    const { look, asked } = lookedAt()
    const unit = "/etc/systemd/system/containerd.service"
    for (let time = 0; time < 2; time++) {
      expect(look.inspect(unit)?.kind).toBe("file")
      expect(look.readFile(unit).state).toBe("read")
      expect(look.inspect("/etc/systemd/system/crio.service")).toBeUndefined()
    }

    expect(asked).toHaveLength(3)
  })

  test("asks for nothing that is not on the list of its directory", () => {
    const { look, asked } = lookedAt()
    look.list("/etc/systemd/system")
    const absent = "/etc/systemd/system/crio.service"

    expect(look.inspect(absent)).toBeUndefined()
    expect(look.resolve(absent)).toBeUndefined()
    expect(look.list(absent)).toBeUndefined()
    expect(look.readFile(absent)).toEqual({ state: "absent", path: absent })
    expect(asked).toEqual(["list /etc/systemd/system"])
  })

  test("finds all that is on the list, a link that leads nowhere too", () => {
    const { look } = lookedAt()
    look.list("/etc/systemd/system")

    expect(look.inspect("/etc/systemd/system/containerd.service")?.kind).toBe("file")
    expect(look.inspect("/etc/systemd/system/masked.service")?.kind).toBe("symlink")
    expect(look.inspect("/etc/systemd/system/.")?.kind).toBe("directory")
  })

  test("asks in a directory that cannot be listed", () => {
    const closed = { ...node, list: () => undefined } satisfies ReadingMachine
    const look = lookingOnce(closed)
    look.list("/etc/systemd/system")

    expect(look.inspect("/etc/systemd/system/containerd.service")?.kind).toBe("file")
  })
})
