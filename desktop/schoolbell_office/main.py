"""The command `schoolbell-office`: init, import, status, check, run."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from schoolbell.base.errors import ErrorCode, KnownError
from schoolbell.base.texts import LANGUAGES, Texts
from schoolbell.matrix.transport import Transport
from schoolbell.system import logs
from schoolbell.system.http import make_client
from schoolbell.version import VERSION
from schoolbell_office.check import UnfitServerError, check_limits, check_server, require_fit
from schoolbell_office.config import OfficeConfig, load_config, read_secret
from schoolbell_office.importer import ImportReport, RosterError, describe, import_school, load_texts
from schoolbell_office.setup import init_office
from schoolbell_office.status import read_status

_INTERRUPTED = 130  # as shells say it
_DATABASE_FAULTS = {
    ErrorCode.READ_ONLY: "database_read_only",
    ErrorCode.DATABASE_CORRUPT: "database_corrupt",
    ErrorCode.DATABASE_NEWER: "database_newer",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 = done, 1 = refused or failed (said on stderr), 2 = wrong use, 130 = Ctrl-C."""
    options = _parser().parse_args(arguments)
    logs.configure(os.environ.get("SCHOOLBELL_LOG", ""))
    texts = load_texts(options.language or "zh_CN")
    try:
        if options.command == "init":
            return asyncio.run(_init(options))
        config = load_config(options.config)
        texts = load_texts(options.language or config.language)
        if options.command == "import":
            return asyncio.run(_import(config, options, texts))
        if options.command == "run":
            return asyncio.run(_run(config, options, texts))
        if options.command == "status":
            return asyncio.run(_status(config, texts))
        return asyncio.run(_check(config, texts))
    except RosterError as refused:
        for problem in refused.problems:
            _complain(describe(problem, texts))
        _complain(texts.get("import.refused", count=len(refused.problems)))
    except UnfitServerError as refused:
        for finding in refused.findings:
            _complain(finding.words(texts))
        _complain(texts.get("config.unfit"))
    except KnownError as error:
        _complain(_explain(error, texts))
    except OSError as fault:
        _complain(texts.get("config.file", file=fault.filename or "", fault=fault.strerror or ""))
    except KeyboardInterrupt:
        _complain(texts.get("import.interrupted"))
        return _INTERRUPTED
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("schoolbell-office", description="Runs a school on a Matrix homeserver.")
    parser.add_argument("--version", action="version", version=VERSION)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--config", type=Path, default=Path("office.toml"), help="office.toml (mode 0600)")
    common.add_argument("--language", choices=LANGUAGES, help="of what this command says")
    commands = parser.add_subparsers(dest="command", required=True)
    init = commands.add_parser("init", parents=[common], help="write office.toml and its tokens, once")
    init.add_argument("--homeserver", required=True, help="URL of the client API")
    init.add_argument("--server-name", required=True, help="what stands behind the colon of every account")
    secret = init.add_mutually_exclusive_group(required=True)
    secret.add_argument("--registration-secret-file", type=Path, help="registration_shared_secret (0600)")
    secret.add_argument("--admin-token-file", type=Path, help="the token of a server admin (0600)")
    init.add_argument("--creator", default="o1", help="office account that owns all rooms (default o1)")
    init.add_argument("--timezone", default="Asia/Shanghai")
    init.add_argument("--office-url", help="how clients reach the office, if it serves them")
    importing = commands.add_parser("import", parents=[common], help="bring the school in line with a roster")
    importing.add_argument("file", type=Path, help=".xlsx or .csv")
    importing.add_argument("--slips", type=Path, default=Path("slips"), help="folder for first sign-in slips")
    importing.add_argument("--allow-leavers", action="store_true", help="many people left: this is meant")
    commands.add_parser("status", parents=[common], help="who has not signed in yet")
    commands.add_parser("check", parents=[common], help="what to change at the homeserver")
    running = commands.add_parser("run", parents=[common], help="remind, lift mutes, send SMS: be on duty")
    running.add_argument("--once", action="store_true", help="do what is due now, then end")
    running.add_argument("--lifeline", action="store_true", help=argparse.SUPPRESS)  # ends with its parent
    return parser


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _complain(text: str) -> None:
    sys.stderr.write(text + "\n")


def _explain(error: KnownError, texts: Texts) -> str:
    """Return words for an error: a reason of ours, or the code of what the server or network said."""
    details = {key: str(value) for key, value in error.details.items()}
    reason = details.pop("reason", "")
    if error.code is ErrorCode.BAD_CONFIGURATION:
        return texts.get(f"config.{reason}", **details)
    if error.code is ErrorCode.BAD_ROSTER and reason == "too_many_leavers":
        return texts.get("import.too_many_leavers", **details)
    if error.code is ErrorCode.BAD_ROSTER:
        return texts.get(f"problem.file_{reason}")
    if error.code in _DATABASE_FAULTS:
        return texts.get(f"config.{_DATABASE_FAULTS[error.code]}", file=details.get("file", ""))
    if error.code in (ErrorCode.SIGNED_OUT, ErrorCode.SOFT_LOGOUT):
        return texts.get("config.signed_out")
    return texts.get("config.homeserver", code=error.code)


async def _init(options: argparse.Namespace) -> int:
    def secret(path: Path | None) -> str | None:
        return read_secret(path) if path is not None else None

    config = await init_office(
        options.config,
        options.homeserver,
        options.server_name,
        registration_secret=secret(options.registration_secret_file),
        admin_token=secret(options.admin_token_file),
        creator=options.creator,
        language=options.language or "zh_CN",
        timezone=options.timezone,
        office_url=options.office_url,
    )
    _say(str(options.config))
    return await _check(config, load_texts(config.language))


async def _import(config: OfficeConfig, options: argparse.Namespace, texts: Texts) -> int:
    watched = sys.stderr.isatty()

    def progress(done: int, total: int, what: str) -> None:
        sys.stderr.write(f"\r\033[K{what} {done}/{total}")
        sys.stderr.flush()

    report = await import_school(
        config,
        options.file,
        progress if watched else None,
        tell=_complain,
        language=texts.language,
        slips=options.slips,
        allow_leavers=options.allow_leavers,
    )
    if watched:
        sys.stderr.write("\r\033[K")
    _report(report, texts)
    return 0


def _report(report: ImportReport, texts: Texts) -> None:
    for warning in report.warnings:
        _say(warning)
    _say(
        texts.get("import.done", accounts=len(report.accounts), rooms=len(report.rooms), writes=report.writes)
    )
    if report.slips_file is not None:
        _say(texts.get("import.slips", file=report.slips_file, count=report.slips))
    _say(texts.get("import.unsigned", count=len(report.not_signed_in)))
    for one in report.not_signed_in:
        _say(f"  {one.user_id}  {one.name}  {one.class_name or ''}".rstrip())


async def _status(config: OfficeConfig, texts: Texts) -> int:
    client = make_client()
    try:
        transport = Transport(client, config.homeserver)
        for finding in await require_fit(config, transport, config.room_token()):
            _complain(finding.words(texts))
    finally:
        await client.aclose()
    unsigned = await read_status(config)
    _say(texts.get("import.unsigned", count=len(unsigned)))
    no_slip = {row.user_id for row in unsigned if row.password is not None and row.printed_ms is None}
    for row in unsigned:
        hint = f"({texts.get('import.no_slip')})" if row.user_id in no_slip else ""
        _say("  " + "  ".join(part for part in (row.user_id, row.name, row.class_name, hint) if part))
    if no_slip:
        _say(texts.get("import.print_slips"))
    return 0


async def _run(config: OfficeConfig, options: argparse.Namespace, texts: Texts) -> int:
    from schoolbell_office.run import ending_on_signals, run_office  # a web server: for this command only

    def tell(line: str) -> None:
        _say(line)
        sys.stdout.flush()

    try:
        with ending_on_signals(lifeline=options.lifeline):
            await run_office(config, tell, once=options.once)
    except asyncio.CancelledError:
        tell(texts.get("office.ended"))
    return 0


async def _check(config: OfficeConfig, texts: Texts) -> int:
    client = make_client()
    try:
        transport = Transport(client, config.homeserver)
        findings = await check_server(config, transport, config.room_token())
        if config.admin_token_file.exists() and not any(one.key == "unreachable" for one in findings):
            findings += await check_limits(config, transport, config.admin_token())
    finally:
        await client.aclose()
    for finding in findings:
        _say(finding.words(texts))
    if not findings:
        _say(texts.get("check.ok"))
    return 1 if any(finding.fatal for finding in findings) else 0


if __name__ == "__main__":
    sys.exit(main())
