import msgspec
import pytest

from copydesk.signalr.options import HubOptions


def test_defaults_are_those_of_the_reference() -> None:
    options = HubOptions()
    assert (options.handshake_timeout, options.keep_alive_interval, options.client_timeout_interval) == (15, 15, 30)
    assert options.maximum_receive_message_size == 32 * 1024
    assert (options.stream_buffer_capacity, options.maximum_parallel_invocations) == (10, 1)
    assert options.stateful_reconnect_buffer_size == 100_000
    assert options.enable_detailed_errors is False


@pytest.mark.parametrize(
    "name", ["maximum_parallel_invocations", "stream_buffer_capacity", "maximum_concurrent_streams"]
)
def test_a_value_that_cannot_work_is_refused_by_name(name: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=rf"HubOptions\.{name} must be at least 1, not 0"):
        msgspec.convert({name: 0}, HubOptions)
