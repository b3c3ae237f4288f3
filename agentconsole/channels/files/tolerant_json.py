"""One line of JSON decoded into a shape: strict about types, forgiving about damage that does no harm."""

from __future__ import annotations

import json
from typing import NoReturn, TypeVar

import msgspec

from agentconsole.channels.files.reader import BadValue
from agentconsole.channels.text import storable
from agentconsole.typed import converted

Shape = TypeVar("Shape")


def decode(line: bytes, decoder: msgspec.json.Decoder[Shape]) -> Shape:
    """The line as the decoder's dataclass; unknown keys are passed over, of equal keys the last counts.

    Invalid UTF-8, lone surrogates and bare control characters are repaired. Raises: BadValue.
    """
    try:
        return decoder.decode(line)
    except msgspec.ValidationError as error:
        raise _explained(error) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _repaired(line, decoder)
    except RecursionError:
        raise _too_deep() from None


def _repaired(line: bytes, decoder: msgspec.json.Decoder[Shape]) -> Shape:
    # The standard decoder lets lone surrogates through; `storable` replaces them where they are used.
    text = line.decode("utf-8", "replace")
    try:
        repaired: Shape = converted(json.loads(text, strict=False, parse_constant=_no_number), decoder.type)
        return repaired
    except msgspec.ValidationError as error:
        raise _explained(error) from None
    except json.JSONDecodeError as error:
        raise BadValue(f"not valid JSON ({error.msg} at character {error.pos + 1}); correct the line") from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:  # integers beyond the interpreter's limit on digits
        raise BadValue(f"a number cannot be read ({error}); correct the line") from None


def _no_number(name: str) -> NoReturn:
    raise BadValue(f"{name} is not a number JSON knows; correct the line")


def _too_deep() -> BadValue:
    return BadValue("the JSON is nested too deeply; correct the line")


def _explained(error: msgspec.ValidationError) -> BadValue:
    return BadValue(storable(f"{error}; correct the line"))
