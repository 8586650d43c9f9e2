"""A python3-grpcio server of test.Peer with bytes as messages. Prints its port; ends when its input does."""
import sys
import time
from concurrent import futures

import grpc


def echo(request, context):
    sent = dict(context.invocation_metadata())
    context.send_initial_metadata((("x-seen", sent.get("x-kiosk", "")),))
    context.set_trailing_metadata((("x-back-bin", sent.get("x-trace-bin", b"")),))
    return request


def refuse(request, context):
    context.set_trailing_metadata((("x-epoch", "7"),))
    context.abort(grpc.StatusCode.FAILED_PRECONDITION, request.decode())


def sleep(request, context):
    while context.is_active():
        time.sleep(0.01)
    return request


def double(request, context):
    return request * 2


def chat(requests, context):
    for request in requests:
        if request == b"refuse":
            context.abort(grpc.StatusCode.OUT_OF_RANGE, "gap")
        yield request[::-1]


def join(requests, context):
    return b" ".join(requests)


def split(request, context):
    yield from request.split()


methods = {
    "Echo": grpc.unary_unary_rpc_method_handler(echo),
    "Refuse": grpc.unary_unary_rpc_method_handler(refuse),
    "Sleep": grpc.unary_unary_rpc_method_handler(sleep),
    "Double": grpc.unary_unary_rpc_method_handler(double),
    "Chat": grpc.stream_stream_rpc_method_handler(chat),
    "Join": grpc.stream_unary_rpc_method_handler(join),
    "Split": grpc.unary_stream_rpc_method_handler(split),
}
server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("test.Peer", methods),))
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
sys.stdin.read()
server.stop(0)
