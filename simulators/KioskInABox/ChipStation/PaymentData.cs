using System.Collections.ObjectModel;
using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>What the application says on one interface.</summary>
/// <param name="Options">Objects of the answer to GET PROCESSING OPTIONS.</param>
/// <param name="Aip">The one that enters cryptograms.</param>
/// <param name="Afl">Groups of 4 bytes.</param>
/// <param name="Pdol">Parsed.</param>
internal sealed record InterfaceData(byte[] Options, byte[] Aip, byte[] Afl, ReadOnlyCollection<DolEntry> Pdol)
{
    public static InterfaceData Read(byte[] options, byte[] select, bool aipLies)
    {
        var objects = BerTlv.Parse(options).Value;
        var fci = BerTlv.Parse(select).Value;
        return new InterfaceData(
            aipLies ? [.. objects.SelectMany(Lie)] : options,
            objects.FindPath(EmvTag.Aip)!.Value.ToArray(),
            objects.FindPath(EmvTag.Afl)!.Value.ToArray(),
            PaymentData.List(
                fci.FindPath(EmvTag.Fci, EmvTag.FciProprietary, EmvTag.Pdol)
                    ?? fci.FindPath(EmvTag.FciProprietary, EmvTag.Pdol)));
    }

    public bool Lists(int file, byte record) =>
        FileLocator.Parse(Afl) is { Ok: true } listed && listed.Value.Any(at => at.Sfi == file && at.Number == record);

    public override string ToString() => "data of an interface";

    private static byte[] Lie(BerTlv shown) => shown.Tag == EmvTag.Aip
        ? BerTlv.Build(shown.Tag, [(byte)(shown.Value.Span[0] ^ Emv.AipStatic), shown.Value.Span[1]])
        : shown.Build();
}

/// <summary>What personalisation left in a payment application and no transaction changes.</summary>
internal sealed record PaymentData(
    PaymentKeys Keys,
    IssuerData IssuerData,
    CardSigner? Signer,
    InterfaceData Contact,
    InterfaceData? Contactless,
    IReadOnlyList<BerTlv> Records)
{
    public ReadOnlyCollection<DolEntry> Cdol1 { get; } = List(Records.FindPath(EmvTag.Record, EmvTag.Cdol1));

    public ReadOnlyCollection<DolEntry> Cdol2 { get; } = List(Records.FindPath(EmvTag.Record, EmvTag.Cdol2));

    /// <summary>The card's own list for INTERNAL AUTHENTICATE, or the default one (EMV Book 3 §10.3.3).</summary>
    public ReadOnlyCollection<DolEntry> Ddol { get; } =
        List(Records.FindPath(EmvTag.Record, EmvTag.Ddol)) is { Count: > 0 } own
            ? own
            : new([new DolEntry(EmvTag.UnpredictableNumber, 4)]);

    public static ReadOnlyCollection<DolEntry> List(BerTlv? list) =>
        list is not null && DataObjectList.Parse(list.Value) is { Ok: true } parsed
            ? parsed.Value
            : ReadOnlyCollection<DolEntry>.Empty;

    /// <summary>The application out of its groupings, or the status word that says what is wrong.</summary>
    public static (ushort Status, PaymentData? Data) Read(
        IReadOnlyDictionary<ushort, byte[]> groups, IReadOnlyList<BerTlv> records, PaymentFlaws flaws)
    {
        var contactless = groups.ContainsKey(EmvObject.OptionsContactless);
        if (!groups.TryGetValue(DgiTag.Keys, out var keys)
            || !groups.TryGetValue(DgiTag.KeyCheckValues, out var checks)
            || !groups.TryGetValue(DgiTag.ProcessingOptions, out var options)
            || contactless != groups.ContainsKey(DgiTag.SelectContactless))
        {
            return (Sw.ConditionsNotSatisfied, null);
        }

        var isSm = records.FindPath(EmvTag.Record, EmvTag.IccCertificate) is { } certificate
            && CardSigner.IsSm(certificate.Value.Span);
        var suite = isSm ? CryptoSuite.National : CryptoSuite.International;
        var (status, signer) = CardSigner.Read(groups, records);
        if (status != Sw.Success)
        {
            return (status, null);
        }

        var said = groups.TryGetValue(DgiTag.IssuerApplicationData, out var written)
            ? IssuerData.Parse(written)
            : new IssuerData(IssuerData.UsualKeyIndex, suite.AlgorithmId);
        if (said?.Algorithm != suite.AlgorithmId || PaymentKeys.Read(suite, keys, checks, flaws.Swap) is not { } read)
        {
            return (Sw.WrongData, null);
        }

        InterfaceData Of(byte[] given, ushort select) => InterfaceData.Read(given, groups[select], flaws.AipLies);
        var tapped = contactless ? Of(groups[EmvObject.OptionsContactless], DgiTag.SelectContactless) : null;
        return (Sw.Success, new PaymentData(read, said, signer, Of(options, DgiTag.SelectContact), tapped, records));
    }

    public override string ToString() => "payment application";
}
