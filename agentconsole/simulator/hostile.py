"""Hostile inputs: named payloads for every field that holds foreign text, expanded when asked for."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from agentconsole.domain.values import dataclass
from agentconsole.simulator.reading import entries, read, unique


@dataclass(frozen=True, slots=True)
class Payload:
    """One hostile input: given whole, as a unit repeated between two ends, or as raw bytes in hexadecimal."""

    name: str
    item: int
    """The group of hostile inputs it belongs to, 1 to 32."""
    whole: str = ""
    prefix: str = ""
    unit: str = ""
    """What is repeated; `{n}` in it becomes the number of the repetition."""
    suffix: str = ""
    repeat: int = 0
    bytes_hex: str = ""
    surrogates: bool = False
    """Whether `bytes_hex` spells lone surrogates as UTF-8 would, instead of plain broken bytes."""

    def text(self) -> str:
        """The payload as it would stand in a text field; bytes that are no UTF-8 become lone surrogates."""
        if self.bytes_hex:
            return bytes.fromhex(self.bytes_hex).decode("utf-8", self._spelling)
        if "{n}" in self.unit:
            middle = "".join(self.unit.replace("{n}", str(n)) for n in range(self.repeat))
        else:
            middle = self.unit * self.repeat
        return self.whole or self.prefix + middle + self.suffix

    def raw(self) -> bytes:
        """The payload as bytes on a wire."""
        return bytes.fromhex(self.bytes_hex) if self.bytes_hex else self.text().encode("utf-8", self._spelling)

    @property
    def _spelling(self) -> str:
        return "surrogatepass" if self.surrogates else "surrogateescape"


def load_hostile(folder: Traversable) -> tuple[Payload, ...]:
    """The hostile inputs of `folder/hostile.toml`.

    Raises:
        ScriptError: as for scripts.
    """
    file = folder.joinpath("hostile.toml")
    found = tuple(read(Payload, row, where) for row, where in entries(file, "payload"))
    unique([payload.name for payload in found], file.name)
    return found
