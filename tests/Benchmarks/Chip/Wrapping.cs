using System.Diagnostics;
using System.Security.Cryptography;

namespace KioskSuite.Benchmarks.Chip;

/// <summary>
/// One block of 200 bytes wrapped at C-MAC and C-ENC, against no more than its two ciphers: AES-CBC over the padded
/// block and the CBC pass of a CMAC over chaining value, header and cipher text, keys set and subkey known beforehand.
/// </summary>
internal sealed class Wrapping(ChipOptions options)
{
    private const int Block = 200;
    private const int Padded = 208;
    private const int Covered = 240;
    private const int Times = 10_000;
    private static readonly byte[] s_command = [0x80, 0xE2, 0, 0, Block, .. new byte[Block]];

    public Task<Duel> RunAsync() => Duel.PlayAsync(
        new(
            $"wrapping {Block} bytes, SCP03 C-MAC and C-ENC", "a second", [],
            "one-shot AES-CBC and CBC of the CMAC, keys kept", [], MoreIsBetter: true, Target: null),
        options.Rounds,
        () => Task.FromResult(Wrap()),
        () => Task.FromResult(Bare()));

    private static double Wrap()
    {
        using var session = Sample.Session();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Times; i++)
        {
            session.Wrap(s_command);
        }

        return Times / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static double Bare()
    {
        using var enc = Aes.Create();
        using var mac = Aes.Create();
        enc.SetKey(RandomNumberGenerator.GetBytes(16));
        mac.SetKey(RandomNumberGenerator.GetBytes(16));
        var (plain, cipher) = (new byte[Padded], new byte[Padded]);
        var (covered, chained) = (new byte[Covered], new byte[Covered]);
        var iv = new byte[16];
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < Times; i++)
        {
            enc.EncryptCbc(plain, iv, cipher, PaddingMode.None);
            cipher.CopyTo(covered, 0);
            mac.EncryptCbc(covered, iv, chained, PaddingMode.None);
        }

        return Times / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
