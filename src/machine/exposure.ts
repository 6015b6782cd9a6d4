// Who besides root and the caller could exchange a file under our hands: whoever may rename it or a directory on the
// way to it. As sudo (sudo_secure_path) and sshd (safe_path) judge it: by owner and mode of each directory on the way.
// Pure.

/** Owner and permission bits of a directory, or of what lies in it. */
export interface Ownership {
  readonly uid: number
  readonly gid: number
  readonly mode: number
}

export interface Exposure {
  /** The directory, as the node sees it; or what lies in one where everybody may write what is his own. */
  readonly path: string
  /** Everybody may write there; its group may; or it belongs to somebody who is neither root nor the caller. */
  readonly to: "everybody" | "group" | "owner"
  /** Number of the group or of the owner. */
  readonly id: number
}

/** Permission bits; see inode(7). */
const byOthers = 0o002
const byGroup = 0o020
const sticky = 0o1000

/** Whose group holds nobody but him: its members are told by the system's own lists of users and groups. */
export type IsPrivateGroup = (gid: number, uid: number) => boolean

/**
 * Whether somebody else decides what the name of `child` means in this directory. With the sticky bit everybody may
 * rename what is his own only.
 */
export function exposureAt(
  directory: string,
  { uid, gid, mode }: Ownership,
  child: { readonly path: string; readonly uid: number } | undefined,
  caller: number,
  isPrivateGroup: IsPrivateGroup,
): Exposure | undefined {
  const isTrusted = (owner: number) => owner === 0 || owner === caller
  if (!isTrusted(uid)) return { path: directory, to: "owner", id: uid }
  const everybody = (mode & byOthers) !== 0
  const group = (mode & byGroup) !== 0 && !isStaffs(directory, gid) && !(uid === caller && isPrivateGroup(gid, uid))
  if (!everybody && !group) return undefined
  if ((mode & sticky) === 0) return { path: directory, to: everybody ? "everybody" : "group", id: gid }
  return child === undefined || isTrusted(child.uid) ? undefined : { path: child.path, to: "owner", id: child.uid }
}

/** The group `staff` of Debian and its descendants; see base-passwd, users-and-groups. */
const staff = 50

/** Made root:staff 2775 by base-files, whose members may install programs there; Debian Policy 9.1.2. */
function isStaffs(directory: string, gid: number): boolean {
  return gid === staff && /^\/(usr|var)\/local(\/|$)/.test(directory)
}
