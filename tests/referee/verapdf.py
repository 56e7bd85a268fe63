"""Ask veraPDF for a verdict on PDF files."""

import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

from referee.tools import RefereeError, require_tool

BATCH = 200
SECONDS_PER_BATCH = 600


def verapdf(
    paths: Sequence[Path], flavours: Sequence[str] = ("ua1", "2a")
) -> dict[Path, list[str]]:
    """Judge the files against each flavour; an empty list for a file is a pass.

    Args:
        paths: The files to judge; several in one call cost little more than one.
        flavours: veraPDF's names of the standards.

    Returns:
        For each path, as it was given, the failed rules with their descriptions.

    Raises:
        RefereeError: When a file is missing or veraPDF did not judge all that was asked.
    """
    if not paths or not flavours:
        raise RefereeError("veraPDF was asked about nothing")
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        raise RefereeError(f"no such file: {', '.join(missing)}")
    jar = require_tool("verapdf")
    java = require_tool("java")
    whole = sorted({path.resolve() for path in paths})
    batches = [whole[start : start + BATCH] for start in range(0, len(whole), BATCH)]
    jobs = [(flavour, batch) for flavour in flavours for batch in batches]
    found: dict[Path, list[str]] = {path: [] for path in whole}
    with ThreadPoolExecutor(max_workers=2) as pool:
        for verdicts in pool.map(lambda job: _run(java, jar, job[0], job[1]), jobs):
            for path, failures in verdicts.items():
                found[path].extend(failures)
    return {path: list(found[path.resolve()]) for path in paths}


def _run(java: str, jar: str, flavour: str, batch: Sequence[Path]) -> dict[Path, list[str]]:
    """Run veraPDF once and return the failures of every file in the batch."""
    command = [java, "-jar", jar, "-f", flavour, "--format", "xml", "--nonpdfext"]
    command += ["--maxfailuresdisplayed", "3", *map(str, batch)]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=SECONDS_PER_BATCH)
    except subprocess.TimeoutExpired as error:
        raise RefereeError(f"veraPDF took over {SECONDS_PER_BATCH} s for {flavour}") from error
    noise = done.stderr.decode("utf-8", "replace")[-2000:]
    try:
        report = ElementTree.fromstring(done.stdout)
    except ElementTree.ParseError as error:
        raise RefereeError(
            f"veraPDF gave no readable report for {flavour} (ended with {done.returncode}): {noise}"
        ) from error
    verdicts = parse_report(report, flavour)
    if set(verdicts) != set(batch):
        odd = ", ".join(str(path) for path in sorted(set(verdicts) ^ set(batch)))
        raise RefereeError(f"veraPDF did not judge for {flavour} just what was asked: {odd}")
    if done.returncode == 0 and any(verdicts.values()):
        raise RefereeError("veraPDF ended with 0 although its report has failures")
    if done.returncode != 0 and not any(verdicts.values()):
        raise RefereeError(f"veraPDF ended with {done.returncode} and no failures: {noise}")
    return verdicts


def parse_report(report: ElementTree.Element, flavour: str) -> dict[Path, list[str]]:
    """Return the failures of each file in veraPDF's XML report."""
    verdicts: dict[Path, list[str]] = {}
    for job in report.findall("./jobs/job"):
        name = job.findtext("./item/name")
        if not name:
            raise RefereeError("veraPDF's report has a job without a file name")
        path = Path(name).resolve()
        if path in verdicts:
            raise RefereeError(f"veraPDF's report has {path} twice")
        verdicts[path] = _job_failures(job, flavour)
    return verdicts


def _job_failures(job: ElementTree.Element, flavour: str) -> list[str]:
    """Return one line for each failed rule, and for whatever stopped the judging."""
    failures = [
        f"{flavour}: could not be judged: "
        f"{exception.get('type', '?')}: {exception.findtext('exceptionMessage') or 'no message'}"
        for exception in job.findall(".//taskException")
    ]
    reports = job.findall("./validationReport")
    if len(reports) != 1 and not failures:
        failures.append(f"{flavour}: could not be judged: {len(reports)} validation reports")
    for report in reports:
        rules = [
            _rule_line(rule, flavour)
            for rule in report.findall("./details/rule")
            if rule.get("status") != "passed"
        ]
        if report.get("isCompliant") != "true" and not rules:
            rules.append(f"{flavour}: not compliant, but no rule is named")
        if report.get("jobEndStatus", "normal") != "normal":
            rules.append(f"{flavour}: the job ended as {report.get('jobEndStatus')!r}")
        failures.extend(rules)
    return failures


def _rule_line(rule: ElementTree.Element, flavour: str) -> str:
    """Return one failed rule as a line of text."""
    where = "; ".join(
        dict.fromkeys(
            text.strip()
            for check in rule.findall("./check")
            if (text := check.findtext("errorMessage") or check.findtext("context"))
        )
    )
    return (
        f"{flavour} {rule.get('clause')}-{rule.get('testNumber')} "
        f"({rule.get('specification')}, {rule.get('failedChecks')} times): "
        f"{' '.join((rule.findtext('description') or '').split())}"
        + (f" [{where}]" if where else "")
    )
