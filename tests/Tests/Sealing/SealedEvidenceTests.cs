using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using KioskSuite.CentralSystem;
using KioskSuite.Journal;

namespace KioskSuite.Tests.Sealing;

/// <summary>The kiosk seals, central opens; each is written from the layout alone.</summary>
public sealed class SealedEvidenceTests : IDisposable
{
    private static readonly EvidenceLabel Label = new("kiosk-001", 42, "face", "42-face-0011223344556677.sealed");

    private readonly ECDiffieHellman _central = EvidenceKeys.Central();
    private readonly EvidenceSealing _sealing;
    private readonly EvidenceSeal _opening;

    public SealedEvidenceTests()
    {
        _sealing = EvidenceSealing.To(_central.ExportSubjectPublicKeyInfo());
        _opening = new EvidenceSeal(_central);
    }

    public void Dispose()
    {
        _sealing.Dispose();
        _central.Dispose();
    }

    [Fact]
    public void The_bytes_are_those_another_program_made_from_the_layout()
    {
        using var ephemeral = EvidenceKeys.Ephemeral();
        byte[] nonce = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
        var made = _sealing.Seal(Label, "what only central may read"u8, ephemeral, nonce);
        Convert.ToHexStringLower(made).ShouldBe(EvidenceKeys.SealedElsewhere);
        SealedEvidence.Parse(made)!.Build().ShouldBe(made);
    }

    [Fact]
    public void Central_opens_what_another_program_sealed()
    {
        var opened = _opening.Open(Convert.FromHexString(EvidenceKeys.SealedElsewhere))!;
        opened.Content.ShouldBe("what only central may read"u8.ToArray());
        (opened.Kiosk, opened.Case, opened.Kind, opened.Name).ShouldBe(("kiosk-001", 42ul, "face", Label.Name));
    }

    [Fact]
    public void Any_content_comes_back_and_no_two_files_are_alike() => Prop
        .ForAll<byte[]>(content =>
        {
            var (one, other) = (_sealing.Seal(Label, content), _sealing.Seal(Label, content));
            return _opening.Open(one)!.Content.AsSpan().SequenceEqual(content) && !one.AsSpan().SequenceEqual(other);
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        var file = _sealing.Seal(Label, "content"u8);
        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            var changed = file.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            _opening.Open(changed).ShouldBeNull($"bit {bit}");
        }
    }

    [Fact]
    public void A_label_from_another_file_is_refused()
    {
        var mine = SealedEvidence.Parse(_sealing.Seal(Label, "mine"u8))!;
        foreach (var swapped in new[]
        {
            Label with { Kiosk = "kiosk-002" }, Label with { Case = 43 }, Label with { Kind = "fact" },
            Label with { Name = "42-face-0011223344556678.sealed" },
        })
        {
            _opening.Open((mine with { Label = swapped }).Build()).ShouldBeNull();
        }

        _opening.Open(mine.Build()).ShouldNotBeNull();
    }

    [Fact]
    public void A_file_cut_anywhere_or_with_more_behind_it_is_refused_by_both()
    {
        var file = _sealing.Seal(Label, "content"u8);
        for (var length = 0; length < file.Length; length++)
        {
            _opening.Open(file.AsSpan(0, length)).ShouldBeNull();
            SealedEvidence.Parse(file.AsSpan(0, length)).ShouldBeNull();
        }

        _opening.Open([.. file, 0]).ShouldBeNull();
        SealedEvidence.Parse([.. file, 0]).ShouldBeNull();
    }

    [Fact]
    public void Another_key_opens_nothing()
    {
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        new EvidenceSeal(other).Open(_sealing.Seal(Label, "content"u8)).ShouldBeNull();
    }

    [Fact]
    public void Random_bytes_neither_parse_nor_open_nor_throw() => Prop
        .ForAll<byte[], byte[]>((noise, where) =>
        {
            var file = Convert.FromHexString(EvidenceKeys.SealedElsewhere);
            foreach (var (value, at) in noise.Zip(where))
            {
                file[at % file.Length] = value;
            }

            SealedEvidence.Parse(file);
            return SealedEvidence.Parse(noise) is null && _opening.Open(noise) is null
                && (noise.Length == 0 || where.Length == 0 || _opening.Open(file) is null or { Case: 42 });
        })
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Only_a_P256_public_key_is_sealed_to()
    {
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
        Should.Throw<ArgumentException>(() => EvidenceSealing.To(other.ExportSubjectPublicKeyInfo()));
        Should.Throw<ArgumentException>(() => EvidenceSealing.To([1, 2, 3]));
        Should.Throw<ArgumentException>(() => EvidenceSealing.To([.. _central.ExportSubjectPublicKeyInfo(), 0]));
    }

    [Fact]
    public void Nothing_of_the_content_is_printed()
    {
        var frame = SealedEvidence.Parse(_sealing.Seal(Label, "content"u8))!;
        frame.ToString().ShouldBe("sealed evidence, 7 bytes");
        _opening.Open(frame.Build())!.ToString().ShouldBe("face evidence of case 42, 7 bytes");
    }
}
