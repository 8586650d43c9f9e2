using Grpc.Core;

namespace KioskSuite.CentralSystem;

/// <summary>The seven ways central refuses. Details never carry what a message held.</summary>
internal static class Refusal
{
    public static RpcException Invalid(string what) => Of(StatusCode.InvalidArgument, what);

    public static RpcException NotFound(string what) => Of(StatusCode.NotFound, what);

    /// <summary>The same key came with another body.</summary>
    public static RpcException OtherBody() => Of(StatusCode.AlreadyExists, "key was used for another request");

    /// <summary>The state does not allow it, or the kiosk's log is fenced.</summary>
    public static RpcException State(string what) => Of(StatusCode.FailedPrecondition, what);

    public static RpcException Gap(string what) => Of(StatusCode.OutOfRange, what);

    public static RpcException BrokenChain(string what) => Of(StatusCode.DataLoss, what);

    public static RpcException TooMuch(string what) => Of(StatusCode.ResourceExhausted, what);

    private static RpcException Of(StatusCode code, string what) => new(new Status(code, what));
}
