using KioskSuite.Dev.Demo;

namespace KioskSuite.Dev.Invariants;

/// <summary>Opens a run's sealed evidence as central's auditor would: with central's key, after the run.</summary>
internal static class EvidenceReading
{
    /// <summary>One JSON object per try of a face check.</summary>
    /// <param name="folder">What <c>demo --keep</c> left.</param>
    /// <param name="output">Where the lines go.</param>
    public static async Task<int> RunAsync(string folder, TextWriter output)
    {
        var path = CallerPath.Full(folder);
        if (!File.Exists(Path.Combine(path, "journal.db")))
        {
            throw new LauncherException($"{folder} holds no run; name a folder that demo --keep left");
        }

        foreach (var read in FaceEvidenceRule.Read(Evidence.Read(path), SeedFile.EvidenceKey()))
        {
            await output.WriteLineAsync(read.ToString());
        }

        return 0;
    }
}
