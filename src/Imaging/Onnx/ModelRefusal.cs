namespace KioskSuite.Imaging.Onnx;

/// <summary>Why a model a site supplied is not used.</summary>
public enum ModelProblem : byte
{
    None = 0,

    /// <summary>The file is not there or may not be read.</summary>
    Unreadable = 1,

    /// <summary>The file is longer than any face model.</summary>
    TooLarge = 2,

    /// <summary>The file is another one than the configuration names.</summary>
    WrongHash = 3,

    /// <summary>The bytes are no model.</summary>
    Malformed = 4,

    /// <summary>An operator, a type or a form that is not computed here.</summary>
    Unsupported = 5,

    /// <summary>More nodes, memory or work than allowed.</summary>
    TooMuch = 6,

    /// <summary>A model, but not one for this purpose: other inputs or outputs.</summary>
    WrongShape = 7,
}

/// <summary>A refusal, and what of the model it is about.</summary>
public sealed record ModelRefusal(ModelProblem Problem, string Said = "")
{
    public override string ToString() => Said.Length == 0 ? $"{Problem}" : $"{Problem}: {Said}";
}
