/** Where a person looks first: of each service its page, as a path on its port `http`. */
export const links: Readonly<Record<string, string>> = {
  api: "/api/bonds",
  inbox: "/",
  prometheus: "/alerts",
  alertmanager: "/",
  "node-exporter": "/metrics",
};
