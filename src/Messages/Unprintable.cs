using Google.Protobuf;

namespace KioskSuite.Messages.Central;

// Messages that hold a card number, a name or tracks print nothing of it (ToString of a message prints all fields).

public sealed partial class Script : ICustomDiagnosticMessage
{
    public string ToDiagnosticString() => "script";
}

public sealed partial class Face : ICustomDiagnosticMessage
{
    public string ToDiagnosticString() => "face";
}

public sealed partial class Accounts : ICustomDiagnosticMessage
{
    public string ToDiagnosticString() => "accounts";
}

public sealed partial class Account : ICustomDiagnosticMessage
{
    public string ToDiagnosticString() => "account";
}
