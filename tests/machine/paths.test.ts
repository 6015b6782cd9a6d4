// Links are followed inside the root, whatever they say.
import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { directoryOf, followLinks, nameOf, type Step } from "../../src/machine/paths.ts"

/** A tree of links and directories; what is not named is a file if asked for below "/etc". */
function treeOf(links: Readonly<Record<string, string>>, directories: readonly string[]) {
  return (path: string): Step => {
    const target = links[path]
    if (target !== undefined) return { is: "link", target }
    if (directories.includes(path)) return { is: "directory" }
    return path.startsWith("/etc/") ? { is: "other" } : { is: "error", errno: "ENOENT" }
  }
}

describe("following links", () => {
  test("a relative link is followed from where it stands", () => {
    const tree = treeOf({ "/var/lib": "../etc" }, ["/var", "/etc"])

    expect(followLinks("/var/lib/x", tree)).toEqual({ ok: true, path: "/etc/x" })
  })

  test("an absolute link starts over at the root", () => {
    const tree = treeOf({ "/a/b": "/etc/x" }, ["/a", "/etc"])

    expect(followLinks("/a/b", tree)).toEqual({ ok: true, path: "/etc/x" })
  })

  test("a link with too many .. ends at the root and not above it", () => {
    const tree = treeOf({ "/a": "../../../../etc/x" }, ["/etc"])

    expect(followLinks("/a", tree)).toEqual({ ok: true, path: "/etc/x" })
    expect(followLinks("/../../etc/x", tree)).toEqual({ ok: true, path: "/etc/x" })
  })

  test(".. after a link leaves the link's target, not the link's own directory", () => {
    const tree = treeOf({ "/a": "/etc/b" }, ["/etc", "/etc/b"])

    expect(followLinks("/a/../x", tree)).toEqual({ ok: true, path: "/etc/x" })
  })

  test("links in a circle are ELOOP, and so is a chain of more than forty", () => {
    const circle = treeOf({ "/a": "/b", "/b": "/a" }, [])
    const chain = (path: string): Step => ({ is: "link", target: `/${Number(path.slice(1)) + 1}` })

    expect(followLinks("/a", circle)).toMatchObject({ ok: false, errno: "ELOOP" })
    expect(followLinks("/1", chain)).toMatchObject({ ok: false, errno: "ELOOP", at: "/41" })
  })

  test("a file in the middle of a path is ENOTDIR and an absent part is ENOENT", () => {
    const tree = treeOf({}, ["/etc"])

    expect(followLinks("/etc/file/x", tree)).toMatchObject({ ok: false, errno: "ENOTDIR", at: "/etc/file" })
    expect(followLinks("/opt/x", tree)).toMatchObject({ ok: false, errno: "ENOENT", at: "/opt" })
  })

  test("the last link is kept when it is the link itself that is asked about", () => {
    const tree = treeOf({ "/a": "/etc", "/etc/b": "x" }, ["/etc"])

    expect(followLinks("/a/b", tree, "keep")).toEqual({ ok: true, path: "/etc/b" })
    expect(followLinks("/etc/..", tree, "keep")).toEqual({ ok: true, path: "/" })
  })

  test("a NUL in a path is EINVAL and a path beyond the kernel's limit ENAMETOOLONG", () => {
    const directories = (): Step => ({ is: "directory" })

    expect(followLinks("/etc/a\0b", directories)).toMatchObject({ ok: false, errno: "EINVAL" })
    expect(followLinks("/long".repeat(1000), directories)).toMatchObject({ ok: false, errno: "ENAMETOOLONG" })
  })

  test("no tree of links leads to a path with .. in it, or goes on for ever", () => {
    const component = fc.constantFrom("a", "b", "..", ".", "")
    const path = fc.array(component, { maxLength: 6 }).map((parts) => `/${parts.join("/")}`)
    const target = fc.tuple(fc.constantFrom("", "/"), fc.array(component, { minLength: 1, maxLength: 6 }))
    const links = fc.dictionary(
      path,
      target.map(([start, parts]) => start + parts.join("/")),
    )

    fc.assert(
      fc.property(path, links, (asked, tree) => {
        const found = followLinks(asked, (here) => {
          const link = tree[here]
          return link === undefined ? { is: "directory" } : { is: "link", target: link }
        })
        if (found.ok) expect(found.path).toMatch(/^\/$|^(?:\/(?!\.\.?(?:\/|$))[^/]+)+$/)
        else expect(found.errno).toBe("ELOOP")
      }),
      { numRuns: 2000 },
    )
  })

  test("a path is taken apart into its directory and its name", () => {
    expect([directoryOf("/etc/hosts"), nameOf("/etc/hosts")]).toEqual(["/etc", "hosts"])
    expect([directoryOf("/etc"), nameOf("/")]).toEqual(["/", ""])
  })
})
