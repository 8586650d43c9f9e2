using System.Security.Cryptography;
using KioskSuite.Issuance.Crypto;

namespace KioskSuite.KioskInABox.ChipStation;

/// <summary>
/// What the issuer says to the card. Its answer to an ARQC carries an ARPC. Script commands (JR/T 0025.5 annex) carry
/// a MAC under the MAC key's session key, bound to the transaction's first cryptogram: a wrong one has no effect, and
/// no other command is taken in this transaction.
/// </summary>
internal sealed class IssuerCommands(PaymentKeys keys, PaymentMemory memory)
{
    private const int PinField = 16;
    private const int IssuerDataLength = 10;
    private const int ArpcLength = 8;

    public CardAnswer Process(CardCommand command, PaymentRun run)
    {
        var known = command.Ins is Emv.PutData or Emv.PinChange or Emv.ApplicationBlock or Emv.ApplicationUnblock;
        if (!known || run.Cryptogram.Length == 0 || run.ScriptFailed)
        {
            return known ? Sw.ConditionsNotSatisfied : Sw.WrongInstruction;
        }

        if (Open(command, run) is not { } data)
        {
            run.ScriptFailed = memory.ScriptFailed = true;
            return Sw.SecureMessagingWrong;
        }

        // A blocked application declines, so that its issuer has no way to prove itself but the MAC.
        if (run.IssuerProved != true && command.Ins != Emv.ApplicationUnblock)
        {
            return Sw.ConditionsNotSatisfied;
        }

        var status = Execute(command, data);
        if (status == Sw.Success)
        {
            memory.Scripts = (byte)Math.Min(memory.Scripts + 1, Cvr.MostScripts);
        }

        return status;
    }

    /// <summary>EXTERNAL AUTHENTICATE: ARPC (8) and response code (2), once per transaction.</summary>
    public CardAnswer Authenticate(CardCommand command, PaymentRun run)
    {
        if (command.Data.Length != IssuerDataLength)
        {
            return Sw.WrongLength;
        }

        if (run.Stage != PaymentStage.Asked || run.IssuerProved is not null)
        {
            return Sw.ConditionsNotSatisfied;
        }

        var given = command.Data.Span;
        var right = keys.Suite.Arpc(keys.Cryptogram, memory.Counter, run.Cryptogram, given[ArpcLength..]);
        var proved = CryptographicOperations.FixedTimeEquals(right, given[..ArpcLength]);
        (run.IssuerProved, memory.AuthenticationFailed) = (proved, !proved);
        if (proved)
        {
            (memory.LastOnline, memory.Scripts, memory.ScriptFailed) = (memory.Counter, 0, false);
        }

        return proved ? Sw.Success : Sw.AuthenticationFailed;
    }

    private byte[]? Open(CardCommand command, PaymentRun run)
    {
        if (command.Data.Length > byte.MaxValue)
        {
            return null;
        }

        byte[] whole =
            [command.Cla, command.Ins, command.P1, command.P2, (byte)command.Data.Length, .. command.Data.Span];
        var opened = IssuerScript.Open(keys.Suite, keys.Mac, memory.Counter, run.Cryptogram, whole);
        return opened.Ok ? opened.Value : null;
    }

    private ushort Execute(CardCommand command, byte[] data) => command switch
    {
        { Ins: Emv.PutData } => memory.Write((uint)((command.P1 << 8) | command.P2), data),
        { Ins: Emv.PinChange, P1: 0, P2: Emv.UnblockPin } => data.Length == 0 ? UnblockPin() : Sw.WrongLength,
        { Ins: Emv.PinChange, P1: 0, P2: Emv.ChangePin } => ChangePin(data),
        { Ins: Emv.ApplicationBlock, P1: 0, P2: 0 } => Block(data, true),
        { Ins: Emv.ApplicationUnblock, P1: 0, P2: 0 } => Block(data, false),
        _ => Sw.WrongParameters,
    };

    private ushort UnblockPin()
    {
        memory.Pin.Unblock();
        return Sw.Success;
    }

    /// <summary>Length, format 2 block and padding, enciphered by the encryption key's session key.</summary>
    private ushort ChangePin(byte[] data)
    {
        if (data.Length != PinField)
        {
            return Sw.WrongLength;
        }

        using var cipher = keys.Suite.Import(keys.Suite.SessionKey(keys.Encryption, memory.Counter));
        var clear = cipher.DecryptEcb(data);
        return clear is [Emv.PinBlockLength, .. var rest] && rest[Emv.PinBlockLength] == Emv.PadStart
            && !rest.AsSpan(Emv.PinBlockLength + 1).ContainsAnyExcept((byte)0)
            && memory.Pin.Change(rest[..Emv.PinBlockLength]) ? Sw.Success : Sw.WrongData;
    }

    private ushort Block(byte[] data, bool blocked)
    {
        if (data.Length != 0)
        {
            return Sw.WrongLength;
        }

        memory.Blocked = blocked;
        return Sw.Success;
    }
}
