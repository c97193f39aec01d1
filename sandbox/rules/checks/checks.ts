import { alertmanagerNotComposed } from "./alertmanager-not-composed.ts";
import { bucketMissing } from "./bucket-missing.ts";
import type { Check } from "./check.ts";
import { dashboardsWithoutProvider } from "./dashboards-without-provider.ts";
import { divisionPerSeries } from "./division-per-series.ts";
import { localhostInContainer } from "./localhost-in-container.ts";
import { metricNotExported } from "./metric-not-exported.ts";
import { nodeExporterFlag } from "./node-exporter-flag.ts";
import { panelTypeGone } from "./panel-type-gone.ts";
import { quantileOfHistogram } from "./quantile-of-histogram.ts";
import { targetNotComposed } from "./target-not-composed.ts";

/** All there are. */
export const checks: readonly Check[] = [
  metricNotExported,
  quantileOfHistogram,
  bucketMissing,
  divisionPerSeries,
  localhostInContainer,
  targetNotComposed,
  alertmanagerNotComposed,
  dashboardsWithoutProvider,
  panelTypeGone,
  nodeExporterFlag,
];
