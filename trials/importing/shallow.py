"""Refuses JSON that is nested absurdly deep: the memory of the parser would grow with the square of the depth."""

from typing import IO

DEEPEST = 200
_BRACKETS = b'"[]{}'
_OTHERS = bytes(sorted(set(range(256)) - set(_BRACKETS)))


class TooDeep(ValueError):
    """The nesting is deeper than any study's."""


class DepthCheck:
    """Follows the nesting from block to block, at the speed of copying: a page of 300 MB takes about a second."""

    def __init__(self) -> None:
        self._depth = 0
        self._in_string = False
        self._carry = b""

    def see(self, block: bytes) -> None:
        """Look at the next block. Raises TooDeep."""
        text = (self._carry + block).replace(b"\\\\", b"")
        # A backslash at the end belongs to the sign that begins the next block.
        self._carry = b"\\" if text.endswith(b"\\") else b""
        parts = text.replace(b'\\"', b"").translate(None, _OTHERS).split(b'"')
        outside = b"".join(parts[1::2] if self._in_string else parts[0::2])
        self._in_string ^= len(parts) % 2 == 0
        rounds = 0
        left = outside
        while len(shorter := left.replace(b"{}", b"").replace(b"[]", b"")) < len(left):
            left, rounds = shorter, rounds + 1
            if rounds > DEEPEST:
                raise TooDeep("nested too deep")
        opened = left.count(b"{") + left.count(b"[")
        if self._depth + opened + rounds > DEEPEST:
            raise TooDeep("nested too deep")
        self._depth = max(0, self._depth + 2 * opened - len(left))


class Shallow:
    """A stream that stops with TooDeep where its JSON is nested too deep."""

    def __init__(self, stream: IO[bytes]):
        self._stream = stream
        self._check = DepthCheck()

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size)
        self._check.see(block)
        return block
