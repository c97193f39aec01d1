import { alertWithoutDrill } from "./alert-without-drill.ts";
import { alertmanagerNotComposed } from "./alertmanager-not-composed.ts";
import { annotationLabelDropped } from "./annotation-label-dropped.ts";
import { bucketMissing } from "./bucket-missing.ts";
import type { Check } from "./check.ts";
import { comparisonConstant } from "./comparison-constant.ts";
import { composeVersion } from "./compose-version.ts";
import { dashboardEnvelope } from "./dashboard-envelope.ts";
import { dashboardsWithoutProvider } from "./dashboards-without-provider.ts";
import { divisionPerSeries } from "./division-per-series.ts";
import { duplicateRule } from "./duplicate-rule.ts";
import { forTooShort } from "./for-too-short.ts";
import { imageNotPinned } from "./image-not-pinned.ts";
import { inhibitionNeverMatches } from "./inhibition-never-matches.ts";
import { labelNotExported } from "./label-not-exported.ts";
import { labelValueUnknown } from "./label-value-unknown.ts";
import { legendAmbiguous } from "./legend-ambiguous.ts";
import { localhostInContainer } from "./localhost-in-container.ts";
import { metricNotExported } from "./metric-not-exported.ts";
import { nodeExporterFlag } from "./node-exporter-flag.ts";
import { nodeExporterRootfs } from "./node-exporter-rootfs.ts";
import { panelTypeGone } from "./panel-type-gone.ts";
import { percentOfShare } from "./percent-of-share.ts";
import { portOpenToAll } from "./port-open-to-all.ts";
import { quantileOfHistogram } from "./quantile-of-histogram.ts";
import { quantileWithoutLe } from "./quantile-without-le.ts";
import { rateWindowTooShort } from "./rate-window-too-short.ts";
import { receiverUnreached } from "./receiver-unreached.ts";
import { rulesNotMounted } from "./rules-not-mounted.ts";
import { runbookMissing } from "./runbook-missing.ts";
import { severityMissing } from "./severity-missing.ts";
import { severityNotRouted } from "./severity-not-routed.ts";
import { summaryMissing } from "./summary-missing.ts";
import { targetNotComposed } from "./target-not-composed.ts";
import { templateError } from "./template-error.ts";
import { vectorsNeverMatch } from "./vectors-never-match.ts";

/** All there are, in the order in which one reads about them: queries, rules, routes, what runs, dashboards. */
export const checks: readonly Check[] = [
  metricNotExported,
  labelNotExported,
  labelValueUnknown,
  quantileOfHistogram,
  quantileWithoutLe,
  bucketMissing,
  divisionPerSeries,
  vectorsNeverMatch,
  comparisonConstant,
  rateWindowTooShort,
  forTooShort,
  duplicateRule,
  severityMissing,
  summaryMissing,
  runbookMissing,
  annotationLabelDropped,
  templateError,
  percentOfShare,
  severityNotRouted,
  receiverUnreached,
  inhibitionNeverMatches,
  alertWithoutDrill,
  localhostInContainer,
  targetNotComposed,
  alertmanagerNotComposed,
  rulesNotMounted,
  imageNotPinned,
  portOpenToAll,
  composeVersion,
  nodeExporterFlag,
  nodeExporterRootfs,
  dashboardsWithoutProvider,
  dashboardEnvelope,
  panelTypeGone,
  legendAmbiguous,
];
