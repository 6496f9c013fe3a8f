// Listens at the hub with each transport in turn, and says what it hears; the address is the argument.

import * as signalR from "@microsoft/signalr";

const [address] = process.argv.slice(2);
const hubs = ["WebSockets", "ServerSentEvents", "LongPolling"].map(async (transport) => {
  const hub = new signalR.HubConnectionBuilder()
    .withUrl(`${address}/umbraco/serverEventHub`, {
      accessTokenFactory: () => process.env.COPYDESK_TOKEN,
      transport: signalR.HttpTransportType[transport],
    })
    .configureLogging(signalR.LogLevel.None)
    .build();
  hub.on("notify", (event) => console.log(transport, event.eventType, event.eventSource));
  await hub.start();
});
await Promise.all(hubs);
console.log("all listen");
