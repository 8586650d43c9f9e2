using KioskSuite.Devices;

namespace KioskSuite.Imaging;

/// <summary>A model file that a site supplies.</summary>
/// <param name="Path">Of an ONNX file, readable by the imaging process.</param>
/// <param name="Sha256">Of the file: 64 hex digits. Another file is not used.</param>
public sealed record ModelFile(string Path, string Sha256)
{
    /// <summary>As records name it.</summary>
    public FaceModel ToModel() => new(System.IO.Path.GetFileName(Path), Sha256);
}

/// <summary>A model that turns an aligned face of 112 × 112 into features, and how the site uses it.</summary>
/// <param name="File">One input of 1 × 3 × 112 × 112, one output of features.</param>
/// <param name="Threshold">Cosine of two faces' features from which they are the same, -1 to 1: the bank's.</param>
/// <param name="Mean">What is taken from each value (0 to 255) first.</param>
/// <param name="Scale">What it is multiplied by then.</param>
/// <param name="Bgr">Blue is the first plane, not red.</param>
public sealed record MatcherModel(ModelFile File, float Threshold, float Mean, float Scale, bool Bgr);
