import { describe, expect, test } from "vitest";
import { templateProblems } from "../../../sandbox/rules/go-template.ts";

describe("Prometheus would not take", () => {
  test.each([
    ["{{ $labels.job", 0, "`{{` is not closed"],
    ['a {{ printf "}} $value }}', 2, "`{{` is not closed"],
    ["{{ $value | humanise }}", 12, "there is no function `humanise`; did you mean `humanize`?"],
    ["{{ $label.job }}", 3, "there is no variable `$label`; did you mean `$labels`?"],
    ["{{ if $value }}a", 2, "this is never ended"],
    ["a{{ end }}", 3, "this `end` has nothing to end"],
    ["{{ }}", 0, "nothing stands between"],
  ])("%s", (template, offset, message) => {
    expect(templateProblems(template)).toContainEqual({ offset, message: expect.stringContaining(message) });
  });
});

describe("twin: it takes", () => {
  test.each([
    "plain }} text",
    '{{ $value | printf "%.2f}}" }}%',
    "{{ if gt $value 1.5 }}a{{ else if not $labels.x }}b{{ else }}c{{ end }}",
    '{{ range query "up == 0" }}{{ .Labels.job }}: {{ .Value }}{{ end }}',
    '{{ with printf "x{a=%q}" $labels.a | query }}{{ . | first | value | humanize }}{{ end }}',
    '{{ $x := label "a" (first (query "up")) }}{{ $x }}',
    "{{- /* a }} comment */ -}}{{- $externalURL -}}",
    '{{ reReplaceAll "(.*):.*" "$1" $labels.instance }}',
    "{{ range $i, $e := query `up` }}{{ $i }}{{ end }}",
  ])("%s", (template) => {
    expect(templateProblems(template)).toEqual([]);
  });
});
