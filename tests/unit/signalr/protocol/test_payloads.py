"""Values of every kind, on their way out and in."""

import dataclasses
import enum
import uuid
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, NamedTuple, TypedDict, TypeVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, Raw, Struct, UnsetType

from copydesk.signalr.errors import BindingError, EncodingError
from copydesk.signalr.protocol.base import HubProtocol
from copydesk.signalr.protocol.broadcast import BroadcastMessage
from copydesk.signalr.protocol.json import JsonHubProtocol
from copydesk.signalr.protocol.messagepack import MessagePackHubProtocol
from copydesk.signalr.protocol.messages import Completion, Invocation, Ping, StreamItem
from copydesk.signalr.protocol.naming import PayloadNames

JSON, MESSAGEPACK = JsonHubProtocol(), MessagePackHubProtocol()
T = TypeVar("T")


class Inner(Struct):
    user_name: str = "x"
    is_ok: bool = True


class Outer(Struct, omit_defaults=True):
    first_inner: Inner
    all_inner: list[Inner] = []
    by_key: dict[str, Inner] = {}
    some_number: int = 5
    not_set: str | UnsetType = UNSET
    who_is: str = msgspec.field(default="nobody", name="Who-Is")


@dataclasses.dataclass
class Tree:
    node_name: str
    sub_trees: "list[Tree]" = dataclasses.field(default_factory=list)
    any_value: Any = None


class Ready(Struct, rename="camel"):
    user_name: str
    sub_ready: "Ready | None" = None


class Place(Struct, array_like=True, tag="place"):
    place_name: str
    the_inner: Inner


class Cat(Struct, tag="cat", tag_field="kind_of"):
    cat_name: str


class Dog(Struct, tag="dog", tag_field="kind_of"):
    dog_name: str
    best_friend: "Cat | Dog | None" = None


class Pair(NamedTuple):
    left_side: Inner
    right_side: int


class Typed(TypedDict):
    some_key: int
    the_inner: Inner


class Box(Struct, Generic[T]):
    the_content: T


class Point(Struct, array_like=True):
    x_axis: int
    y_axis: int


class Loose(TypedDict):
    some_key: list[int]


class Flat(Struct):
    some_numbers: list[int]
    by_key: dict[str, int]
    two_things: tuple[int, str]
    a_point: Point
    as_it_is: Loose


class Colour(enum.Enum):
    RED = "red"


def written(protocol: HubProtocol, value: Any) -> Any:
    """What another program sees."""
    raw = protocol.encode_value(value)
    return msgspec.json.decode(raw) if protocol.name == "json" else msgspec.msgpack.decode(raw)


def read(body: str, type_: Any) -> Any:
    return JSON.decode_value(Raw(body.encode()), type_)


# ---------------------------------------------------------------- out


@pytest.mark.rule("SP21")
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Inner(), {"userName": "x", "isOk": True}),
        ({"snake_key": Inner()}, {"snake_key": {"userName": "x", "isOk": True}}),
        ([Inner(), 1], [{"userName": "x", "isOk": True}, 1]),
        ((Inner("y"),), [{"userName": "y", "isOk": True}]),
        (Pair(Inner(), 2), [{"userName": "x", "isOk": True}, 2]),
        (Outer(Inner()), {"firstInner": {"userName": "x", "isOk": True}}),
        (
            Outer(Inner(), [Inner("y")], {"a_b": Inner("z")}, 6, "set", "me"),
            {
                "firstInner": {"userName": "x", "isOk": True},
                "allInner": [{"userName": "y", "isOk": True}],
                "byKey": {"a_b": {"userName": "z", "isOk": True}},
                "someNumber": 6,
                "notSet": "set",
                "Who-Is": "me",
            },
        ),
        (
            Tree("a", [Tree("b")], Inner()),
            {
                "nodeName": "a",
                "subTrees": [{"nodeName": "b", "subTrees": [], "anyValue": None}],
                "anyValue": {"userName": "x", "isOk": True},
            },
        ),
        (Ready("a", Ready("b")), {"userName": "a", "subReady": {"userName": "b", "subReady": None}}),
        (Place("a", Inner()), ["place", "a", {"userName": "x", "isOk": True}]),
        (Dog("a", Cat("b")), {"kind_of": "dog", "dogName": "a", "bestFriend": {"kind_of": "cat", "catName": "b"}}),
        (Box(Inner()), {"theContent": {"userName": "x", "isOk": True}}),
        (Box({"a_b": 1}), {"theContent": {"a_b": 1}}),
        ({1, 2}, [1, 2]),
    ],
)
def test_field_names_are_written_in_camel_case_and_keys_are_not(value: Any, expected: Any) -> None:
    assert written(JSON, value) == expected
    assert written(MessagePackHubProtocol(payload_names=PayloadNames.CAMEL), value) == expected


@pytest.mark.rule("SP21", "SP23")
def test_names_are_unchanged_by_option_in_json_and_by_default_in_messagepack() -> None:
    for protocol in (JsonHubProtocol(payload_names=PayloadNames.DECLARED), MESSAGEPACK):
        assert written(protocol, Outer(Inner(), who_is="me")) == {
            "first_inner": {"user_name": "x", "is_ok": True},
            "Who-Is": "me",
        }


@pytest.mark.rule("SP23")
def test_pascal_case_is_what_dotnet_clients_of_messagepack_expect() -> None:
    protocol = MessagePackHubProtocol(payload_names=PayloadNames.PASCAL)
    assert written(protocol, [Tree("a"), Inner()]) == [
        {"NodeName": "a", "SubTrees": [], "AnyValue": None},
        {"UserName": "x", "IsOk": True},
    ]


@pytest.mark.rule("SP21")
def test_a_class_whose_annotations_cannot_be_read_is_renamed_all_the_same() -> None:
    @dataclasses.dataclass
    class Broken:
        some_name: "Nowhere"  # type: ignore[name-defined]  # noqa: F821 - the point of the test
        _hidden: int = 1

    assert written(JSON, Broken(Inner())) == {"someName": {"userName": "x", "isOk": True}}


def test_attrs_classes_are_objects_like_dataclasses() -> None:
    """Without attrs installed: what msgspec and this package look at is the attribute that attrs leaves."""
    attrs = pytest.importorskip("attrs")
    cls = attrs.make_class("Point", {"x_axis": attrs.field(type=int), "the_inner": attrs.field(type=Inner)})
    assert written(JSON, cls(1, Inner())) == {"xAxis": 1, "theInner": {"userName": "x", "isOk": True}}
    assert read('{"xAxis":1,"THEINNER":{"username":"q"}}', cls) == cls(1, Inner("q"))


@pytest.mark.rule("SP24")
def test_values_without_a_json_form_of_their_own() -> None:
    zoned = datetime(2000, 1, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    identifier = uuid.UUID("00010203-0405-0607-0706-050403020100")
    values = [b"\x01\x02\x03", datetime(2000, 1, 1, tzinfo=UTC), zoned, identifier, date(2000, 1, 2), Colour.RED]
    assert JSON.encode_value(values) == Raw(
        b'["AQID","2000-01-01T00:00:00Z","2000-01-01T12:00:00+02:00","00010203-0405-0607-0706-050403020100",'
        b'"2000-01-02","red"]'
    )
    assert bytes(MESSAGEPACK.encode_value(values[0])).hex() == "c403010203"
    assert bytes(MESSAGEPACK.encode_value(values[1])).hex() == "d6ff386d4380"
    assert bytes(MESSAGEPACK.encode_value(zoned)).hex() == "d6ff386dd020"
    assert written(MESSAGEPACK, identifier) == str(identifier)
    assert MESSAGEPACK.decode_value(MESSAGEPACK.encode_value(values), list[Any])[:2] == values[:2]


class Money:
    def __init__(self, cents: int) -> None:
        self.cents = cents


def money_out(value: Any) -> Any:
    if isinstance(value, Money):
        return Inner(str(value.cents))
    raise NotImplementedError(type(value).__name__)


def money_in(type_: type, value: Any) -> Any:
    if type_ is Money:
        return Money(int(value["userName"]))
    raise NotImplementedError


class Bill(Struct):
    total_sum: Money


def test_hooks_make_other_types_and_what_they_make_is_renamed_too() -> None:
    for make in (JsonHubProtocol, MessagePackHubProtocol):
        protocol = make(payload_names=PayloadNames.CAMEL, enc_hook=money_out, dec_hook=money_in)
        assert written(protocol, Bill(Money(7))) == {"totalSum": {"userName": "7", "isOk": True}}
        raw = protocol.encode_value([Bill(Money(7)), Bill(Money(8))])
        assert [bill.total_sum.cents for bill in protocol.decode_value(raw, list[Bill])] == [7, 8]
        assert protocol.decode_value(protocol.encode_value(Money(9)), Money).cents == 9


def endless() -> list[Any]:
    value: list[Any] = []
    for _ in range(5000):
        value = [value]
    return value


def refuse(value: Any) -> Any:
    raise KeyError(type(value).__name__)


@pytest.mark.rule("SP39")
@pytest.mark.parametrize("protocol", [JSON, MESSAGEPACK, JsonHubProtocol(enc_hook=refuse)])
@pytest.mark.parametrize("value", [object(), "\ud800", endless(), {"x": object()}], ids=["type", "text", "deep", "key"])
def test_a_value_that_cannot_be_encoded_says_so(protocol: HubProtocol, value: Any) -> None:
    with pytest.raises(EncodingError, match="Cannot encode the message to 'Target': "):
        protocol.encode(Invocation("Target", [value]))
    with pytest.raises(EncodingError, match="Cannot encode a Completion: "):
        protocol.encode(Completion("1", result=value))
    with pytest.raises(EncodingError):
        protocol.encode_value(value)


@pytest.mark.rule("SP39")
def test_an_integer_that_messagepack_cannot_express_is_an_encoding_error() -> None:
    with pytest.raises(EncodingError, match="OverflowError"):
        MESSAGEPACK.encode(StreamItem("1", 2**64))


@pytest.mark.rule("SP26")
@pytest.mark.parametrize("protocol", [JSON, MESSAGEPACK])
def test_a_value_that_was_encoded_stands_in_many_messages(protocol: HubProtocol) -> None:
    value = {"list": [Inner(), 1, "é"], "n": None}
    raw = protocol.encode_value(value)
    assert protocol.encode(Invocation("T", [1, raw])) == protocol.encode(Invocation("T", [1, value]))
    assert protocol.encode(StreamItem("1", raw)) == protocol.encode(StreamItem("1", value))
    assert protocol.encode(Completion("1", result=raw)) == protocol.encode(Completion("1", result=value))


@pytest.mark.rule("SP26")
def test_a_broadcast_is_encoded_once_for_each_protocol() -> None:
    calls: list[Any] = []

    def enc_hook(value: Any) -> str:
        calls.append(value)
        return "encoded"

    protocol = JsonHubProtocol(enc_hook=enc_hook)
    message = Invocation("T", [object()])
    broadcast = BroadcastMessage(message)
    first = broadcast.frame(protocol)
    assert broadcast.frame(protocol) is first
    assert len(calls) == 1
    assert first == b'{"type":1,"target":"T","arguments":["encoded"]}\x1e'
    assert (broadcast.message, broadcast.tracked, BroadcastMessage(Ping()).tracked) == (message, True, False)


# ---------------------------------------------------------------- in


@pytest.mark.rule("SP22")
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('{"userName":"a","isOk":false}', Inner("a", False)),
        ('{"UserName":"a","IsOk":false}', Inner("a", False)),
        ('{"USERNAME":"a","isok":false}', Inner("a", False)),
        ('{"user_name":"a","is_ok":false}', Inner("a", False)),
        ('{"other":[{}],"userName":"a"}', Inner("a")),
        ('{"userName":"b","USERNAME":"a"}', Inner("a")),
        ('{"USERNAME":"b","userName":"a"}', Inner("a")),
        ("{}", Inner()),
    ],
)
def test_property_names_match_without_regard_to_case_and_underscores(body: str, expected: Inner) -> None:
    assert read(body, Inner) == expected
    packed = Raw(msgspec.msgpack.encode(msgspec.json.decode(body)))
    assert MESSAGEPACK.decode_value(packed, Inner) == expected


@pytest.mark.rule("SP22")
@pytest.mark.parametrize(
    ("body", "type_", "expected"),
    [
        ('[{"USERNAME":"a"}]', list[Inner], [Inner("a")]),
        ('[{"USERNAME":"a"},5]', tuple[Inner, int], (Inner("a"), 5)),
        ('[{"USERNAME":"a"},{"USERNAME":"b"}]', tuple[Inner, ...], (Inner("a"), Inner("b"))),
        ('{"Some_Key":{"USERNAME":"a"}}', dict[str, Inner], {"Some_Key": Inner("a")}),
        ('{"1":{"USERNAME":"a"}}', dict[int, Inner], {1: Inner("a")}),
        ('{"USERNAME":"a"}', Inner | None, Inner("a")),
        ("null", Inner | None, None),
        ('{"USERNAME":"a"}', Annotated[Inner, msgspec.Meta(title="x")], Inner("a")),
        ('[{"USERNAME":"a"}]', list[Inner] | int, [Inner("a")]),
        ("7", list[Inner] | int, 7),
        ('{"x":{"USERNAME":"a"}}', dict[str, Inner] | list[Inner], {"x": Inner("a")}),
        ('[{"USERNAME":"a"}]', dict[str, Inner] | list[Inner], [Inner("a")]),
        ('[{"USERNAME":"a"},2]', Pair, Pair(Inner("a"), 2)),
        ('{"some_key":1,"the_inner":{"USERNAME":"a"}}', Typed, {"some_key": 1, "the_inner": Inner("a")}),
        ('["place","x",{"USERNAME":"a"}]', Place, Place("x", Inner("a"))),
        ('{"kind_of":"cat","CATNAME":"a"}', Cat | Dog, Cat("a")),
        (
            '{"BestFriend":{"kind_of":"cat","CatName":"b"},"DogName":"a","kind_of":"dog"}',
            Cat | Dog,
            Dog("a", Cat("b")),
        ),
        ('{"KindOf":"cat","CatName":"b"}', Cat, Cat("b")),
        ('{"THECONTENT":{"USERNAME":"a"}}', Box[Inner], Box(Inner("a"))),
        (
            '{"NODENAME":"a","SubTrees":[{"nodename":"b","ANYVALUE":{"Keep_Me":1}}]}',
            Tree,
            Tree("a", [Tree("b", [], {"Keep_Me": 1})]),
        ),
        ("[1,2]", Point, Point(1, 2)),
        (
            '{"SomeNumbers":[1],"BYKEY":{"A_b":2},"TwoThings":[3,"x"],"aPoint":[4,5],"asItIs":{"some_key":[6]}}',
            Flat,
            Flat([1], {"A_b": 2}, (3, "x"), Point(4, 5), {"some_key": [6]}),
        ),
        ('{"FirstInner":{},"WHO-IS":"me","BYKEY":{"a":{"ISOK":false}}}', Outer, None),
        ('{"USERNAME":"a","SubReady":{"USERNAME":"b"}}', Ready, Ready("a", Ready("b"))),
    ],
)
def test_names_match_at_every_depth(body: str, type_: Any, expected: Any) -> None:
    if expected is None and type_ is Outer:
        expected = Outer(Inner(), who_is="me", by_key={"a": Inner(is_ok=False)})
    assert read(body, type_) == expected


@pytest.mark.parametrize(
    ("body", "type_", "expected"),
    [
        ("5", int, 5),
        ("5", float, 5.0),
        ('"x"', str, "x"),
        ('"AQID"', bytes, b"\x01\x02\x03"),
        ('"2000-01-01T00:00:00Z"', datetime, datetime(2000, 1, 1, tzinfo=UTC)),
        ('"00010203-0405-0607-0706-050403020100"', uuid.UUID, uuid.UUID("00010203-0405-0607-0706-050403020100")),
        ('{"a":[1,null]}', Any, {"a": [1, None]}),
        ('{"1":2}', dict[int, int], {1: 2}),
        ('"red"', Colour, Colour.RED),
        ('"a"', Literal["a", "b"], "a"),
        ("1.10", Decimal, Decimal("1.10")),
        ("null", None, None),
    ],
)
def test_values_without_named_fields_are_decoded_straight(body: str, type_: Any, expected: Any) -> None:
    assert read(body, type_) == expected


def test_raw_values_stay_raw() -> None:
    class Holder(Struct):
        the_raw: Raw

    assert read("[1]", Raw) == Raw(b"[1]")
    assert read('{"the_raw":[1]}', Holder).the_raw == Raw(b"[1]")


@pytest.mark.rule("SP25")
@pytest.mark.parametrize(
    ("body", "type_"),
    [
        ('"x"', int),
        ("1.5", int),
        ("{}", list[int]),
        ("[]", Inner),
        ("5", Inner),
        ('{"userName":5}', Inner),
        ('{"nodeName":"a","subTrees":{}}', Tree),
        ('{"nodeName":"a","subTrees":[5]}', Tree),
        ("{}", Tree),
        ('{"kind_of":"cow"}', Cat | Dog),
        ('{"kind_of":["cat"]}', Cat | Dog),
        ('{"kind_of":5}', Cat | Dog),
        ("[]", Cat | Dog),
        ("[1]", Pair),
        ("{}", Pair),
        ("5", tuple[Inner, int]),
        ("5", dict[str, Inner]),
        ("5", Typed),
        ('{"THECONTENT":{"USERNAME":1}}', Box[Inner]),
        ('"\\ud800"', str),
        ('"not base64"', bytes),
    ],
)
def test_a_value_of_another_type_is_a_binding_error(body: str, type_: Any) -> None:
    with pytest.raises(BindingError):
        read(body, type_)


@pytest.mark.rule("SP25", "SP38")
def test_damage_inside_a_value_is_found_when_it_is_bound() -> None:
    for raw, type_ in [(b'"\xff"', str), (b'{"a":"\xff"}', Inner), (b"[" * 50_000, Any)]:
        with pytest.raises(BindingError):
            JSON.decode_value(Raw(raw), type_)
    for raw, type_ in [(b"\xa1\xff", str), (b"\x81\x81\x01\x01\x01", Any), (b"\xd7\xff" + b"\xff" * 8, datetime)]:
        with pytest.raises(BindingError):
            MESSAGEPACK.decode_value(Raw(raw), type_)


def test_a_type_that_nobody_can_make_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError):
        read("{}", Inner | Outer)


# ---------------------------------------------------------------- both ways

outers = st.builds(
    Outer,
    first_inner=st.builds(Inner, st.text(), st.booleans()),
    all_inner=st.lists(st.builds(Inner, st.text())),
    by_key=st.dictionaries(st.text(), st.builds(Inner, st.text())),
    some_number=st.integers(-(2**63), 2**64 - 1),
    who_is=st.text(),
)
trees = st.recursive(
    st.builds(Tree, st.text(), any_value=st.none() | st.dictionaries(st.text(), st.integers(0, 9))),
    lambda inner: st.builds(Tree, st.text(), st.lists(inner, max_size=3)),
    max_leaves=8,
)


@pytest.mark.rule("SP21", "SP22", "SP23")
@pytest.mark.parametrize("names", PayloadNames)
@given(value=outers | trees)
def test_every_value_survives_the_way_out_and_in(names: PayloadNames, value: Any) -> None:
    protocols: list[HubProtocol] = [JsonHubProtocol(payload_names=names), MessagePackHubProtocol(payload_names=names)]
    for protocol in protocols:
        type_: Any = type(value)
        assert protocol.decode_value(protocol.encode_value([value]), list[type_]) == [value]
