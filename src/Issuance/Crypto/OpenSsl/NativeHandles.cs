using Microsoft.Win32.SafeHandles;

namespace KioskSuite.Issuance.Crypto.OpenSsl;

internal sealed class CipherHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeCipher(handle);
        return true;
    }
}

internal sealed class CipherContextHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeCipherContext(handle);
        return true;
    }
}

/// <summary>A key; libcrypto clears private parts when it is freed.</summary>
internal sealed class KeyHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeKey(handle);
        return true;
    }
}

internal sealed class KeyContextHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeKeyContext(handle);
        return true;
    }
}

internal sealed class DigestContextHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeDigestContext(handle);
        return true;
    }
}

internal sealed class NumberHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        LibCrypto.FreeNumber(handle);
        return true;
    }
}
