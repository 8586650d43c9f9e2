using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using KioskSuite.Devices;

namespace KioskSuite.Jobs.Issue;

/// <summary>
/// HMAC-SHA-256 over <c>kind|number</c>: lets central find the person without the number on the wire.
/// </summary>
public static class DocumentToken
{
    public static ByteString Of(IdDocument document, string keyHex)
    {
        var text = Encoding.UTF8.GetBytes($"{KindWord(document.Kind)}|{document.Number}");
        var token = HMACSHA256.HashData(Convert.FromHexString(keyHex), text);
        CryptographicOperations.ZeroMemory(text);
        return ByteString.CopyFrom(token);
    }

    public static string KindWord(DocumentKind kind) => kind switch
    {
        DocumentKind.ResidentCard => "resident",
        DocumentKind.HongKongMacaoTaiwanPermit => "hmt",
        DocumentKind.ForeignPermanentResident2017 => "foreign2017",
        DocumentKind.ForeignPermanentResident2023 => "foreign2023",
        _ => throw new InvariantException($"no word for {kind}"),
    };
}
