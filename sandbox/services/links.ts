/**
 * Where a person looks first: of each service its page, as a path on its port `http`. Where there are several the first
 * that answers is the one: Debian builds Prometheus without its pages.
 */
export const links: Readonly<Record<string, readonly string[]>> = {
  api: ["/api/bonds"],
  "external-api": ["/health"],
  inbox: ["/"],
  prometheus: ["/alerts", "/api/v1/alerts"],
  alertmanager: ["/", "/api/v2/alerts"],
  "node-exporter": ["/metrics"],
  traces: ["/"],
  // The newest lines, once there are any.
  elasticsearch: ["/bailbondpro-logs/_search?sort=@timestamp:desc&size=20&pretty", "/_cluster/health?pretty"],
};
