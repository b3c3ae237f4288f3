"""The version, and the map of the house.

Everything the agent sees comes out of the store; everything the agent does goes into the store; the network is
somebody else who reads and writes the same store.

    cli                          argument parsing, and `build.py`, the only place where the parts meet
    tui | simulator              the only package that knows Textual; customers, agents and faults for demo and proof
    sync                         outbox out, feed in: one thread that saves and delivers
    workspace                    what one signed-in agent sees and may do: the only door the screens use
    backends | channels          whom the console talks to; how conversations reach the team
    engine                       the authority: seven steps from command to receipt, hashes, feed, proof
    store                        the tables, and how a file of them is opened, checked, saved and found again
    wire                         values to JSON and back
    clock ids paths settings     one small job each
    domain                       the rules, pure: `decide(view, command, context)` and `evolve(row, event)`

Imports point down only. A key press becomes a command, which the rules judge at once; the courier commits it to
the outbox, the engine answers with a receipt, the feed repaints. Nothing is shown as saved before it is.
"""

__version__ = "0.1.0"
