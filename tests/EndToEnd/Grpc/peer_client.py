"""A python3-grpcio client of test.Peer with bytes as messages: peer_client.py PORT CASE. Fails by its exit code."""
import queue
import sys

import grpc

TEXT = "\t卡已停用 🙂 100%\r\n"
channel = grpc.insecure_channel(f"127.0.0.1:{sys.argv[1]}")


def path(name):
    return f"/test.Peer/{name}"


def code_of(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    raise AssertionError("the call succeeded")


def unary():
    for size in (0, 1, 271828, 4_000_000):
        payload = bytes(size)
        assert channel.unary_unary(path("Echo"))(payload, timeout=60) == payload, size


def metadata():
    sent = (("x-kiosk", "k 1"), ("x-trace-bin", b"\xab\x00\xff"))
    response, call = channel.unary_unary(path("Echo")).with_call(b"a", metadata=sent, timeout=60)
    assert response == b"a"
    assert dict(call.initial_metadata())["x-seen"] == "k 1", call.initial_metadata()
    assert dict(call.trailing_metadata())["x-back-bin"] == b"\xab\x00\xff", call.trailing_metadata()


def status():
    error = code_of(lambda: channel.unary_unary(path("Refuse"))(TEXT.encode(), timeout=60))
    assert error.code() == grpc.StatusCode.FAILED_PRECONDITION, error
    assert error.details() == TEXT, repr(error.details())
    assert dict(error.trailing_metadata())["x-epoch"] == "7", error.trailing_metadata()


def status_after_messages():
    responses = channel.stream_stream(path("Chat"))(iter([b"ab", b"refuse"]), timeout=60)
    assert next(responses) == b"ba"
    error = code_of(lambda: next(responses))
    assert (error.code(), error.details()) == (grpc.StatusCode.OUT_OF_RANGE, "gap"), error


def ping_pong():
    requests = queue.Queue()
    responses = channel.stream_stream(path("Chat"))(iter(requests.get, None), timeout=60)
    for size in (31415, 9, 2653, 58979, 0):
        requests.put(b"a" * size)
        assert next(responses) == b"a" * size
    requests.put(None)
    assert list(responses) == []
    assert responses.code() == grpc.StatusCode.OK


def empty_stream():
    responses = channel.stream_stream(path("Chat"))(iter([]), timeout=60)
    assert list(responses) == []
    assert responses.code() == grpc.StatusCode.OK


def one_sided_streams():
    assert channel.stream_unary(path("Join"))(iter([b"a", b"b", b"c"]), timeout=60) == b"a b c"
    assert list(channel.unary_stream(path("Split"))(b"a b c", timeout=60)) == [b"a", b"b", b"c"]


def deadline():
    error = code_of(lambda: channel.unary_unary(path("Sleep"))(b"", timeout=0.2))
    assert error.code() == grpc.StatusCode.DEADLINE_EXCEEDED, error


def cancel():
    responses = channel.stream_stream(path("Chat"))(iter(queue.Queue().get, None), timeout=60)
    responses.cancel()
    error = code_of(lambda: next(responses))
    assert error.code() == grpc.StatusCode.CANCELLED, error


def unimplemented():
    for missing in (path("Missing"), "/test.Missing/Echo"):
        error = code_of(lambda: channel.unary_unary(missing)(b"", timeout=60))
        assert error.code() == grpc.StatusCode.UNIMPLEMENTED, error


def too_long():
    error = code_of(lambda: channel.unary_unary(path("Echo"))(bytes(4 * 1024 * 1024 + 1), timeout=60))
    assert error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED, error


def compressed():
    call = channel.unary_unary(path("Echo"))
    error = code_of(lambda: call(bytes(1000), compression=grpc.Compression.Gzip, timeout=60))
    assert error.code() == grpc.StatusCode.UNIMPLEMENTED, error


globals()[sys.argv[2]]()
channel.close()
