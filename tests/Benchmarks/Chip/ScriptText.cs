using System.Buffers.Binary;
using KioskSuite.Issuance.Channel;

namespace KioskSuite.Benchmarks.Chip;

/// <summary>A script as one message: each command after two bytes of length.</summary>
internal static class ScriptText
{
    private const int LengthSize = 2;

    public static byte[] Build(IEnumerable<ScriptCommand> script) =>
        [.. script.SelectMany(command => (byte[])[.. Length(command.Apdu.Length), .. command.Apdu.Span])];

    public static IReadOnlyList<ScriptCommand> Parse(ReadOnlyMemory<byte> message)
    {
        var script = new List<ScriptCommand>();
        while (!message.IsEmpty)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(message.Span);
            script.Add(new ScriptCommand(message.Slice(LengthSize, length)));
            message = message[(LengthSize + length)..];
        }

        return script;
    }

    private static byte[] Length(int length) => [(byte)(length >> 8), (byte)length];
}
