using Google.Protobuf;
using KioskSuite.Dev.Invariants;
using KioskSuite.Journal;
using KioskSuite.Messages.Entries;
using KioskSuite.Messages.Evidence;
using KioskSuite.Tests.Launcher;
using Seen = KioskSuite.Dev.Invariants.Evidence;

namespace KioskSuite.Tests.Sealing;

/// <summary>The launcher's rule that no face check is without its evidence.</summary>
public sealed class FaceEvidenceRuleTests
{
    private const ulong Case = 2;

    private readonly SealedSeen _file = Sealed(new FaceEvidence { Kiosk = "kiosk-001", Case = Case, Try = 1 });

    [Fact]
    public void A_file_at_central_or_still_at_the_kiosk_accounts_for_its_entry()
    {
        Holds(With(_file) with { SealedAtCentral = [_file] }).ShouldBe("ok");
        Holds(With(_file) with { SealedAtKiosk = [_file] }).ShouldBe("ok");
        Holds(LedgerBench.Good).ShouldBe("ok");
    }

    [Fact]
    public void A_file_that_is_nowhere_changed_or_under_another_name_is_found()
    {
        const string nowhere = "try 1 of case 2: its evidence is nowhere";
        Holds(With(_file)).ShouldBe(nowhere);
        byte[] changed = [.. _file.Bytes[..^1], (byte)(_file.Bytes[^1] ^ 1)];
        Holds(With(_file) with { SealedAtCentral = [_file with { Bytes = changed }] }).ShouldBe(nowhere);
        Holds(With(_file) with { SealedAtKiosk = [_file with { Bytes = changed }] }).ShouldBe(nowhere);
        Holds(With(_file) with { SealedAtCentral = [_file with { Name = "other" }] }).ShouldBe(nowhere);
    }

    [Fact]
    public void A_file_at_central_that_tells_of_another_case_try_or_nothing_is_found()
    {
        foreach (var other in new[]
        {
            Sealed(new FaceEvidence { Kiosk = "kiosk-001", Case = 3, Try = 1 }),
            Sealed(new FaceEvidence { Kiosk = "kiosk-001", Case = Case, Try = 2 }),
            Sealed(new FaceEvidence { Kiosk = "kiosk-002", Case = Case, Try = 1 }),
            Sealed(new FaceEvidence()),
            new SealedSeen("2-face-00.sealed", [1, 2, 3]),
        })
        {
            Holds(With(other) with { SealedAtCentral = [other] })
                .ShouldBe("try 1 of case 2: its evidence at central does not tell of it");
        }
    }

    [Fact]
    public void A_check_without_a_file_may_not_have_proved_anything()
    {
        Holds(With(null, proved: false)).ShouldBe("ok");
        Holds(With(null)).ShouldBe("try 1 of case 2 proved and has no evidence");
    }

    private static string Holds(Seen seen)
    {
        using var central = EvidenceKeys.Central();
        return FaceEvidenceRule.EveryEvidenceAccounted(seen, central.ExportPkcs8PrivateKey());
    }

    private static Seen With(SealedSeen? file, bool proved = true)
    {
        var entry = new FaceChecked { Try = 1, Proved = proved };
        if (file is not null)
        {
            (entry.Evidence, entry.Length) = (file.Name, (ulong)file.Bytes.Length);
            entry.Sha256 = ByteString.CopyFrom(System.Security.Cryptography.SHA256.HashData(file.Bytes));
        }

        var row = new JournalRow(6, (long)Case, "face.checked", entry.ToByteArray(), [6]);
        return LedgerBench.Good with { Journal = [.. LedgerBench.Good.Journal, row] };
    }

    private static SealedSeen Sealed(FaceEvidence evidence)
    {
        using var central = EvidenceKeys.Central();
        using var sealing = EvidenceSealing.To(central.ExportSubjectPublicKeyInfo());
        const string name = "2-face-0011223344556677.sealed";
        return new(name, sealing.Seal(new("kiosk-001", Case, "face", name), evidence.ToByteArray()));
    }
}
