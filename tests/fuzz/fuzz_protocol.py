"""Fuzz the hub protocol until stopped: `python -m tests.fuzz.fuzz_protocol [folder with inputs] [-runs=N] [...]`.

The options are those of libFuzzer. Of each input the first two bytes choose the mode and the length of the pieces, the
rest is what a client sends.
"""

import sys

import atheris

with atheris.instrument_imports(include=["copydesk.signalr"]):
    from tests.fuzz.target import check


def test_one_input(data: bytes) -> None:
    if len(data) > 1:
        check(data[0], data[2:], data[1])


if __name__ == "__main__":
    atheris.Setup(sys.argv, test_one_input)
    atheris.Fuzz()
