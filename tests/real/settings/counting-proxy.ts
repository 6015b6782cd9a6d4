// A registry over TLS and an HTTP proxy in front of it, on a node's loopback; to be run in the node's network namespace. Prints
// where the registry and the proxy are, then a line for each tunnel that the proxy is asked for and each path that the
// registry serves. Whatever host a tunnel is for, it leads to the registry: the node can resolve no name.
import { createServer } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { tlsRegistry } from "../support/tls-registry.ts"

const names = process.argv.slice(2).map((name) => `DNS:${name}`)
const registry = await tlsRegistry("", "nothing", { names, onServed: (path) => console.log(`served ${path}`) })
const port = Number(registry.host.split(":")[1])

const proxy = createServer((_request, response) => response.writeHead(405).end())
proxy.on("connect", (request, client, head) => {
  console.log(`tunnel ${request.url}`)
  const upstream = connect(port, "127.0.0.1", () => {
    client.write("HTTP/1.1 200 Connection Established\r\n\r\n")
    upstream.write(head)
    upstream.pipe(client).pipe(upstream)
  })
  for (const socket of [client, upstream]) socket.on("error", () => socket.destroy())
})
proxy.listen(0, "127.0.0.1", () => {
  const { port: proxyPort } = proxy.address() as AddressInfo
  console.log(JSON.stringify({ port, proxyPort, certificate: registry.certificate }))
})
