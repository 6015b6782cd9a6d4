// Users and groups of the machine criadm runs on, as far as they tell who is in a group. Only what its own two files
// list is known: a group of a directory service is nobody's private one.
import { readFileSync } from "node:fs"
import { errnoOf } from "./errno.ts"

/**
 * Whether a group is private to a user, as useradd and adduser make them: his own first group, nobody else's, and
 * with no further member. See group(5), passwd(5). Group 0 is never: administrators are put in it.
 */
export function isPrivateGroup(gid: number, uid: number): boolean {
  const group = linesOf("/etc/group").find((fields) => fields[2] === String(gid))
  const users = linesOf("/etc/passwd").filter((fields) => fields[3] === String(gid))
  if (gid === 0 || group === undefined || users.some((fields) => fields[2] !== String(uid))) return false
  const members = (group[3] ?? "").split(",").filter((name) => name !== "")
  return users.length > 0 && members.every((name) => users.some((fields) => fields[0] === name))
}

function linesOf(file: string): readonly (readonly string[])[] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .map((line) => line.split(":"))
  } catch (error) {
    errnoOf(error)
    return []
  }
}
