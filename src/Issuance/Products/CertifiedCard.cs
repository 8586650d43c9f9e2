using System.Buffers.Binary;
using System.Security.Cryptography;
using KioskSuite.Devices;

namespace KioskSuite.Issuance.Products;

/// <summary>
/// What a certifier gave a card, kept so that the card comes out the same again: an SM2 signature differs each time.
/// Secret; dispose zeroes it.
/// </summary>
/// <remarks>As bytes, of each application: length and AID, number of fields, and of each field number, length (2),
/// value.</remarks>
public sealed class CertifiedCard : ICardCertifier, IDisposable
{
    private const int FieldHead = 3;
    private readonly Dictionary<string, Dictionary<CardField, byte[]>> _given;

    private CertifiedCard(Dictionary<string, Dictionary<CardField, byte[]>> given) => _given = given;

    /// <summary>Asks a certifier for every application with a key of its own.</summary>
    public static CertifiedCard Of(ProductProfile product, CardValues values, ICardCertifier certifier)
    {
        var given = new Dictionary<string, Dictionary<CardField, byte[]>>();
        foreach (var application in product.Applications.Where(a => a.HasOwnKey))
        {
            using var certified = values.Copy();
            certifier.Certify(application, certified);
            given[Convert.ToHexString(application.Aid)] = Enum.GetValues<CardField>()
                .Where(field => field >= CardField.CaKeyIndex && certified.Has(field))
                .ToDictionary(field => field, field => (byte[])[.. certified[field]]);
        }

        return new CertifiedCard(given);
    }

    /// <summary>From <see cref="Build"/>; anything else is garbage.</summary>
    public static Outcome<CertifiedCard> Parse(ReadOnlySpan<byte> bytes)
    {
        var given = new Dictionary<string, Dictionary<CardField, byte[]>>();
        while (!bytes.IsEmpty)
        {
            int aid = bytes[0];
            if (bytes.Length < aid + 2)
            {
                return DeviceFault.Garbage;
            }

            var fields = given[Convert.ToHexString(bytes.Slice(1, aid))] = [];
            var count = bytes[aid + 1];
            bytes = bytes[(aid + 2)..];
            for (; count > 0; count--)
            {
                if (bytes.Length < FieldHead
                    || bytes.Length < FieldHead + BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]))
                {
                    return DeviceFault.Garbage;
                }

                var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]);
                fields[(CardField)bytes[0]] = bytes.Slice(FieldHead, length).ToArray();
                bytes = bytes[(FieldHead + length)..];
            }
        }

        return new CertifiedCard(given);
    }

    /// <summary>The caller zeroes them.</summary>
    public byte[] Build() =>
    [
        .. from application in _given
           let aid = Convert.FromHexString(application.Key)
           from part in (byte[])
           [
               (byte)aid.Length, .. aid, (byte)application.Value.Count, .. application.Value.SelectMany(Field),
           ]
           select part,
    ];

    public void Certify(ApplicationProfile application, CardValues values)
    {
        foreach (var (field, value) in _given[Convert.ToHexString(application.Aid)])
        {
            values[field] = [.. value];
        }
    }

    public void Dispose()
    {
        foreach (var value in _given.Values.SelectMany(fields => fields.Values))
        {
            CryptographicOperations.ZeroMemory(value);
        }
    }

    public override string ToString() => $"certified card, {_given.Count} applications";

    private static byte[] Field(KeyValuePair<CardField, byte[]> field) =>
    [
        (byte)field.Key, (byte)(field.Value.Length >> 8), (byte)field.Value.Length, .. field.Value,
    ];
}
