import msgspec
import pytest

from copydesk.signalr.options import ConnectionOptions, HubOptions
from copydesk.signalr.transports import Transport


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


def test_connection_defaults_are_those_of_the_reference() -> None:
    options = ConnectionOptions()
    assert options.transports == set(Transport)
    assert (options.disconnect_timeout, options.poll_timeout, options.close_timeout) == (15, 90, 5)
    assert options.transport_send_timeout == 10
    assert options.transport_max_buffer_size == options.application_max_buffer_size == 64 * 1024
    assert options.minimum_protocol_version == 0
    assert not options.allow_stateful_reconnect
    assert not options.close_on_authentication_expiration
    assert not options.enable_authentication_refresh


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"transports": []}, "transports is empty: nobody could connect"),
        ({"minimum_protocol_version": 2}, "minimum_protocol_version must be 0 or 1"),
        ({"send_queue_limit": 10}, "send_queue_limit must not be below transport_max_buffer_size"),
        ({"disconnect_timeout": -1}, "disconnect_timeout must be at least 0, not -1"),
        ({"maximum_connections": 0}, "maximum_connections must be at least 1, not 0"),
    ],
)
def test_connection_options_that_cannot_work_are_refused(values: dict[str, object], complaint: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=complaint):
        msgspec.convert(values, ConnectionOptions)
