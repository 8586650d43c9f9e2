using KioskSuite.Devices;

namespace KioskSuite.Jobs;

/// <summary>
/// The one exception used for flow: a step ended with a value of a closed vocabulary, and is journaled.
/// </summary>
public sealed class StepFailed : Exception
{
    public StepFailed(Failure failure)
        : base(failure.Fault.ToString()) => Fault = failure.Fault;

    public StepFailed(Problem problem)
        : base(problem.ToString()) => Problem = problem;

    public DeviceFault Fault { get; }

    public Problem Problem { get; }
}
