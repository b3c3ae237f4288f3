"""The command line itself: the options in front of every command, and the parser that reads it."""

from __future__ import annotations

from collections.abc import Sequence

import rich_click as click

from agentconsole import __version__
from agentconsole.cli.errors import Exit
from agentconsole.cli.session import Session
from agentconsole.cli.shape import Folder, json_option
from agentconsole.cli.starting.opening import Opening

DEMO_HELP = "Work a simulated shift on a store that is thrown away afterwards."


@click.group(
    cls=Folder,
    invoke_without_command=True,
    epilog="Example: `agentconsole --demo`. Without a command the console opens.",
)
@click.version_option(__version__, message="%(prog)s %(version)s", prog_name="agentconsole")
@click.option("--store", "store_option", metavar="FILE", default="", help="The store to work on.")
@click.option("--as", "agent_option", metavar="AGENT", default="", help="Who you are.")
@click.option("--i-know", is_flag=True, help="Accept a store on a network disk or in a shared folder.")
@click.option("--demo", is_flag=True, help=DEMO_HELP)
@click.option("--seed", type=click.INT, help="Replay the demo of this number.")
@click.option("--speed", type=click.FloatRange(0.1, 100), default=1.0, help="How fast the demo's clock runs.")
@click.option("--smoke", is_flag=True, help="The demo: an hour without a terminal, and one line about it.")
@click.option("--tutorial", is_flag=True, help="The demo, and five minutes that teach the keys.")
@click.option("--plain", is_flag=True, help="A prompt and one event a line, in place of the screens.")
@click.pass_context
def agentconsole(
    context: click.Context,
    store_option: str,
    agent_option: str,
    i_know: bool,
    demo: bool,
    seed: int | None,
    speed: float,
    smoke: bool,
    tutorial: bool,
    plain: bool,
) -> Opening | None:
    """Work phone, tickets and chats from one queue."""
    session = context.ensure_object(Session)
    session.store_option, session.agent_option, session.i_know = store_option, agent_option, i_know
    session.is_plain = session.is_plain or plain
    if context.invoked_subcommand is None:
        return Opening(demo=demo, seed=seed, speed=speed, smoke=smoke, tutorial=tutorial)
    if demo or smoke or tutorial or plain:
        raise click.UsageError("--demo and --plain open the console and take no command.", context)
    return None


agentconsole.params.append(json_option())


def parsed(arguments: Sequence[str], session: Session, name: str = "agentconsole") -> int | Opening:
    """Has the parser do what the words say; the exit code, or the console that is wanted. `name` stands in front of a
    command where one is named. Raises what goes wrong."""
    try:
        answer = agentconsole.main(args=list(arguments), prog_name=name, standalone_mode=False, obj=session)
    except click.Abort as abort:
        raise KeyboardInterrupt from abort
    return answer if isinstance(answer, int | Opening) else Exit.DONE
