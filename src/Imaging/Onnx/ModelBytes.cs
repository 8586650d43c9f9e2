using System.Security.Cryptography;

namespace KioskSuite.Imaging.Onnx;

/// <summary>Reads the file that the configuration names, and no other.</summary>
internal static class ModelBytes
{
    public static (byte[]? Bytes, ModelRefusal? Refusal) Read(ModelFile file)
    {
        try
        {
            using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > OnnxLimits.MostBytes) return (null, new(ModelProblem.TooLarge));
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var hash = Convert.ToHexString(SHA256.HashData(bytes));
            return string.Equals(hash, file.Sha256, StringComparison.OrdinalIgnoreCase)
                ? (bytes, null)
                : (null, new(ModelProblem.WrongHash));
        }
        catch (Exception e) when (e
            is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, new(ModelProblem.Unreadable));
        }
    }
}
