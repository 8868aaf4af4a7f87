namespace Streaming.Operators.Safety.Pii;

/// <summary>Finds one kind of personal details. Has no state: several threads may use one at once.</summary>
internal interface IPiiDetector
{
    /// <summary>Adds what it finds, in order.</summary>
    void AddFindings(string text, List<PiiFinding> findings);
}
