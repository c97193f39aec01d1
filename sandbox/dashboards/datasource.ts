/** The data source that every panel asks, as fixtures/grafana/provisioning/datasources/ provides it. */
export const prometheusSource = { type: "prometheus", uid: "prometheus" } as const;
