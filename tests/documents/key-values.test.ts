import { expect, test } from "bun:test"
import { environmentFile, sysctlConf, sysctlName } from "../../src/documents/assignments/key-values.ts"
import { edited, remove, set } from "./edited.ts"

const forward = set(["net.ipv4.ip_forward"], 1)

test("the last line of a kernel setting counts, and it is the one that is changed", () => {
  const text = "net.ipv4.ip_forward = 1\n; net.ipv4.ip_forward = 7\nnet.ipv4.ip_forward=0\n"
  const parsed = sysctlConf.parse("f", text)

  expect(parsed.ok && parsed.value.root).toEqual({ "net.ipv4.ip_forward": "0" })
  expect(parsed.ok && parsed.value.keys.map(({ keyPlace }) => keyPlace.line)).toEqual([1, 3])
  expect(edited(sysctlConf, text, forward)).toBe(text.replace("=0", "=1"))
})

test("slashes and a leading dash stay as they are written", () => {
  expect(edited(sysctlConf, "-net/ipv4/ip_forward = 0 \r\n", forward)).toBe("-net/ipv4/ip_forward = 1 \r\n")
  expect(sysctlName("net/ipv4/conf/eth0.1/rp_filter")).toBe("net.ipv4.conf.eth0/1.rp_filter")
  expect(sysctlName("net.ipv4.conf.eth0/1.rp_filter")).toBe("net.ipv4.conf.eth0/1.rp_filter")
})

test("a new kernel setting is appended in the form of the last line", () => {
  expect(edited(sysctlConf, "", set(["net.ipv4.ip_forward"], "1", "Set by criadm."))).toBe(
    "# Set by criadm.\nnet.ipv4.ip_forward = 1\n",
  )
  expect(edited(sysctlConf, "vm.x=2", forward)).toBe("vm.x=2\nnet.ipv4.ip_forward=1\n")
})

test("a removed kernel setting goes from every line, so that no earlier one comes back", () => {
  expect(edited(sysctlConf, "a.b = 1\nc.d = 2\na/b = 3\n", remove("a.b"))).toBe("c.d = 2\n")
})

test("what stands behind a value belongs to it, because sysctl.d has no such comments", () => {
  const parsed = sysctlConf.parse("f", "net.ipv4.ip_forward = 1 # on\nno assignment\n")
  expect(parsed.ok && parsed.value.root).toEqual({ "net.ipv4.ip_forward": "1 # on" })
  expect(parsed.ok && parsed.value.ignoredLines.map(({ line }) => line)).toEqual([2])
})

function environment(text: string): unknown {
  const parsed = environmentFile.parse("f", text)
  return parsed.ok ? parsed.value.root : parsed.fault.code
}

test("environment files are read as systemd reads them", () => {
  expect(environment('A="b c"\n')).toEqual({ A: "b c" })
  expect(environment("A=--x --y  \n")).toEqual({ A: "--x --y" })
  expect(environment("A='$x \"y\"'\n")).toEqual({ A: '$x "y"' })
  expect(environment('A="\\"\\\\\\$\\n"\n')).toEqual({ A: '"\\$\\n' })
  expect(environment("A=one\\\ntwo\nB=2\n")).toEqual({ A: "onetwo", B: "2" })
  expect(environment("# A=1\n;B=2\nC\nD = 4 \n")).toEqual({ D: "4" })
  expect(environment("A=1\nA=2\n")).toEqual({ A: "2" })
  expect(environment('A="x" # no comment\n')).toEqual({ A: "x# no comment" })
  expect(environment("A=unclosed ' quote\n")).toEqual({ A: "unclosed ' quote" })
})

test("an exported variable is told, because systemd ignores it", () => {
  const parsed = environmentFile.parse("f", "export A=1\nB=2\n")
  expect(parsed.ok && [parsed.value.root, parsed.value.exportedKeys]).toEqual([{ A: "1", B: "2" }, ["A"]])
  expect(edited(environmentFile, "export A=1\n", set(["A"], "2"))).toBe("export A=2\n")
})

test("a variable keeps its quotes, and gets them where its value needs them", () => {
  const wanted = set(["A"], "--x --y")
  expect(edited(environmentFile, 'A="1"\n', wanted)).toBe('A="--x --y"\n')
  expect(edited(environmentFile, "A='1'\n", wanted)).toBe("A='--x --y'\n")
  expect(edited(environmentFile, "A=--z --q\n", wanted)).toBe("A=--x --y\n")
  expect(edited(environmentFile, "A=\n", wanted)).toBe('A="--x --y"\n')
  expect(edited(environmentFile, "", set(["A"], 'say "$x"'))).toBe('A="say \\"\\$x\\""\n')
  expect(edited(environmentFile, 'A="a \\\n  b"\nB=2\n', wanted)).toBe('A="--x --y"\nB=2\n')
})

test("what has no place in a flat file is refused", () => {
  expect(edited(environmentFile, "", set(["A", "B"], "1"))).toBe("refused: this file has no tables")
  expect(edited(sysctlConf, "", { edit: "add-element", path: ["a.b"], value: "1" })).toBe(
    "refused: this file has no lists",
  )
  expect(edited(sysctlConf, "", set(["a.b"], "1\n2"))).toStartWith("refused: ")
  expect(edited(sysctlConf, "", set(["a=b"], "1"))).toStartWith("refused: ")
  expect(edited(environmentFile, "", set(["A"], "\0"))).toStartWith("refused: ")
})
