using System.Runtime.InteropServices;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Crypto;

/// <summary>DES-EDE in ECB mode of libcrypto 3 (EVP), which takes weak keys. Names are the library's own.</summary>
internal static unsafe partial class DesEdeInterop
{
    private const string Library = "libcrypto.so.3";

    public static byte[] Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> blocks)
    {
        var output = new byte[blocks.Length];
        var cipher = EVP_CIPHER_fetch(0, "DES-EDE", null);
        var context = EVP_CIPHER_CTX_new();
        try
        {
            var written = 0;
            fixed (byte* secret = key, from = blocks, to = output)
            {
                var done = cipher != 0 && context != 0
                    && EVP_EncryptInit_ex2(context, cipher, secret, null, 0) == 1
                    && EVP_CIPHER_CTX_set_padding(context, 0) == 1
                    && EVP_EncryptUpdate(context, to, &written, from, blocks.Length) == 1;
                InvariantException.Require(done && written == blocks.Length, "libcrypto has no DES-EDE");
            }

            return output;
        }
        finally
        {
            EVP_CIPHER_CTX_free(context);
            EVP_CIPHER_free(cipher);
        }
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint EVP_CIPHER_fetch(nint library, string algorithm, string? properties);

    [LibraryImport(Library)]
    private static partial void EVP_CIPHER_free(nint cipher);

    [LibraryImport(Library)]
    private static partial nint EVP_CIPHER_CTX_new();

    [LibraryImport(Library)]
    private static partial void EVP_CIPHER_CTX_free(nint context);

    [LibraryImport(Library)]
    private static partial int EVP_EncryptInit_ex2(nint context, nint cipher, byte* key, byte* iv, nint parameters);

    [LibraryImport(Library)]
    private static partial int EVP_CIPHER_CTX_set_padding(nint context, int padding);

    [LibraryImport(Library)]
    private static partial int EVP_EncryptUpdate(nint context, byte* output, int* written, byte* input, int length);
}
