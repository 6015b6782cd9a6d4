import { describe, expect, test } from "bun:test"
import { toml } from "../../src/documents/toml/toml.ts"
import { brokenAt, edited, remove, set } from "./edited.ts"

const runc = ["plugins", "io.containerd.grpc.v1.cri", "containerd", "runtimes", "runc", "options", "SystemdCgroup"]
const header = 'plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc'
const systemd = set(runc, true)

describe("a key that is there", () => {
  test("gets its new value and keeps blanks, tabs and the comment beside it", () => {
    expect(edited(toml, `[${header}.options]\n\tSystemdCgroup\t=\tfalse # why\n`, systemd)).toBe(
      `[${header}.options]\n\tSystemdCgroup\t=\ttrue # why\n`,
    )
  })

  test("keeps the kind of its quotes", () => {
    expect(edited(toml, "a = 'x'\nb = \"x\"\n", set(["a"], "y"), set(["b"], "y"))).toBe("a = 'y'\nb = \"y\"\n")
  })

  test("gets double quotes when its new text cannot stand between single ones", () => {
    expect(edited(toml, "a = 'x'\n", set(["a"], "it's"))).toBe('a = "it\'s"\n')
  })

  test("is left byte for byte when it has the value already, however it is spelled", () => {
    const text = "version=0x2\nratio = 1.0\nname = '''runc'''\n"
    expect(edited(toml, text, set(["version"], 2), set(["ratio"], 1), set(["name"], "runc"))).toBe(text)
  })

  test("stays a float where it was one", () => {
    expect(edited(toml, "ratio = 0.5\n", set(["ratio"], 1))).toBe("ratio = 1.0\n")
  })
})

describe("a key that is not there", () => {
  test("stands at the end of its table, indented like the others", () => {
    expect(edited(toml, `[${header}.options]\r\n  BinaryName = ""\r\n\r\n[other]\r\nx = 1`, systemd)).toBe(
      `[${header}.options]\r\n  BinaryName = ""\r\n  SystemdCgroup = true\r\n\r\n[other]\r\nx = 1`,
    )
  })

  test("gets its comment above it, with the same indentation", () => {
    expect(edited(toml, "[a]\n  b = 1\n", set(["a", "c"], 2, "Set by criadm."))).toBe(
      "[a]\n  b = 1\n  # Set by criadm.\n  c = 2\n",
    )
  })

  test("goes into the inline table of its relatives", () => {
    expect(edited(toml, `[${header}]\noptions = { BinaryName = "runc" } # c\n`, systemd)).toBe(
      `[${header}]\noptions = { BinaryName = "runc", SystemdCgroup = true } # c\n`,
    )
    expect(edited(toml, `[${header}]\noptions = {}\n`, systemd)).toBe(
      `[${header}]\noptions = { SystemdCgroup = true }\n`,
    )
  })

  test("stands beside its relatives with dotted keys", () => {
    expect(edited(toml, `[${header}]\noptions.BinaryName = "runc" # c\nz = 1\n`, systemd)).toBe(
      `[${header}]\noptions.BinaryName = "runc" # c\noptions.SystemdCgroup = true\nz = 1\n`,
    )
  })

  test("gets a new header after the related tables, spelled and indented as they are", () => {
    const text = `version = 2\n\n[plugins]\n  [plugins.'io.containerd.grpc.v1.cri']\n    x = 'l'\n    [plugins.'io.containerd.grpc.v1.cri'.containerd]\n      y = 1\n      # about y\n\n  [plugins.other]\n    z = 1\n`
    expect(edited(toml, text, set(["plugins", "io.containerd.grpc.v1.cri", "containerd", "q"], "v", "why"))).toContain(
      "      y = 1\n      # why\n      q = 'v'\n      # about y\n",
    )
    expect(
      edited(toml, text, set(["plugins", "io.containerd.grpc.v1.cri", "containerd", "runtimes", "q"], "v", "why")),
    ).toBe(
      text.replace(
        "      # about y\n",
        "      # about y\n\n      # why\n      [plugins.'io.containerd.grpc.v1.cri'.containerd.runtimes]\n        q = 'v'\n",
      ),
    )
  })

  test("leaves comments that run into the next header with that header", () => {
    expect(edited(toml, "[a]\nx = 1\n# about b\n[b]\ny = 2\n", set(["a", "c", "z"], 3))).toBe(
      "[a]\nx = 1\n[a.c]\nz = 3\n# about b\n[b]\ny = 2\n",
    )
  })

  test("stands after the last line of a value that has several", () => {
    expect(edited(toml, '[a]\nx = [\n  "1", # , one\n]\n', set(["a", "y"], 2))).toBe(
      '[a]\nx = [\n  "1", # , one\n]\ny = 2\n',
    )
  })

  test("gets its super-table's header before the sub-tables that are there", () => {
    expect(edited(toml, "# about\n[a.b.c]\nx = 1\n", set(["a", "b", "y"], 2))).toBe(
      "[a.b]\ny = 2\n\n# about\n[a.b.c]\nx = 1\n",
    )
  })

  test("goes into the super-table that comes after its sub-tables", () => {
    expect(edited(toml, "[a.b]\nx = 1\n\n[a]\n", set(["a", "y"], 2))).toBe("[a.b]\nx = 1\n\n[a]\ny = 2\n")
  })

  test("stands above the first table when it is a top-level key", () => {
    expect(edited(toml, "# licence\n\n# about a\n[a]\nb = 1\n", set(["version"], 2))).toBe(
      "# licence\n\nversion = 2\n\n# about a\n[a]\nb = 1\n",
    )
    expect(edited(toml, 'root="x"\n[a]\n', set(["version"], 2))).toBe('root="x"\nversion=2\n[a]\n')
  })

  test("is written into an empty file, a file of comments and a file without final line break", () => {
    expect(edited(toml, "", set(["a", "b"], 1))).toBe("[a]\nb = 1\n")
    expect(edited(toml, "# only this", set(["version"], 2))).toBe("# only this\nversion = 2\n")
    expect(edited(toml, "[a]\nb = 1", set(["a", "c"], 2))).toBe("[a]\nb = 1\nc = 2\n")
  })

  test("keeps the byte-order mark in front", () => {
    expect(edited(toml, "\uFEFFa = 1\n", set(["b"], 2))).toBe("\uFEFFa = 1\nb = 2\n")
  })
})

describe("a table", () => {
  test("is set key by key, so that keys that are right keep their lines", () => {
    expect(edited(toml, "[a]\nx = 1 # right\ny = 2\n", set(["a"], { x: 1, z: { q: ["r"] } }))).toBe(
      '[a]\nx = 1 # right\n\n[a.z]\nq = ["r"]\n',
    )
  })

  test("goes with its sub-tables, its keys and the comments among them, and nothing else", () => {
    const text =
      "[p]\n\n# about x\n[p.x]\n  a = 1\n  # inside\n  [p.x.y]\n    b = 2\n\n# about z\n[p.z]\nq = 1\nx.d = 1\n"
    expect(edited(toml, text, remove("p", "x"))).toBe("[p]\n\n# about x\n\n# about z\n[p.z]\nq = 1\nx.d = 1\n")
  })

  test("goes when it is a list of tables", () => {
    expect(edited(toml, "[[m]]\na = 1\n\n[[m]]\na = 2\n\n[n]\n", remove("m"))).toBe("[n]\n")
  })

  test("in a list of tables is left alone, because the path does not say which", () => {
    expect(edited(toml, "[[m]]\na = 1\n", set(["m", "a"], 2))).toStartWith("refused: ")
    expect(edited(toml, "[[m]]\na = 1\n", set(["m", "0", "a"], 2))).toStartWith("refused: ")
  })

  test("is not replaced by a single value", () => {
    expect(edited(toml, "[a]\nb = 1\n", set(["a"], 1))).toBe("refused: it is a table in this file")
  })
})

describe("a list", () => {
  const cri = { edit: "remove-element", path: ["disabled_plugins"], value: "cri" } as const

  test("loses every element that is meant", () => {
    expect(edited(toml, 'disabled_plugins = ["cri"] # debian\n', cri)).toBe("disabled_plugins = [] # debian\n")
    expect(edited(toml, 'disabled_plugins = ["cri", "btrfs", "cri"]\n', cri)).toBe('disabled_plugins = ["btrfs"]\n')
    expect(edited(toml, "disabled_plugins = [ 'btrfs', 'cri', ]\n", cri)).toBe("disabled_plugins = [ 'btrfs', ]\n")
  })

  test("keeps the comments of the elements that stay", () => {
    const text = 'disabled_plugins = [\n  # first\n  "btrfs", # b\n  "cri", # c\n  "zfs" # z\n  # end\n]\n'
    expect(edited(toml, text, cri)).toBe(text.replace('  "cri", # c\n', ""))
  })

  test("is not misled by commas and brackets in comments", () => {
    const text = 'disabled_plugins = [\n  "cri" # , ]\n  , "zfs" # , "cri"\n]\n'
    expect(edited(toml, text, cri)).toBe('disabled_plugins = [\n   # , ]\n   "zfs" # , "cri"\n]\n')
  })

  test("gets an element in the form of the others, and not twice", () => {
    const add = { edit: "add-element", path: ["imports"], value: "/x" } as const
    expect(edited(toml, "imports = ['/a']\n", add)).toBe("imports = ['/a', '/x']\n")
    expect(edited(toml, 'imports = [\n  "/a",  # c\n]\n', add)).toBe('imports = [\n  "/a",  # c\n  "/x",\n]\n')
    expect(edited(toml, 'imports = [\n  "/a"  # c\n]\n', add)).toBe('imports = [\n  "/a",  # c\n  "/x"\n]\n')
    expect(edited(toml, 'imports = ["/x"]\n', add)).toBe('imports = ["/x"]\n')
    expect(edited(toml, "version = 2\n", add)).toBe('version = 2\nimports = ["/x"]\n')
  })
})

describe("what cannot be written", () => {
  test("is refused", () => {
    expect(edited(toml, "", set(["a"], null))).toBe("refused: TOML has no null")
    expect(edited(toml, "", set(["a"], "\uD800"))).toStartWith("refused: ")
    expect(edited(toml, "", set(["a"], 2n ** 63n))).toStartWith("refused: ")
    expect(edited(toml, "a = 1\n", set(["a", "b"], 1))).toBe("refused: a is a single value, not a table")
  })
})

describe("a broken file", () => {
  test("is shown with the place and with what was expected", () => {
    expect(brokenAt(toml.parse, "a = 1\nb =\nc = 2\n")).toBe("2:4 a value was expected after the =.")
    expect(brokenAt(toml.parse, "abc\n")).toBe("1:4 an = was expected after the key.")
    expect(brokenAt(toml.parse, "[a]\n[a]\n")).toStartWith("2:2 this key or table is defined twice")
    expect(brokenAt(toml.parse, "a = “x”\n")).toStartWith("1:5 a value was expected here: text in straight quotes")
    expect(brokenAt(toml.parse, "a = 9223372036854775808\n")).toStartWith("1:5 a whole number of at most 64 bits")
  })

  test("is one with syntax of TOML 1.1, which the runtimes do not read", () => {
    expect(brokenAt(toml.parse, "a = { b = 1, }\n")).toStartWith("1:12 no comma was expected")
    expect(brokenAt(toml.parse, "a = {\n b = 1 }\n")).toContain("an inline table must end on the line")
    expect(brokenAt(toml.parse, 'a = "\\e"\n')).toContain("an escape such as")
  })

  test("is not edited", () => {
    expect(edited(toml, "a =\n", set(["b"], 1))).toBe("fault: document-broken")
  })
})

describe("keys", () => {
  test("have their place, headers too, and elements are named by their index", () => {
    const parsed = toml.parse("/etc/f", '\uFEFFa = 1\n  [b."c d"] # x\n  e.f = { g = 2 }\n[[m]]\nn = 3\n')
    if (!parsed.ok) throw new Error("it is valid")
    const seen = parsed.value.keys.map(({ path, keyPlace, valuePlace }) => {
      return `${path.join("/")} ${keyPlace.line}:${keyPlace.column}+${keyPlace.length} ${valuePlace.line}:${valuePlace.column}+${valuePlace.length}`
    })
    expect(seen).toEqual([
      "a 1:1+1 1:5+1",
      "b/c d 2:4+7 2:3+9",
      "b/c d/e/f 3:3+3 3:9+9",
      "b/c d/e/f/g 3:11+1 3:15+1",
      "m/0 4:3+1 4:1+5",
      "m/0/n 5:1+1 5:5+1",
    ])
    expect(parsed.value.hasByteOrderMark).toBe(true)
    expect(parsed.value.keys[1]?.keyPlace.text).toBe('  [b."c d"] # x')
  })

  test("with a value over several lines have the length of its first line", () => {
    const parsed = toml.parse("/etc/f", "a = [\n  1,\n]\n")
    expect(parsed.ok && parsed.value.keys[0]?.valuePlace).toEqual({
      file: "/etc/f",
      line: 1,
      column: 5,
      length: 1,
      text: "a = [",
    })
  })

  test("that have names of JavaScript are keys like others", () => {
    const parsed = toml.parse("/etc/f", "__proto__ = 1\n[constructor]\ntoString = 2\n")
    expect(parsed.ok && Object.keys(parsed.value.root)).toEqual(["__proto__", "constructor"])
    expect(edited(toml, "__proto__ = 1\n", set(["__proto__"], 2))).toBe("__proto__ = 2\n")
    expect(edited(toml, "", set(["constructor", "a"], 2))).toBe("[constructor]\na = 2\n")
  })

  test("keep every digit of a long whole number", () => {
    const parsed = toml.parse("/etc/f", "a = 9007199254740993\nb = 7\n")
    expect(parsed.ok && parsed.value.root).toEqual({ a: 9007199254740993n, b: 7 })
  })
})
