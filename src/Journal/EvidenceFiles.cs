using System.Security.Cryptography;

namespace KioskSuite.Journal;

/// <summary>Where sealed files wait, and for whom.</summary>
/// <param name="CentralKey">Central's P-256 public key, SubjectPublicKeyInfo.</param>
public sealed record EvidenceOptions(string Folder, string Kiosk, byte[] CentralKey)
{
    /// <summary>Files that may wait; one a face check.</summary>
    public int MostFiles { get; init; } = 256;

    /// <summary>Bytes that may wait in all.</summary>
    public long MostBytes { get; init; } = 32 * 1024 * 1024;
}

/// <summary>
/// Sealed files in a folder of their own, mode 0600: written whole or not at all, and bounded. A name is case, kind and
/// 64 random bits, so that none comes twice in a kiosk's life.
/// </summary>
public sealed class EvidenceFiles : IEvidenceFiles, ISealedFolder, IDisposable
{
    public const string Ending = ".sealed";

    private const string Unfinished = ".part";
    private const int LongestKind = 16;
    private const int RandomLength = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SealedFile> _known = new(StringComparer.Ordinal);
    private readonly EvidenceOptions _options;
    private readonly EvidenceSealing _sealing;
    private readonly IEvidenceDisk _disk;
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EvidenceFiles(EvidenceOptions options, EvidenceSealing sealing, IEvidenceDisk disk) =>
        (_options, _sealing, _disk) = (options, sealing, disk);

    public Task NextWritten
    {
        get
        {
            lock (_gate)
            {
                return _written.Task;
            }
        }
    }

    /// <summary>Makes the folder when need be, and removes what a power cut left unfinished.</summary>
    /// <exception cref="ArgumentException">
    /// The key is not of P-256, or the kiosk's name cannot stand in a label.
    /// </exception>
    /// <exception cref="IOException">The folder cannot be made or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of rights.</exception>
    public static EvidenceFiles Open(EvidenceOptions options) => OperatingSystem.IsWindows()
        ? throw new PlatformNotSupportedException()
        : Open(options, new EvidenceDisk());

    internal static EvidenceFiles Open(EvidenceOptions options, IEvidenceDisk disk)
    {
        if (!options.Kiosk.All(c => c is > ' ' and <= '~' and not '|') || options.Kiosk.Length is 0 or > 64)
        {
            throw new ArgumentException("not a kiosk's name", nameof(options));
        }

        var sealing = EvidenceSealing.To(options.CentralKey);
        disk.MakeFolder(options.Folder);
        foreach (var left in Directory.GetFiles(options.Folder, "*" + Unfinished))
        {
            disk.Delete(left);
        }

        return new EvidenceFiles(options, sealing, disk);
    }

    /// <inheritdoc/>
    /// <remarks>A local file of this size takes milliseconds; it is written before this returns.</remarks>
    public ValueTask<SealedFile?> WriteAsync(ulong @case, string kind, byte[] content, CancellationToken stop)
    {
        try
        {
            stop.ThrowIfCancellationRequested();
            ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, SealedEvidence.LargestContent);
            if (kind.Length is 0 or > LongestKind || !kind.All(c => c is '-' or (>= 'a' and <= 'z')))
            {
                throw new ArgumentException("not a kind", nameof(kind));
            }

            var random = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomLength));
            var label = new EvidenceLabel(_options.Kiosk, @case, kind, $"{@case}-{kind}-{random}{Ending}");
            var bytes = _sealing.Seal(label, content);
            lock (_gate)
            {
                return ValueTask.FromResult(Write(label.Name, bytes));
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    public IReadOnlyList<SealedFile> Pending()
    {
        lock (_gate)
        {
            return [.. Names().Select(Known).OfType<SealedFile>().OrderBy(CaseOf).ThenBy(f => f.Name, Ordinal)];
        }
    }

    public EvidenceLabel? LabelOf(SealedFile file) => SealedEvidence.Parse(Read(file))?.Label;

    public byte[] Read(SealedFile file) => File.ReadAllBytes(PathOf(file.Name));

    public void Delete(SealedFile file)
    {
        lock (_gate)
        {
            _disk.Delete(PathOf(file.Name));
            _disk.SyncFolder(_options.Folder);
            _known.Remove(file.Name);
        }
    }

    public void Dispose() => _sealing.Dispose();

    private static StringComparer Ordinal => StringComparer.Ordinal;

    private static ulong CaseOf(SealedFile file) => ulong.TryParse(file.Name.Split('-')[0], out var c) ? c : 0;

    private string PathOf(string name) => Path.Combine(_options.Folder, Path.GetFileName(name));

    private IEnumerable<string> Names() =>
        Directory.EnumerateFiles(_options.Folder, "*" + Ending).Select(path => Path.GetFileName(path));

    private SealedFile? Known(string name)
    {
        if (!_known.TryGetValue(name, out var file) && File.Exists(PathOf(name)))
        {
            var bytes = File.ReadAllBytes(PathOf(name));
            _known[name] = file = new SealedFile(name, SHA256.HashData(bytes), bytes.Length);
        }

        return file;
    }

    private SealedFile? Write(string name, byte[] bytes)
    {
        var (part, path) = (PathOf(name + Unfinished), PathOf(name));
        try
        {
            var waiting = new DirectoryInfo(_options.Folder).GetFiles();
            if (waiting.Length >= _options.MostFiles || waiting.Sum(f => f.Length) + bytes.Length > _options.MostBytes)
            {
                return null;
            }

            _disk.WriteNew(part, bytes);
            _disk.Rename(part, path);
            _disk.SyncFolder(_options.Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Drop(part);
            Drop(path);
            return null;
        }

        var file = new SealedFile(name, SHA256.HashData(bytes), bytes.Length);
        _known[name] = file;
        _written.TrySetResult();
        _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return file;
    }

    private void Drop(string path)
    {
        try
        {
            _disk.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The disk is away; the next opening removes what is unfinished, and a whole file does no harm.
        }
    }
}
