"""Whatever the order of writes, polls and departures: polls bring every byte once and in order."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.signalr.connections import ConnectionEndpoint
from copydesk.signalr.options import ConnectionOptions
from tests.unit.signalr.connections.driver import Client, Exchange, ManualClock, settle
from tests.unit.signalr.connections.handlers import Held

STEPS = st.lists(st.sampled_from(["write", "poll", "leave", "settle", "stall", "resume", "tick"]), max_size=30)


async def play(steps: list[str]) -> tuple[bytes, bytes, set[int]]:
    held, clock = Held(), ManualClock()
    options = ConnectionOptions(close_timeout=0, poll_timeout=3, transport_send_timeout=99, disconnect_timeout=99)
    endpoint = ConnectionEndpoint(held, options=options, clock=clock)
    client = Client(endpoint)
    token = await client.polling()
    connection = await held.arrived.get()
    polls: list[Exchange] = []
    written = b""
    for number, step in enumerate(steps):
        match step:
            case "write":
                data = b"%d," % number
                assert connection.write(data)
                written += data
            case "poll":
                polls.append(client.poll(token))
            case "leave" if polls:
                polls[-1].leave()
            case "stall" if polls:
                polls[-1].stall()
            case "resume":
                for poll in polls:
                    poll.resume()
            case "tick":
                await clock.advance(1)
            case _:
                await settle()
    for poll in polls:
        poll.resume()
    await settle()
    for last in (client.poll(token), client.poll(token)):
        polls.append(last)
        await settle()
    answered = [poll for poll in polls if poll.complete]
    bodies: list[bytes] = sorted((poll.body for poll in answered if poll.body), key=_first_number)
    await client.leave()
    await endpoint.close()
    return written, b"".join(bodies), {poll.status for poll in answered}


def _first_number(body: bytes) -> int:
    return int(body.partition(b",")[0])


@pytest.mark.rule("ST41", "ST43", "ST47")
@given(STEPS)
def test_no_order_of_events_loses_or_repeats_a_byte(steps: list[str]) -> None:
    written, fetched, statuses = asyncio.run(play(steps))
    assert fetched == written
    assert statuses <= {200, 204, 409}
