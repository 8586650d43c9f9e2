using KioskSuite.Issuance.Crypto;
using KioskSuite.Issuance.Tlv;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>The key sets of a security domain by version; PUT KEY adds and replaces them.</summary>
internal sealed class KeyStore(IEnumerable<KeySet> factory)
{
    private const int Most = 4;
    private const int KeyCount = 3;
    private const int CheckSize = 3;
    private const int TripleDesSize = 16;
    private readonly List<KeySet> _sets = [.. factory];

    /// <summary>The set of a version, or the first for 0.</summary>
    public KeySet? Find(byte version) =>
        version == 0 ? _sets.FirstOrDefault() : _sets.Find(set => set.Version == version);

    /// <summary>Three keys at once, enciphered under the channel's DEK; all or nothing.</summary>
    public CardAnswer Put(CardCommand command, CardChannel channel)
    {
        if (command.P2 != Ins.AllThreeKeys || command.Data.IsEmpty)
        {
            return Sw.WrongParameters;
        }

        var version = command.Data.Span[0];
        var old = command.P1 == 0 ? null : Find(command.P1);
        if (command.P1 != 0 && old is null)
        {
            return Sw.ReferencedDataNotFound;
        }

        if (version is 0 or > 127 || (version != command.P1 && Find(version) is not null))
        {
            return Sw.WrongData;
        }

        if (old is null && _sets.Count == Most)
        {
            return Sw.NotEnoughMemory;
        }

        var (keys, checks, refused) = Read(command.Data.Span[1..], channel);
        if (refused != Sw.Success)
        {
            return refused;
        }

        var set = new KeySet(version, channel.IsAes, new CardKeys(keys[0], keys[1], keys[2]), nextSequence: 0);
        if (old is null)
        {
            _sets.Add(set);
        }
        else
        {
            _sets[_sets.IndexOf(old)] = set;
        }

        return CardAnswer.With([version, .. checks]);
    }

    /// <summary>Key information template E0: number, version, type and length of each key.</summary>
    public byte[] Information() => BerTlv.Build(
        CardTag.KeyInformation,
        [.. _sets.SelectMany(set => Enumerable.Range(1, KeyCount).Select(number => BerTlv.Build(
            CardTag.OneKey,
            [
                (byte)number, set.Version, set.IsAes ? Scp.AesKey : Scp.ReportedTripleDes, (byte)set.Keys.Enc.Length,
            ])))]);

    private static (List<byte[]> Keys, List<byte> Checks, ushort Refused) Read(
        ReadOnlySpan<byte> data, CardChannel channel)
    {
        var (keys, checks) = (new List<byte[]>(), new List<byte>());
        for (var i = 0; i < KeyCount; i++)
        {
            if (data.Length < 2 || data.Length < 2 + data[1] + 1 + CheckSize || data[2 + data[1]] != CheckSize)
            {
                return (keys, checks, Sw.WrongData);
            }

            if (data[0] != (channel.IsAes ? Scp.AesKey : Scp.TripleDesKey))
            {
                return (keys, checks, Sw.AlgorithmNotSupported);
            }

            if (ReadOne(data.Slice(2, data[1]), channel) is not { } key)
            {
                return (keys, checks, Sw.WrongData);
            }

            var check = channel.IsAes ? KeyCheckValue.AesOnes(key) : KeyCheckValue.TripleDes(key);
            if (!data.Slice(2 + data[1] + 1, CheckSize).SequenceEqual(check))
            {
                return (keys, checks, Sw.InvalidKeyCheck);
            }

            keys.Add(key);
            checks.AddRange(check);
            data = data[(2 + data[1] + 1 + CheckSize)..];
        }

        var fits = data.IsEmpty && keys.TrueForAll(key => key.Length == keys[0].Length);
        return (keys, checks, fits ? Sw.Success : Sw.WrongData);
    }

    /// <summary>An AES key comes with its clear length, since it may be padded; single DES is no key.</summary>
    private static byte[]? ReadOne(ReadOnlySpan<byte> value, CardChannel channel)
    {
        if (!channel.IsAes)
        {
            var key = channel.DecipherSensitive(value);
            return key is { Length: TripleDesSize } && !DesEde.IsWeak(key) ? key : null;
        }

        var whole = value.IsEmpty ? null : channel.DecipherSensitive(value[1..]);
        return whole is null || value[0] is not (16 or 24 or 32) || whole.Length < value[0] ? null : whole[..value[0]];
    }
}
