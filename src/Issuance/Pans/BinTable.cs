using System.Collections.ObjectModel;
using System.Text.Json;
using KioskSuite.Devices;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.Issuance.Pans;

/// <summary>What a failing check digit means: refuses the number, or is only mentioned.</summary>
public enum LuhnRule
{
    Required,

    /// <summary>A few old debit ranges do not hold it.</summary>
    Advised,
}

/// <summary>A line of a BIN table: leading digits (1 to 10), lengths (12 to 19), check digit rule, scheme.</summary>
public sealed record BinRule(string Prefix, IReadOnlyList<int> Lengths, LuhnRule Luhn, string Scheme);

/// <summary>Why a number is not a PAN that this table allows. Closed.</summary>
public enum PanFault
{
    None = 0,
    NotDigits,
    UnknownBin,
    WrongLength,
    WrongCheckDigit,
}

/// <summary>A number that is allowed; <see cref="CheckDigitHolds"/> is false only where the rule forgives it.</summary>
public sealed record PanCheck(BinRule Rule, bool CheckDigitHolds);

/// <summary>Which numbers are PANs: data of the site. The longest matching prefix decides (ISO/IEC 7812).</summary>
public sealed class BinTable
{
    private const int MostRules = 20_000;
    private const int LongestPrefix = 10;
    private const int LeastDigits = 12;
    private const int MostDigits = 19;

    private readonly Dictionary<string, BinRule> _rules;

    private BinTable(Dictionary<string, BinRule> rules) => _rules = rules;

    /// <summary>The ranges that begin with 62, as they are public: 16 to 19 digits.</summary>
    public static BinTable UnionPay { get; } = Of(
        [new BinRule("62", new ReadOnlyCollection<int>([16, 17, 18, 19]), LuhnRule.Required, "UnionPay")]).Value;

    /// <summary>Garbage for a wrong prefix or length, one prefix twice, or too many lines.</summary>
    public static Outcome<BinTable> Of(IEnumerable<BinRule> rules)
    {
        var table = new Dictionary<string, BinRule>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            if (table.Count == MostRules || !IsSound(rule) || !table.TryAdd(rule.Prefix, rule))
            {
                return DeviceFault.Garbage;
            }
        }

        return new BinTable(table);
    }

    /// <summary>
    /// Reads lines of {"prefix": "62", "lengths": [16, 19], "luhn": "required"|"advised", "scheme": "UnionPay"}.
    /// </summary>
    public static Outcome<BinTable> Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            var lines = JsonSerializer.Deserialize<List<BinLine>>(json.Span, JsonSerializerOptions.Web);
            return lines is null || lines.Exists(line => line is null || !line.Known)
                ? DeviceFault.Garbage
                : Of(lines.Select(line => line.ToRule()));
        }
        catch (JsonException)
        {
            return DeviceFault.Garbage;
        }
    }

    public Verdict<PanCheck, PanFault> Check(string pan)
    {
        if (pan.Length == 0 || !Luhn.AllDigits(pan))
        {
            return PanFault.NotDigits;
        }

        if (Find(pan) is not { } rule)
        {
            return PanFault.UnknownBin;
        }

        if (!rule.Lengths.Contains(pan.Length))
        {
            return PanFault.WrongLength;
        }

        var holds = Luhn.IsValid(pan);
        return holds || rule.Luhn == LuhnRule.Advised ? new PanCheck(rule, holds) : PanFault.WrongCheckDigit;
    }

    private BinRule? Find(string pan)
    {
        for (var length = Math.Min(LongestPrefix, pan.Length); length > 0; length--)
        {
            if (_rules.TryGetValue(pan[..length], out var rule))
            {
                return rule;
            }
        }

        return null;
    }

    private static bool IsSound(BinRule rule) => rule.Prefix.Length is > 0 and <= LongestPrefix
        && Luhn.AllDigits(rule.Prefix)
        && rule.Lengths.Count > 0
        && rule.Lengths.All(length => length is >= LeastDigits and <= MostDigits);

    private sealed record BinLine(string? Prefix, List<int>? Lengths, string? Luhn, string? Scheme)
    {
        public bool Known => Prefix is not null && Lengths is not null && (Luhn is "required" or "advised");

        public BinRule ToRule() => new(
            Prefix!,
            Lengths!.AsReadOnly(),
            Luhn == "required" ? LuhnRule.Required : LuhnRule.Advised,
            Scheme ?? "");
    }
}
