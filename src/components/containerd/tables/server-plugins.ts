// Where schema 4 keeps what configured the daemon's own sockets before: containerd 2.3.7
// cmd/containerd/server/config/config.go, serviceMigrate, and the Config types of plugins/server.
import { grpcServerId } from "./plugin-ids.ts"

export interface ServerRow {
  /** The table at the top in schema 3 and older. */
  readonly table: string
  /** The plugin that has it from schema 4 on. */
  readonly plugin: string
  /** Old key to new key. */
  readonly keys: Readonly<Record<string, string>>
}

export const ttrpcServerId = "io.containerd.server.v1.ttrpc"
export const grpcTcpServerId = "io.containerd.server.v1.grpc-tcp"

/** Of both of containerd's own gRPC servers. */
export const sizeKeys = ["max_recv_message_size", "max_send_message_size"] as const

const socket = { address: "address", uid: "uid", gid: "gid" }

export const serverRows: readonly ServerRow[] = [
  { table: "debug", plugin: "io.containerd.server.v1.debug", keys: socket },
  {
    table: "grpc",
    plugin: grpcServerId,
    keys: { ...socket, max_recv_message_size: sizeKeys[0], max_send_message_size: sizeKeys[1] },
  },
  {
    table: "grpc",
    plugin: grpcTcpServerId,
    keys: {
      tcp_address: "address",
      tcp_tls_ca: "tls_ca",
      tcp_tls_cert: "tls_cert",
      tcp_tls_key: "tls_key",
      tcp_tls_common_name: "tls_common_name",
    },
  },
  { table: "ttrpc", plugin: ttrpcServerId, keys: socket },
  { table: "metrics", plugin: "io.containerd.metrics.v1.grpc-prometheus", keys: { grpc_histogram: "grpc_histogram" } },
  { table: "metrics", plugin: "io.containerd.server.v1.metrics", keys: { address: "address" } },
]
