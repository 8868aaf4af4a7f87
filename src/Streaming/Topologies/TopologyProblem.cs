namespace Streaming.Topologies;

/// <summary>Something wrong with a topology.</summary>
/// <param name="File">The file.</param>
/// <param name="Where">The place, 1-based.</param>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Suggestion">The nearest valid name, or null.</param>
/// <param name="IsWarning">True where it can run all the same.</param>
public sealed record TopologyProblem(string File, Mark Where, string Message, string? Suggestion = null, bool IsWarning = false)
{
    /// <summary><c>file:line:col: message (did you mean …?)</c>.</summary>
    public override string ToString() =>
        $"{File}:{Where.Line}:{Where.Column}: {(IsWarning ? "warning: " : "")}{Message}{(Suggestion is null ? "" : $" (did you mean '{Suggestion}'?)")}";
}
