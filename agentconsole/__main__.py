"""`python -m agentconsole`, and the entry point of the `agentconsole` command."""

import os
import sys


def main(arguments: list[str] | None = None) -> int:
    """Runs the command line, of this process when none is given; the exit code.

    `queue --json` is asked for by scripts and prompts many times a minute: it is answered without loading the rest.
    The console itself opens without the parser, where its options are plain.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["--version"]:
        from agentconsole import __version__

        sys.stdout.write(f"agentconsole {__version__}\n")
        return 0
    if "queue" in given and "--json" in given:
        from agentconsole.cli.fast_queue import answer

        if answer(given):
            return 0
    from agentconsole.cli import completing, plain

    options = None if completing.is_asked_for(os.environ) else plain.shape_of(given)
    if options is not None:
        warm = _out_of_the_resident(given)
        return plain.run(options) if warm is None else warm
    from agentconsole.cli.main import run

    return run(given)


def _out_of_the_resident(given: list[str]) -> int | None:
    """The exit code of a console that an agent's resident has forked; None where there is none, or not for this."""
    from agentconsole import paths

    place = paths.resident_socket()
    if not os.path.exists(place) or not (os.isatty(0) and os.isatty(1)):
        return None
    from agentconsole.cli.resident.front import console

    return console(place, given)


if __name__ == "__main__":
    raise SystemExit(main())
