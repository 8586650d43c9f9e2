using System.Runtime.InteropServices;

namespace KioskSuite.Issuance.Crypto.OpenSsl;

/// <summary>
/// What this product calls of OpenSSL 3 (libcrypto.so.3, EVP only); the only file that knows its ABI. 64 bits, Linux.
/// Functions answer 1 for success.
/// </summary>
internal static partial class LibCrypto
{
    private const string Library = "libcrypto.so.3";

    [LibraryImport(Library, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    [LibraryImport(Library, EntryPoint = "EVP_Q_digest", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Digest(
        nint library,
        string name,
        string? query,
        ReadOnlySpan<byte> data,
        nuint length,
        Span<byte> digest,
        out nuint written);

    [LibraryImport(Library, EntryPoint = "EVP_Q_mac", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Mac(
        nint library,
        string name,
        string? query,
        string subAlgorithm,
        nint parameters,
        ReadOnlySpan<byte> key,
        nuint keyLength,
        ReadOnlySpan<byte> data,
        nuint dataLength,
        Span<byte> mac,
        nuint macSize,
        out nuint written);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_fetch", StringMarshalling = StringMarshalling.Utf8)]
    public static partial CipherHandle FetchCipher(nint library, string name, string? query);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_free")]
    public static partial void FreeCipher(nint cipher);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_new")]
    public static partial CipherContextHandle NewCipherContext();

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_free")]
    public static partial void FreeCipherContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_CipherInit_ex2")]
    public static partial int InitCipher(
        CipherContextHandle context,
        CipherHandle cipher,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> iv,
        int encrypt,
        nint parameters);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_set_padding")]
    public static partial int SetPadding(CipherContextHandle context, int padding);

    [LibraryImport(Library, EntryPoint = "EVP_CipherUpdate")]
    public static partial int UpdateCipher(
        CipherContextHandle context, Span<byte> output, out int written, ReadOnlySpan<byte> input, int length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_new_from_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial KeyContextHandle NewKeyContext(nint library, string name, string? query);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_new_from_pkey", StringMarshalling = StringMarshalling.Utf8)]
    public static partial KeyContextHandle NewKeyContext(nint library, KeyHandle key, string? query);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_free")]
    public static partial void FreeKeyContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_free")]
    public static partial void FreeKey(nint key);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_fromdata_init")]
    public static partial int InitImport(KeyContextHandle context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_fromdata")]
    public static partial int Import(KeyContextHandle context, out KeyHandle key, int selection, nint parameters);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_keygen_init")]
    public static partial int InitGenerate(KeyContextHandle context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_generate")]
    public static partial int Generate(KeyContextHandle context, out KeyHandle key);

    [LibraryImport(
        Library, EntryPoint = "EVP_PKEY_get_octet_string_param", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int GetOctets(KeyHandle key, string name, Span<byte> buffer, nuint size, out nuint written);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_get_bn_param", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int GetNumber(KeyHandle key, string name, out NumberHandle number);

    [LibraryImport(Library, EntryPoint = "BN_bn2binpad")]
    public static partial int WriteNumber(NumberHandle number, Span<byte> buffer, int length);

    [LibraryImport(Library, EntryPoint = "BN_clear_free")]
    public static partial void FreeNumber(nint number);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_set_rsa_padding")]
    public static partial int SetRsaPadding(KeyContextHandle context, int padding);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_encrypt_init")]
    public static partial int InitEncrypt(KeyContextHandle context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_encrypt")]
    public static partial int Encrypt(
        KeyContextHandle context, Span<byte> output, ref nuint written, ReadOnlySpan<byte> input, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_decrypt_init")]
    public static partial int InitDecrypt(KeyContextHandle context);

    [LibraryImport(Library, EntryPoint = "EVP_PKEY_decrypt")]
    public static partial int Decrypt(
        KeyContextHandle context, Span<byte> output, ref nuint written, ReadOnlySpan<byte> input, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    public static partial DigestContextHandle NewDigestContext();

    [LibraryImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    public static partial void FreeDigestContext(nint context);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSignInit_ex", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int InitSign(
        DigestContextHandle context,
        out nint keyContext,
        string digest,
        nint library,
        string? query,
        KeyHandle key,
        nint parameters);

    /// <summary>The context belongs to the digest context that gave it out.</summary>
    [LibraryImport(Library, EntryPoint = "EVP_PKEY_CTX_set_params")]
    public static partial int SetParameters(nint keyContext, nint parameters);

    [LibraryImport(Library, EntryPoint = "EVP_DigestSign")]
    public static partial int Sign(
        DigestContextHandle context, Span<byte> signature, ref nuint written, ReadOnlySpan<byte> data, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerifyInit_ex", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int InitVerify(
        DigestContextHandle context,
        out nint keyContext,
        string digest,
        nint library,
        string? query,
        KeyHandle key,
        nint parameters);

    [LibraryImport(Library, EntryPoint = "EVP_DigestVerify")]
    public static partial int Verify(
        DigestContextHandle context, ReadOnlySpan<byte> signature, nuint size, ReadOnlySpan<byte> data, nuint length);
}

/// <summary>OSSL_PARAM as OpenSSL 3 lays it out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OsslParam
{
    public nint Key;
    public uint Kind;
    public nint Data;
    public nuint Size;
    public nuint Returned;
}
