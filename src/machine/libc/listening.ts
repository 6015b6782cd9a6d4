// Which TCP sockets listen on a port, asked of the kernel by netlink (sock_diag(7)). /proc/net/tcp says the same, and to
// print it the kernel walks its whole table of connections, which grows with the memory of the machine: 7 ms of processor
// time for it and tcp6 on one of 24 GB, with not one connection in it.
import type { ListeningSocket } from "../reading.ts"
import { openLibc } from "./libc.ts"

/** linux/socket.h, linux/netlink.h, linux/sock_diag.h, linux/inet_diag.h, net/tcp_states.h. */
const AF_INET = 2
const AF_INET6 = 10
const AF_NETLINK = 16
const SOCK_RAW_CLOEXEC = 3 | 0o2000000
const NETLINK_SOCK_DIAG = 4
const SOCK_DIAG_BY_FAMILY = 20
const NLM_F_REQUEST_DUMP = 0x301
const NLM_F_DUMP_INTR = 0x10
const NLMSG_ERROR = 2
const NLMSG_DONE = 3
const IPPROTO_TCP = 6
const onlyListening = 1 << 10
const MSG_DONTWAIT = 0x40

/** struct nlmsghdr, and struct inet_diag_req_v2 behind it. In bytes. */
const headerBytes = 16
const requestBytes = headerBytes + 56

/** A dump comes in pieces of at most so many bytes; net/netlink/af_netlink.c, netlink_recvmsg. */
const mostBytes = 32 * 1024

/** Undefined: the kernel cannot be asked, or did not tell all of it. */
export function listeningOn(port: number): readonly ListeningSocket[] | undefined {
  const libc = openLibc({
    socket: { args: ["i32", "i32", "i32"], returns: "i32" },
    send: { args: ["i32", "ptr", "u64", "i32"], returns: "i64" },
    recv: { args: ["i32", "ptr", "u64", "i32"], returns: "i64" },
    close: { args: ["i32"], returns: "i32" },
  })
  if (libc === undefined) return undefined
  const { socket, send, recv, close } = libc.symbols
  const descriptor = socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG)
  try {
    if (descriptor < 0) return undefined
    const found: ListeningSocket[] = []
    for (const family of [AF_INET, AF_INET6]) {
      const request = requestFor(family, port)
      if (Number(send(descriptor, request, BigInt(request.length), 0)) !== request.length) return undefined
      for (let isOver = false; !isOver; ) {
        const piece = Buffer.alloc(mostBytes)
        const length = Number(recv(descriptor, piece, BigInt(piece.length), MSG_DONTWAIT))
        const read = length <= 0 ? undefined : socketsIn(piece.subarray(0, length), port)
        if (read === undefined) return undefined
        found.push(...read.sockets)
        isOver = read.isOver
      }
    }
    return found
  } finally {
    if (descriptor >= 0) close(descriptor)
    libc.close()
  }
}

function requestFor(family: number, port: number): Buffer {
  const request = Buffer.alloc(requestBytes)
  request.writeUInt32LE(requestBytes, 0)
  request.writeUInt16LE(SOCK_DIAG_BY_FAMILY, 4)
  request.writeUInt16LE(NLM_F_REQUEST_DUMP, 6)
  request.writeUInt8(family, headerBytes)
  request.writeUInt8(IPPROTO_TCP, headerBytes + 1)
  request.writeUInt32LE(onlyListening, headerBytes + 4)
  request.writeUInt16BE(port, headerBytes + 8)
  return request
}

/** Of messages that follow one another, each struct nlmsghdr and struct inet_diag_msg; undefined: not what was asked. */
function socketsIn(bytes: Buffer, port: number) {
  const sockets: ListeningSocket[] = []
  for (let at = 0; at + headerBytes <= bytes.length; ) {
    const length = bytes.readUInt32LE(at)
    const type = bytes.readUInt16LE(at + 4)
    const isInterrupted = (bytes.readUInt16LE(at + 6) & NLM_F_DUMP_INTR) !== 0
    if (isInterrupted || type === NLMSG_ERROR || length < headerBytes || at + length > bytes.length) return undefined
    if (type === NLMSG_DONE) return { sockets, isOver: true }
    const about = bytes.subarray(at + headerBytes, at + length)
    if (type !== SOCK_DIAG_BY_FAMILY || about.length < 72) return undefined
    if (about.readUInt16BE(4) === port) {
      const address = about.subarray(8, about[0] === AF_INET ? 12 : 24)
      sockets.push({ address: [...address], inode: String(about.readUInt32LE(68)) })
    }
    // NLMSG_ALIGN.
    at += (length + 3) & ~3
  }
  return { sockets, isOver: false }
}
